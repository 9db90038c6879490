// Runs one fetch to its end: whole, or by the keys that an earlier fetch yields; page after page, within budgets.
// Takes a fetch, its connection and the local tables, gives what was read. Included by execute.cpp.
#pragma once

#include "execute/sender.hpp"

namespace recoupe::execute {

/// Writes where a fetch reads: server.schema.table, or server.table where there is no schema.
std::string source_of(const physical::Fetch& fetch);

class FetchRun {
 public:
  FetchRun(const physical::Fetch& fetch, const Connection& connection, LocalTables& tables, Sender& sender,
           const Budgets& budgets, const Progress& progress);

  core::Result<FetchRecord> run();
  /// Gives how many pages came, and whether the server was asked for every row of the table.
  [[nodiscard]] std::int64_t page_count() const { return page_count_; }
  [[nodiscard]] bool whole() const { return whole_; }

 private:
  core::Result<std::optional<rows::Column>> keys_that_pay();
  core::Status by_keys(const rows::Column& keys);
  core::Status read(const calls::CompiledFetch& compiled, std::int64_t key_count);
  core::Status take(const Page& page);
  void note(const calls::Pushed& pushed);
  void tell() const;

  const physical::Fetch& fetch_;
  const Connection& connection_;
  LocalTables& tables_;
  Sender& sender_;
  const Budgets& budgets_;
  const Progress& progress_;
  FetchRecord record_;
  std::int64_t bytes_ = 0;
  std::int64_t page_count_ = 0;
  bool whole_ = true;
};

}  // namespace recoupe::execute
