#include "evidence/record.hpp"

#include <algorithm>

#include "core/hash.hpp"

namespace recoupe::evidence {
namespace {

constexpr std::size_t id_bytes_max = 100;

std::string sha256_hex(std::string_view bytes) { return core::hex(core::sha256(bytes)); }

}  // namespace

std::string first_prev(std::string_view run_id) {
  return sha256_hex("recoupe evidence 1\n" + std::string(run_id) + "\n");
}
std::string first_head_prev() { return sha256_hex("recoupe heads 1\n"); }

std::string hash_of(const core::Json& record) {
  core::JsonObject members;
  if (const core::JsonObject* all = record.if_object())
    for (const auto& member : *all)
      if (member.first != "hash") members.push_back(member);
  return sha256_hex(core::canonical(core::Json(std::move(members))));
}

core::Json sealed_record(const Draft& draft) {
  core::Json record = core::Json::object({{"v", format_version},
                                          {"seq", draft.seq},
                                          {"prev", draft.prev},
                                          {"time", draft.time},
                                          {"kind", draft.kind},
                                          {"body", draft.body},
                                          {"payloads", draft.payloads}});
  record.set("hash", hash_of(record));
  return record;
}

std::string line_of(const Head& head) {
  return core::canonical(core::Json::object({{"v", format_version},
                                             {"run_id", head.run_id},
                                             {"seq", head.seq},
                                             {"hash", head.hash},
                                             {"prev", head.prev},
                                             {"time", head.time},
                                             {"outcome", head.outcome},
                                             {"mac_of_result", head.mac_of_result}}));
}

std::optional<Head> head_of(const core::Json& json) {
  if (json.integer("v", -1) != format_version) return std::nullopt;
  Head head{.run_id = json.text("run_id"),
            .seq = json.integer("seq", -1),
            .hash = json.text("hash"),
            .prev = json.text("prev"),
            .time = json.text("time"),
            .outcome = json.text("outcome"),
            .mac_of_result = json.text("mac_of_result")};
  if (head.run_id.empty() || head.seq < 0) return std::nullopt;
  return head;
}

Lines split_lines(std::string_view text) {
  Lines lines;
  while (true) {
    const auto cut = text.find('\n');
    if (cut == std::string_view::npos) break;
    lines.whole.push_back(text.substr(0, cut));
    text.remove_prefix(cut + 1);
  }
  lines.torn = text;
  return lines;
}

bool is_cut_json(std::string_view text) {
  if (!text.starts_with('{')) return false;
  const auto parsed = core::Json::parse(text);
  if (parsed || !parsed.error().span) return false;
  const std::size_t at = parsed.error().span->begin;
  if (at >= text.size()) return true;
  const std::string_view rest = text.substr(at);
  for (const std::string_view word : {"true", "false", "null"})
    if (word.starts_with(rest)) return true;
  return rest == "-" || (rest.size() <= 3 && static_cast<unsigned char>(rest[0]) >= 0xC2);  // within a character
}

bool is_safe_id(std::string_view id) {
  return !id.empty() && id.size() <= id_bytes_max && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  });
}

}  // namespace recoupe::evidence
