// The checks that verify runs, one a function: the chain, the payloads, the heads. Each adds its faults.
// Included by verify alone.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "evidence/run_files.hpp"
#include "evidence/verify.hpp"

namespace recoupe::evidence {

/// What the chain holds, as far as it could be read.
struct Chain {
  std::vector<core::Json> records;  // null where a line could not be read
  std::string head;                 // hash of the last record, hex
  End end = End::open;
};
Chain check_chain(std::string_view log, const std::string& run_id, std::vector<Fault>& faults);

core::Status check_payloads(const RunFiles& files, const Chain& chain, Verification& out);
core::Status check_heads(const RunFiles& files, const Chain& chain, Verification& out);

}  // namespace recoupe::evidence
