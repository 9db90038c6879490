#include "sources/mql/paged_compiler.hpp"

#include <algorithm>
#include <utility>

#include "sources/mql/exactness.hpp"
#include "sources/mql/page_errors.hpp"
#include "sources/mql/reading.hpp"
#include "sources/mql/shape.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

calls::ToolCall call_of(const std::string& server, Invocation invocation, const std::string& collection) {
  calls::ToolCall call{.server = server, .tool = std::move(invocation.tool), .arguments = std::move(invocation.arguments),
                       .statement = {}, .shape = {}};
  const Json* pipeline = call.arguments.find("pipeline");
  const auto words = [&](const char* verb, const Json* stages) {
    Json said = Json::object({{verb, collection}});
    if (stages != nullptr) said.set("pipeline", *stages);
    return said.dump();
  };
  if (pipeline == nullptr) {
    call.statement = call.shape = words("count", nullptr);
    return call;
  }
  const Json shape = shape_of_pipeline(*pipeline);
  call.statement = words("aggregate", pipeline);
  call.shape = words("aggregate", &shape);
  return call;
}

}  // namespace

core::Result<calls::CompiledFetch> PagedCompiler::compile(const physical::Fetch& fetch, const rows::Column* keys) {
  const Rewrite rewrite = [&](const Json& filter) { return forms_->filter(filter, *fetch.table); };
  RECOUPE_TRY(reading, reading_of(fetch, keys, rewrite));
  if (const auto untold = untold_in(fetch, forms_->untold_types()))
    return core::fail(untold_column(fetch.server, untold->column, untold->type));
  PageRequest request{.levels = levels_of(fetch)};
  if (reading.filter) request.filter = *std::move(reading.filter);
  if (reading.projection) {
    request.projection = *std::move(reading.projection);
    request.projection.set("_id", 1);  // a page ends at one
  }
  request.descending = reading.sort && reading.sort->integer("_id") < 0;
  request.limit = reading.limit;
  Json pipeline = first_pipeline(request, forms_->page_rows());
  Invocation invocation = forms_->aggregate({fetch.table->schema, fetch.table->name}, std::move(pipeline));
  return calls::CompiledFetch{call_of(fetch.server, std::move(invocation), fetch.table->name), std::move(reading.pushed)};
}

std::optional<calls::ToolCall> PagedCompiler::next_page(const calls::ToolCall& call, const Json& reply) {
  const Json* pipeline = call.arguments.find("pipeline");
  const auto page = pipeline == nullptr ? std::nullopt : forms_->page_in(reply);
  if (!page) return std::nullopt;
  const Collection collection{call.arguments.text("database"), call.arguments.text("collection")};
  if (may_go_on(*page)) {
    const auto last = last_id_of(*page);
    const auto constant = last ? forms_->constant(*last) : std::nullopt;
    if (!constant) return std::nullopt;
    auto next = next_pipeline(*pipeline, *constant, *page);
    if (next) return call_of(call.server, forms_->aggregate(collection, *std::move(next)), collection.name);
  }
  return call_of(call.server, forms_->count(collection), collection.name);
}

core::Status PagedCompiler::gate(const calls::ToolCall& call) { return check_call(forms_->tools(), call.tool, call.arguments); }

bool PagedCompiler::keys_pay(const physical::Fetch& fetch, std::int64_t key_count) { return mql::keys_pay(fetch, key_count); }

}  // namespace recoupe::sources::mql
