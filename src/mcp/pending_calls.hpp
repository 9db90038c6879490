// Requests on their way, matched to responses by id. Takes responses from the carrier's thread, gives each to the
// thread that waits for it. Included by the transports that multiplex (stdio, in-process).
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "mcp/transport.hpp"

namespace recoupe::mcp {

class PendingCalls {
 public:
  explicit PendingCalls(std::string server) : server_(std::move(server)) {}

  /// Announces a request before it is sent; fails when the carrier has failed for good.
  core::Status expect(const core::Json& id);
  /// Waits for the response to an expected request; forgets it whatever happens.
  core::Result<wire::Response> wait(const core::Json& id, const std::string& method, const Exchange& how);
  /// Forgets an expected request that could not be sent.
  void forget(const core::Json& id);

  /// Hands over a response; gives it back when nobody waits for it.
  std::optional<wire::Response> answer(wire::Response response);
  /// Hands over the parameters of notifications/progress; the token is the request's id.
  void progress(const core::Json& params);
  /// Ends every wait with an error; `for_good`: also those to come.
  void fail(const core::Error& error, bool for_good);

 private:
  struct Call {
    std::optional<core::Result<wire::Response>> outcome;
    std::deque<core::Json> progress;
  };

  std::string server_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, Call> calls_;  // by the id as JSON text
  std::optional<core::Error> failure_;
};

}  // namespace recoupe::mcp
