// What is asked of the Hub: what a repository holds, which blob a file is, its bytes. The token goes to the Hub's own
// origin alone. Takes a Reference, gives typed answers. Included by download.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/cancel.hpp"
#include "models/hub/reference.hpp"
#include "models/hub/settings.hpp"
#include "wire/http_client.hpp"

namespace recoupe::models::hub {

/// A file as a commit has it.
struct RemoteFile {
  std::string commit;
  std::string etag;          // names the blob: its SHA-256 where it is large
  std::uint64_t bytes = 0;
};

/// What takes a file's bytes: told first from where they come, which is 0 where the server does not resume.
struct Sink {
  std::function<core::Status(std::uint64_t from)> begin;
  std::function<core::Status(std::string_view bytes)> take;
};

class Requests {
 public:
  explicit Requests(const Settings& settings) : settings_(settings) {}

  /// Lists the files of a repository at its revision.
  core::Result<std::vector<std::string>> files(const Reference& reference, const core::Cancel& cancel);
  /// Asks which blob a file is.
  core::Result<RemoteFile> head(const Reference& reference, const core::Cancel& cancel);
  /// Gets a file's bytes from an offset on. Gives whether the answer came to its end; a cut connection is no error.
  core::Result<bool> get(const Reference& reference, const std::string& commit, std::uint64_t from, const Sink& sink, const core::Cancel& cancel);

 private:
  [[nodiscard]] wire::HttpCall call(std::string method, const std::string& url) const;
  [[nodiscard]] std::string resolve_url(const Reference& reference, const std::string& revision) const;

  const Settings& settings_;
  wire::HttpClient http_;
};

}  // namespace recoupe::models::hub
