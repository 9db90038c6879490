#include <string>
#include <utility>

#include "sources/mql/tagged.hpp"

namespace recoupe::sources::mql {
namespace {

using core::Json;

Json call(const char* op, Json argument) { return Json::object({{op, std::move(argument)}}); }

Json branch(Json condition, Json then) { return Json::object({{"case", std::move(condition)}, {"then", std::move(then)}}); }

/// JSON writes a finite double so that it reads back the same, except for the sign of zero; what is left has words.
Json double_of(const Json& value) {
  const Json finite = call("$eq", Json::array({call("$subtract", Json::array({value, value})), 0}));
  const Json not_zero = call("$ne", Json::array({value, 0}));
  return call("$cond", Json::array({call("$and", Json::array({finite, not_zero})), value, call("$toString", value)}));
}

Json leaf(const Json& value) {
  const Json type = call("$type", value);
  const auto is_among = [&](Json types) { return call("$in", Json::array({type, std::move(types)})); };
  Json branches = Json::array({
      branch(is_among(Json::array({"string", "bool", "int", "null"})), value),
      branch(is_among(Json::array({"long", "decimal", "objectId"})), Json::array({type, call("$toString", value)})),
      branch(call("$eq", Json::array({type, "date"})), Json::array({type, call("$toString", call("$toLong", value))})),
      branch(call("$eq", Json::array({type, "double"})), Json::array({type, double_of(value)})),
      branch(is_among(Json::array({"minKey", "maxKey", "undefined", "object", "array"})), Json::array({type})),
  });
  return call("$switch", Json::object({{"branches", std::move(branches)}, {"default", Json::array({type, value})}}));
}

}  // namespace

Json tagged_expression(std::string_view value, int levels) {
  const Json of(value);
  if (levels <= 0) return leaf(of);
  const Json type = call("$type", of);
  // A variable of its own for each level: servers need not let one hide another.
  const std::string name = "x" + std::to_string(levels);
  const Json elements = call("$map", Json::object({{"input", of}, {"as", "i"}, {"in", Json::object({{"k", ""}, {"v", "$$i"}})}}));
  const Json items = call("$cond", Json::array({call("$eq", Json::array({type, "object"})), call("$objectToArray", of), elements}));
  const Json pair = Json::array({"$$" + name + ".k", tagged_expression("$$" + name + ".v", levels - 1)});
  const Json content = call("$map", Json::object({{"input", items}, {"as", name}, {"in", pair}}));
  const Json is_container = call("$in", Json::array({type, Json::array({"object", "array"})}));
  return call("$cond", Json::array({is_container, Json::array({type, content}), leaf(of)}));
}

}  // namespace recoupe::sources::mql
