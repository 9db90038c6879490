// INT64 arithmetic: a result without a place in INT64 raises an error whose words the caller gives.
#include "core/decimal.hpp"
#include "result/functions.hpp"
#include "result/scalar.hpp"

namespace recoupe::result {

namespace {

using Text = std::string_view;
using Whole = std::int64_t;
using Overflows = bool (*)(Whole, Whole, Whole*);

std::string out_of_range(Text row) {
  return std::string(raised_prefix) + std::string(raised_out_of_range) + "|" + std::string(row);
}

core::Status add_binary(const Database& database, const char* name, Overflows overflows) {
  return add_scalar<Whole, Whole, Whole, Text>(
      database, name, [overflows](Whole a, Whole b, Text row) -> OrRaised<Whole> {
        Whole out = 0;
        if (overflows(a, b, &out)) return std::unexpected(out_of_range(row));
        return out;
      });
}

}  // namespace

core::Status add_whole_functions(const Database& database) {
  RECOUPE_CHECK(add_binary(database, "rc_whole_add", [](Whole a, Whole b, Whole* out) { return __builtin_add_overflow(a, b, out); }));
  RECOUPE_CHECK(add_binary(database, "rc_whole_subtract", [](Whole a, Whole b, Whole* out) { return __builtin_sub_overflow(a, b, out); }));
  RECOUPE_CHECK(add_binary(database, "rc_whole_multiply", [](Whole a, Whole b, Whole* out) { return __builtin_mul_overflow(a, b, out); }));
  return add_scalar<Whole, Text, Text>(database, "rc_whole", [](Text number, Text row) -> OrRaised<Whole> {
    const auto whole = core::int64_of_decimal(number);
    if (!whole) return std::unexpected(out_of_range(row));
    return *whole;
  });
}

}  // namespace recoupe::result
