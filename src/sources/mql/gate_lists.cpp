#include <algorithm>
#include <array>
#include <string>

#include "sources/mql/gate_rules.hpp"
#include "sources/mql/source_error.hpp"

namespace recoupe::sources::mql::gate {
namespace {

// Left out on purpose: $function and $accumulator (code), $rand and $sampleRate (another answer each time), $meta
// (text search). A list is sorted so that it can be searched and read.
constexpr auto expressions = std::to_array<std::string_view>({
    "$abs",          "$add",           "$allElementsTrue", "$and",           "$anyElementTrue", "$arrayElemAt",
    "$arrayToObject", "$avg",          "$binarySize",      "$bsonSize",      "$ceil",           "$cmp",
    "$concat",       "$concatArrays",  "$cond",            "$convert",       "$dateAdd",        "$dateDiff",
    "$dateFromParts", "$dateFromString", "$dateSubtract",  "$dateToParts",   "$dateToString",   "$dateTrunc",
    "$dayOfMonth",   "$dayOfWeek",     "$dayOfYear",       "$divide",        "$eq",             "$exp",
    "$filter",       "$first",         "$firstN",          "$floor",         "$getField",       "$gt",
    "$gte",          "$hour",          "$ifNull",          "$in",            "$indexOfArray",   "$indexOfBytes",
    "$indexOfCP",    "$isArray",       "$isNumber",        "$isoDayOfWeek",  "$isoWeek",        "$isoWeekYear",
    "$last",         "$lastN",         "$let",             "$literal",       "$ln",             "$log",
    "$log10",        "$lt",            "$lte",             "$ltrim",         "$map",            "$max",
    "$maxN",         "$mergeObjects",  "$millisecond",     "$min",           "$minN",           "$minute",
    "$mod",          "$month",         "$multiply",        "$ne",            "$not",            "$objectToArray",
    "$or",           "$pow",           "$range",           "$reduce",        "$regexFind",      "$regexFindAll",
    "$regexMatch",   "$replaceAll",    "$replaceOne",      "$reverseArray",  "$round",          "$rtrim",
    "$second",       "$setDifference", "$setEquals",       "$setIntersection", "$setIsSubset",  "$setUnion",
    "$size",         "$slice",         "$sortArray",       "$split",         "$sqrt",           "$stdDevPop",
    "$stdDevSamp",   "$strLenBytes",   "$strLenCP",        "$strcasecmp",    "$substrBytes",    "$substrCP",
    "$subtract",     "$sum",           "$switch",          "$toBool",        "$toDate",         "$toDecimal",
    "$toDouble",     "$toInt",         "$toLong",          "$toLower",       "$toObjectId",     "$toString",
    "$toUpper",      "$trim",          "$trunc",           "$type",          "$week",           "$year",
    "$zip",
});
static_assert(std::ranges::is_sorted(expressions));

constexpr auto accumulators = std::to_array<std::string_view>({
    "$addToSet", "$avg",  "$bottom", "$bottomN",    "$count",     "$first",      "$firstN", "$last", "$lastN", "$max",
    "$maxN",     "$mergeObjects",    "$min", "$minN", "$push", "$stdDevPop", "$stdDevSamp", "$sum",  "$top",   "$topN",
});
static_assert(std::ranges::is_sorted(accumulators));

constexpr auto writing = std::to_array<std::string_view>({"$merge", "$out"});

std::string shown(std::string_view word) {
  constexpr std::size_t shown_bytes_max = 64;
  std::string text;
  for (const char c : word.substr(0, shown_bytes_max)) text += c >= 0x20 && c < 0x7f ? c : '?';
  return text;
}

}  // namespace

bool is_allowed_expression(std::string_view op) { return std::ranges::binary_search(expressions, op); }
bool is_allowed_accumulator(std::string_view op) { return std::ranges::binary_search(accumulators, op); }

bool is_allowed_variable(std::string_view name) {
  name = name.substr(0, name.find('.'));
  constexpr auto system = std::to_array<std::string_view>({"$$CURRENT", "$$NOW", "$$REMOVE", "$$ROOT"});
  // The server lets a pipeline's own variables begin with a lower-case letter only: all others are the server's.
  const bool own = name.size() > 2 && name[2] >= 'a' && name[2] <= 'z';
  return own || std::ranges::find(system, name) != system.end();
}

core::Error refused(const core::Bilingual& what, std::string_view word) {
  const bool writes = std::ranges::find(writing, word) != writing.end();
  const auto name = shown(word);
  return source_error(
      writes ? core::Code::write_refused : core::Code::statement_refused, core::Origin::user,
      {"The " + what.en + " `" + name + "` is not on the list of what may be sent to MongoDB.",
       "« " + name + " » (" + what.fr + ") ne figure pas dans la liste de ce qui peut être envoyé à MongoDB."},
      {"Only reading is possible; ask for it with the usual filters and stages.",
       "Seule la lecture est possible ; formulez la demande avec les filtres et étapes usuels."});
}

core::Error malformed(std::string_view part) {
  const auto name = shown(part);
  return source_error(core::Code::statement_refused, core::Origin::user,
                      {"`" + name + "` does not have the form that it must have.",
                       "« " + name + " » n'a pas la forme attendue."},
                      {"Check it against MongoDB's documentation; values are written as extended JSON.",
                       "Vérifiez-le dans la documentation de MongoDB ; les valeurs s'écrivent en JSON étendu."});
}

}  // namespace recoupe::sources::mql::gate
