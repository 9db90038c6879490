// A fetch as pages of an aggregate whose values name their types, then a count. Implements calls::Compiler for every
// server whose tools are described by forms. Included by the folders of those servers.
#pragma once

#include <memory>

#include "calls/compiler.hpp"
#include "sources/mql/tool_forms.hpp"

namespace recoupe::sources::mql {

class PagedCompiler final : public calls::Compiler {
 public:
  explicit PagedCompiler(std::shared_ptr<const ToolForms> forms) : forms_(std::move(forms)) {}
  core::Result<calls::CompiledFetch> compile(const physical::Fetch& fetch, const rows::Column* keys) override;
  /// Gives the next page, and after the last one the count of the whole collection.
  std::optional<calls::ToolCall> next_page(const calls::ToolCall& call, const core::Json& reply) override;
  core::Status gate(const calls::ToolCall& call) override;
  bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count) override;

 private:
  std::shared_ptr<const ToolForms> forms_;
};

}  // namespace recoupe::sources::mql
