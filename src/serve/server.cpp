#include "serve/server.hpp"

#include <utility>

#include "evidence/verify.hpp"
#include "run/runs.hpp"
#include "serve/arguments.hpp"
#include "serve/replies.hpp"
#include "serve/tool_descriptions.hpp"
#include "serve/turns.hpp"

namespace recoupe::serve {

namespace {

using core::Json;
using core::Result;
using mcp::CallContext;
using mcp::ToolResult;

core::Language language_of(const Turns& turns, const Json& arguments) {
  const run::Config& config = turns.config();
  if (config.language && arguments.text("language").empty()) return *config.language;
  return serve::language_of(arguments, run::locale_language());
}

Result<ToolResult> answer(Turns& turns, const Json& json, const CallContext& context) {
  const Arguments arguments(json);
  RECOUPE_TRY(request, arguments.request());
  RECOUPE_TRY(rows, arguments.rows());
  RECOUPE_TRY(report, turns.with_session(context, language_of(turns, json),
                                          [&](run::Session& session) { return session.answer(request, context.cancel); }));
  return reply_of(report, rows);
}

Result<ToolResult> propose(Turns& turns, const Json& json, const CallContext& context) {
  RECOUPE_TRY(request, Arguments(json).request());
  RECOUPE_TRY(report, turns.with_session(context, language_of(turns, json),
                                          [&](run::Session& session) { return session.propose(request, context.cancel).report; }));
  return reply_of(report, 0);
}

Result<ToolResult> show_catalog(Turns& turns, const Json& json, const CallContext& context) {
  const Arguments arguments(json);
  RECOUPE_TRY(refresh, arguments.flag("refresh"));
  RECOUPE_TRY(server, arguments.text("server"));
  RECOUPE_TRY(table, arguments.text("table"));
  RECOUPE_TRY(read, turns.with_session(context, language_of(turns, json),
                                          [&](run::Session& session) { return session.catalog(refresh, context.cancel); }));
  RECOUPE_TRY(snapshot, std::move(read));
  return reply_of(snapshot, {std::move(server), std::move(table)});
}

/// Only runs of this project's store: a path would let a caller look around in the file system.
Result<ToolResult> verify(Turns& turns, const Json& json, const CallContext&) {
  RECOUPE_TRY(word, Arguments(json).text("run"));
  RECOUPE_TRY(folder, run::find_run(turns.config().store, word));
  RECOUPE_TRY(verified, evidence::verify(folder));
  return mcp::structured_result(run::to_json(verified));
}

using Handler = Result<ToolResult> (*)(Turns& turns, const Json& arguments, const CallContext& context);

/// Says a failure in the language of the call, in the contract's one form.
mcp::ServedTool served(mcp::Tool tool, Handler handler, const std::shared_ptr<Turns>& turns) {
  return {std::move(tool), [handler, turns](const Json& arguments, const CallContext& context) -> Result<ToolResult> {
            auto result = handler(*turns, arguments, context);
            if (result) return result;
            return reply_of(result.error(), language_of(*turns, arguments));
          }};
}

}  // namespace

std::shared_ptr<const mcp::Server> make_server(run::Config config, std::shared_ptr<monitor::Monitor> monitor) {
  auto turns = std::make_shared<Turns>(std::move(config), std::move(monitor));
  auto server = std::make_shared<mcp::Server>();
  server->self = {"recoupe", RECOUPE_VERSION};
  server->instructions = instructions;
  server->tools = {served(ask_tool(), answer, turns), served(plan_tool(), propose, turns), served(run_plan_tool(), answer, turns),
                   served(catalog_tool(), show_catalog, turns), served(verify_tool(), verify, turns)};
  return server;
}

}  // namespace recoupe::serve
