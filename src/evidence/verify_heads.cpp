#include <algorithm>

#include "core/hash.hpp"
#include "evidence/record.hpp"
#include "evidence/verify_log.hpp"

namespace recoupe::evidence {
namespace {

core::Bilingual line_fault(std::size_t line, std::string_view en, std::string_view fr) {
  const std::string number = std::to_string(line + 1);
  return {"heads.jsonl, line " + number + " " + std::string(en),
          "heads.jsonl, la ligne " + number + " " + std::string(fr)};
}

// Compares a run's log with what its head says of it.
std::optional<Fault> compare(const Head& head, const Chain& chain) {
  const auto last = static_cast<std::int64_t>(chain.records.size()) - 1;
  if (head.seq > last)
    return Fault{last,
                 {"the log was cut: its head names record " + std::to_string(head.seq) + ", the log ends at " +
                      std::to_string(last),
                  "le journal a été tronqué : sa tête désigne l'enregistrement " + std::to_string(head.seq) +
                      ", le journal s'arrête à " + std::to_string(last)}};
  const core::Json& record = chain.records[static_cast<std::size_t>(head.seq)];
  if (head.seq < last || record.text("hash") != head.hash)
    return Fault{head.seq, {"the log is not the one that was sealed: its head has another hash",
                            "le journal n'est pas celui qui a été scellé : sa tête porte une autre empreinte"}};
  const core::Json* body = record.find("body");
  const bool sealed = record.text("kind") == "sealed" && body != nullptr;
  if (head.mac_of_result != (sealed ? body->text("mac_of_result") : "") ||
      head.outcome != (sealed ? body->text("outcome") : "aborted") || head.time != record.text("time"))
    return Fault{-1, {"the head was altered: it differs from the run's last record",
                      "la tête a été modifiée : elle diffère du dernier enregistrement"}};
  return std::nullopt;
}

}  // namespace

core::Status check_heads(const RunFiles& files, const Chain& chain, Verification& out) {
  RECOUPE_TRY(text, files.heads());
  const bool whole = files.heads_are_whole();
  if (!text) {
    if (chain.end == End::sealed)
      out.faults.push_back(
          {-1, {"the run is sealed but its head is not there", "l'exécution est scellée mais sa tête manque"}});
    return {};
  }
  const Lines lines = split_lines(*text);
  std::string prev = first_head_prev();
  std::string last_time;
  bool found = false;
  for (std::size_t i = 0; i < lines.whole.size(); ++i) {
    const auto json = core::Json::parse(lines.whole[i]);
    const auto head = json ? head_of(*json) : std::nullopt;
    if (!head || line_of(*head) != lines.whole[i]) {
      out.faults.push_back({-1, line_fault(i, "is no head in canonical JSON", "n'est pas une tête en JSON canonique")});
    } else {
      if (whole && head->prev != prev)
        out.faults.push_back(
            {-1, line_fault(i, "does not follow the line before it: a line was altered, removed or moved",
                            "ne suit pas la précédente : une ligne a été modifiée, retirée ou déplacée")});
      last_time = std::max(last_time, head->time);
      if (head->run_id == out.run_id) {
        found = true;
        out.head_checked = true;
        if (auto fault = compare(*head, chain)) out.faults.push_back(*std::move(fault));
      }
    }
    prev = core::hex(core::sha256(lines.whole[i]));
  }
  if (whole && !lines.torn.empty() && !is_cut_json(lines.torn))
    out.faults.push_back(
        {-1, line_fault(lines.whole.size(), "is no head in canonical JSON", "n'est pas une tête en JSON canonique")});
  // A run that was killed between its last record and its head has none, but then no later run has one either.
  if (found || chain.end != End::sealed || chain.records.empty()) return {};
  if (!whole || last_time > chain.records.back().text("time"))
    out.faults.push_back({-1, {"the run is sealed but heads.jsonl has no line for it",
                               "l'exécution est scellée mais heads.jsonl n'a pas de ligne pour elle"}});
  return {};
}

}  // namespace recoupe::evidence
