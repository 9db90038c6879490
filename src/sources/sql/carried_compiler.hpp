// A fetch as carried statements, page by page. Takes physical::Fetch, gives tool calls. Included by carried_dialect.
#pragma once

#include <deque>
#include <utility>

#include "calls/compiler.hpp"
#include "sources/sql/carried.hpp"
#include "sources/sql/carried_dialect.hpp"

namespace recoupe::sources::sql {

inline constexpr std::size_t literal_bytes_max = 256 * 1024;  // of keys and other values in one statement
inline constexpr std::size_t open_pages_max = 256;            // statements whose next page may still be asked for

class CarriedCompiler final : public calls::Compiler {
 public:
  explicit CarriedCompiler(SqlTool tool) : tool_(std::move(tool)) {}
  core::Result<calls::CompiledFetch> compile(const physical::Fetch& fetch, const rows::Column* keys) override;
  std::optional<calls::ToolCall> next_page(const calls::ToolCall& call, const core::Json& reply) override;
  core::Status gate(const calls::ToolCall& call) override;
  bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count) override;

 private:
  struct Open {
    std::string sql;
    PageForm form;
    PageStart start;
  };
  core::Result<calls::ToolCall> call_for(std::string server, PageForm form, PageStart start);

  SqlTool tool_;
  std::deque<Open> open_;  // by the statement sent, the latest last
};

}  // namespace recoupe::sources::sql
