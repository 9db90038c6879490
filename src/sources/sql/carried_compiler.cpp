#include "sources/sql/carried_compiler.hpp"

#include <algorithm>

#include "sources/sql/gate.hpp"
#include "sources/sql/refusals.hpp"
#include "sources/sql/self_contained.hpp"

namespace recoupe::sources::sql {

using core::Json;

core::Result<calls::ToolCall> CarriedCompiler::call_for(std::string server, PageForm form, PageStart start) {
  calls::ToolCall call;
  Json parameters;
  call.shape = page_sql(form, start, parameters);
  RECOUPE_TRY(sql, self_contained(call.shape, parameters));
  call.server = std::move(server);
  call.tool = tool_.name;
  call.arguments = Json::object({{"sql", sql}});
  call.statement = sql;
  if (open_.size() == open_pages_max) open_.pop_front();
  open_.push_back({std::move(sql), std::move(form), std::move(start)});
  return call;
}

core::Result<calls::CompiledFetch> CarriedCompiler::compile(const physical::Fetch& fetch, const rows::Column* keys) {
  RECOUPE_TRY(select, Select::of(fetch, keys));
  if (keys && select.parameters().dump().size() > literal_bytes_max) {
    RECOUPE_TRY(whole, compile(fetch, nullptr));
    whole.pushed.reasons.push_back("keys: more than a statement of this server may hold");
    return whole;
  }
  calls::CompiledFetch out;
  out.pushed = select.pushed();
  RECOUPE_TRY(call, call_for(fetch.server, page_form(fetch, select), {}));
  out.call = std::move(call);
  return out;
}

std::optional<calls::ToolCall> CarriedCompiler::next_page(const calls::ToolCall& call, const core::Json& reply) {
  const std::string sent = call.arguments.text("sql");
  const auto open = std::ranges::find(open_, sent, &Open::sql);
  if (open == open_.end()) return std::nullopt;
  Open page = std::move(*open);
  open_.erase(open);
  const auto text = tool_.text_in(reply, call.server);
  const auto body = text ? body_of(*text, call.server) : core::Result<Json>(Json());
  const Json* rows = body ? body->find("rows") : nullptr;
  if (!rows || !rows->if_array() || rows->if_array()->empty()) return std::nullopt;
  const auto count = static_cast<std::int64_t>(rows->if_array()->size());
  if (count >= body->integer("found")) return std::nullopt;
  const auto* last = rows->if_array()->back().if_array();
  if (!last || last->size() < page.form.key.size()) return std::nullopt;
  page.start.after.assign(last->end() - static_cast<std::ptrdiff_t>(page.form.key.size()), last->end());
  page.start.skipped += count;
  if (page.form.key.empty() && page.start.snapshot.empty()) page.start.snapshot = body->text("snapshot");
  auto next = call_for(call.server, std::move(page.form), std::move(page.start));
  return next ? std::optional(*std::move(next)) : std::nullopt;
}

core::Status CarriedCompiler::gate(const calls::ToolCall& call) {
  const auto* arguments = call.arguments.if_object();
  if (call.tool != tool_.name || !arguments || arguments->size() != 1) {
    return core::fail(statement_refused({"only the tool " + tool_.name + " with one SELECT may be called",
                                         "seul l'outil " + tool_.name + " avec un seul SELECT peut être appelé"},
                                        {"send one SELECT", "envoyez un seul SELECT"}));
  }
  if (auto checked = check_statement(call.arguments.text("sql"), Reach::carried); !checked) {
    return core::fail(std::move(checked).error());
  }
  return {};
}

bool CarriedCompiler::keys_pay(const physical::Fetch& fetch, std::int64_t key_count) { return sql::keys_pay(fetch, key_count); }

}  // namespace recoupe::sources::sql
