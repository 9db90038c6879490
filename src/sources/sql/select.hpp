// A fetch as the parts of one SELECT. Takes physical::Fetch and keys, gives columns, conditions and what was pushed.
// Included by the compilers of PostgreSQL's dialects.
#pragma once

#include <string>
#include <vector>

#include "calls/compiler.hpp"
#include "sources/sql/predicate.hpp"
#include "sources/sql/sql_column.hpp"

namespace recoupe::sources::sql {

class Select {
 public:
  /// Pushes the fetch's filters, its keys (nullptr: none) and its limit, as far as the answer stays the same.
  static core::Result<Select> of(const physical::Fetch& fetch, const rows::Column* keys);

  /// What is read of each row: the cells of cells_read.
  [[nodiscard]] const std::vector<SqlColumn>& columns() const { return columns_; }
  /// "\"schema\".\"table\"".
  [[nodiscard]] const std::string& table() const { return table_; }
  /// "" or " WHERE …", with $1, $2, … where parameters stand.
  [[nodiscard]] const std::string& where() const { return where_; }
  /// "" or " ORDER BY … FETCH FIRST … ROWS WITH TIES".
  [[nodiscard]] const std::string& limit() const { return limit_; }
  /// Texts and lists of texts.
  [[nodiscard]] const core::Json& parameters() const { return predicates_.parameters(); }
  [[nodiscard]] const calls::Pushed& pushed() const { return pushed_; }
  /// Tells whether the whole table is to be counted too: not again for each list of keys where it is large.
  [[nodiscard]] bool counts_population() const { return counts_population_; }

 private:
  explicit Select(const physical::Fetch& fetch) : fetch_(&fetch), predicates_(fetch) {}
  core::Status find_columns();
  void push_filters();
  void push_keys(const rows::Column* keys);
  void push_limit();
  void require(const std::string& sql);
  void leave_limit(std::string why);
  bool is_exact(const plan::Expr& filter) const;
  bool leave_out_unreadable();

  const physical::Fetch* fetch_;
  Predicates predicates_;
  calls::Pushed pushed_;
  std::vector<SqlColumn> columns_;
  std::string table_;
  std::string where_;
  std::string limit_;
  bool all_exact_ = true;
  bool counts_population_ = true;
};

/// Writes a statement for people: with the parameters' values below it.
std::string shown_statement(const std::string& sql, const core::Json& parameters);

/// Tells whether asking a fetch by keys is expected to be cheaper than reading it whole: each list of keys may make the
/// server read its table once where no index serves; rows that meet no key aren't sent.
bool keys_pay(const physical::Fetch& fetch, std::int64_t key_count);

}  // namespace recoupe::sources::sql
