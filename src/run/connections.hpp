// The servers of .mcp.json, connected when first needed and kept. Takes entries, gives clients with their dialects.
// Included by session and doctor.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "core/cancel.hpp"
#include "execute/execute.hpp"
#include "mcp/config.hpp"
#include "run/config.hpp"
#include "sources/dialect/dialect.hpp"

namespace recoupe::run {

/// A connected server and what speaks its dialect.
struct OpenServer {
  std::unique_ptr<mcp::Client> client;
  std::unique_ptr<calls::Compiler> compiler;
  std::unique_ptr<rows::Decoder> decoder;
  std::unique_ptr<catalog::Reader> reader;
  const sources::dialect::Quirks* quirks = nullptr;
  execute::Connection connection;  // points to the above
};

class Connections {
 public:
  explicit Connections(const Config& config)
      : servers_(config.servers), dialects_(config.dialects), start_timeout_ms_(config.start_timeout_ms) {}

  /// Connects a server, or gives the connection that stands. Errors: those of mcp::Client::connect, `invalid_config` for
  /// a server that is not in .mcp.json, those of speaker_for where its dialect is not known.
  core::Result<OpenServer*> open(const std::string& server, const core::Cancel& cancel);
  [[nodiscard]] const mcp::Config& servers() const { return servers_; }
  /// Closes every connection where the error says that one is lost, so that the next use connects anew.
  void drop_lost(const core::Error& error);

 private:
  mcp::Config servers_;
  std::map<std::string, std::string> dialects_;  // as recoupe.toml declares them
  int start_timeout_ms_;
  std::map<std::string, std::unique_ptr<OpenServer>> open_;
};

}  // namespace recoupe::run
