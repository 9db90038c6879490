#include "sources/mql/paging.hpp"

#include <doctest/doctest.h>

#include <string>

namespace mql = recoupe::sources::mql;
using recoupe::core::Json;

namespace {

Json json(std::string_view text) {
  auto parsed = Json::parse(text);
  REQUIRE(parsed.has_value());
  return *std::move(parsed);
}

/// Gives a pipeline without its long last stage.
std::string before_last(const Json& pipeline) {
  Json out = Json::array();
  for (std::size_t i = 0; i + 1 < pipeline.if_array()->size(); ++i) out.push((*pipeline.if_array())[i]);
  return out.dump();
}

mql::Page page_of(std::string_view documents, std::optional<std::int64_t> total) {
  return {.documents = *json(documents).if_array(), .total = total};
}

/// A page of so many documents, one of which the page before had.
mql::Page full_page(std::int64_t count, bool repeats, bool capped = false) {
  mql::Page page{.documents = {}, .total = count, .capped = capped};
  for (std::int64_t i = 0; i < count; ++i) page.documents.push_back(Json::object({{"again", repeats && i == 0}}));
  return page;
}

}  // namespace

TEST_CASE("a_page_begins_where_the_last_one_ended") {
  mql::PageRequest request{.filter = json(R"({"role":{"$eq":"x"}})"), .projection = json(R"({"role":1,"_id":1})")};
  const Json first = mql::first_pipeline(request, 10);
  CHECK(before_last(first) == R"([{"$match":{"$and":[{"role":{"$eq":"x"}}]}},{"$sort":{"_id":1}},{"$limit":10},{"$project":{"role":1,"_id":1}}])");
  const auto second = mql::next_pipeline(first, json(R"({"$literal":7})"), full_page(10, false));
  REQUIRE(second.has_value());
  CHECK(before_last(*second) ==
        R"([{"$match":{"$expr":{"$gte":["$_id",{"$literal":7}]}}},{"$match":{"$and":[{"role":{"$eq":"x"}}]}},{"$sort":{"_id":1}},{"$limit":11},{"$project":{"role":1,"_id":1}}])");
  const Json& last = *second->if_array()->back().find("$replaceWith");
  CHECK(last.find("again")->dump() == R"({"$eq":["$_id",{"$literal":7}]})");
  CHECK(last.find("rows")->dump() == R"({"$literal":11})");
  const auto third = mql::next_pipeline(*second, json(R"({"$literal":9})"), full_page(11, true));
  REQUIRE(third.has_value());
  CHECK(third->if_array()->size() == second->if_array()->size());
  CHECK(third->if_array()->front().dump() == R"({"$match":{"$expr":{"$gte":["$_id",{"$literal":9}]}}})");
  CHECK(third->if_array()->at(3).dump() == R"({"$limit":11})");
  const auto after_a_cut = mql::next_pipeline(*third, json(R"({"$literal":9})"), full_page(4, true, true));
  REQUIRE(after_a_cut.has_value());
  CHECK(after_a_cut->if_array()->at(3).dump() == R"({"$limit":5})");  // one more than it gives, so that the cut shows
}

TEST_CASE("a_limit_is_counted_down_and_ends_the_reading") {
  const Json first = mql::first_pipeline({.descending = true, .limit = 25}, 10);
  CHECK(before_last(first) == R"([{"$sort":{"_id":-1}},{"$limit":25},{"$limit":10}])");
  const auto second = mql::next_pipeline(first, 1, full_page(10, false));
  REQUIRE(second.has_value());
  CHECK(before_last(*second) == R"([{"$match":{"$expr":{"$lte":["$_id",1]}}},{"$sort":{"_id":-1}},{"$limit":16},{"$limit":11}])");
  const auto third = mql::next_pipeline(*second, 2, full_page(11, true));
  REQUIRE(third.has_value());
  CHECK(before_last(*third) == R"([{"$match":{"$expr":{"$lte":["$_id",2]}}},{"$sort":{"_id":-1}},{"$limit":6},{"$limit":11}])");
  CHECK_FALSE(mql::next_pipeline(*third, 3, full_page(6, true)).has_value());
  CHECK_FALSE(mql::next_pipeline(first, 1, full_page(25, false)).has_value());
}

TEST_CASE("a_page_is_the_last_only_where_that_is_proven") {
  const auto page = [](int count, std::optional<std::int64_t> total, int rows, bool capped = false) {
    mql::Page out{.documents = {}, .total = total, .capped = capped};
    for (int i = 0; i < count; ++i) out.documents.push_back(Json::object({{"rows", rows}}));
    return out;
  };
  CHECK_FALSE(mql::may_go_on(page(2, 2, 10)));
  CHECK_FALSE(mql::may_go_on(page(0, 0, 10)));
  CHECK_FALSE(mql::may_go_on(page(0, std::nullopt, 10)));
  CHECK(mql::may_go_on(page(2, 2, 2)));             // full
  CHECK(mql::may_go_on(page(2, 5, 10)));            // the server gave fewer than there are
  CHECK(mql::may_go_on(page(2, std::nullopt, 10))); // it does not know how many there are
  CHECK(mql::may_go_on(page(2, 2, 10, true)));      // it says that it cut
  CHECK(mql::may_go_on(page(0, 3, 10, true)));      // nothing fits into its limits
}

TEST_CASE("last_id_is_told_only_where_a_page_can_begin_there") {
  const auto id = [](const std::string& tagged) { return mql::last_id_of(page_of(R"([{"d":["object",[["a",1],)" + tagged + "]]}]", 1)); };
  CHECK(id(R"(["_id",["objectId","0123456789abcdef01234567"]])") == json(R"({"$oid":"0123456789abcdef01234567"})"));
  CHECK(id(R"(["_id",null])") == Json());
  CHECK_FALSE(id(R"(["_id",["array",[["",1]]]])").has_value());
  CHECK_FALSE(id(R"(["_id",["regex",{}]])").has_value());
  CHECK_FALSE(id(R"(["id",1])").has_value());
  CHECK_FALSE(mql::last_id_of(page_of("[]", 0)).has_value());
}
