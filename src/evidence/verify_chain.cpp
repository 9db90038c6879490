#include <set>

#include "evidence/record.hpp"
#include "evidence/verify_log.hpp"

namespace recoupe::evidence {
namespace {

// Walks the lines; what the next record must name as `prev` and `seq` goes along.
class Walk {
 public:
  Walk(const std::string& run_id, std::vector<Fault>& faults) : faults_(faults) {
    expected_.insert(first_prev(run_id));
  }

  void line(std::string_view text) {
    const auto at = static_cast<std::int64_t>(chain_.records.size());
    auto parsed = core::Json::parse(text);
    if (!parsed || parsed->if_object() == nullptr) {
      fault(at, "is no JSON object", "n'est pas un objet JSON");
      skip();
      return;
    }
    const core::Json& record = *parsed;
    const std::size_t before = faults_.size();
    const std::string said = record.text("hash");
    const std::string computed = hash_of(record);
    if (record.integer("v", -1) != format_version)
      fault(at, "has another version of the format", "est d'une autre version du format");
    else if (said != computed)
      fault(at, "was altered: its hash does not match", "a été modifié : son empreinte ne correspond pas");
    else if (core::canonical(record) != text) fault(at, "is not in canonical JSON", "n'est pas en JSON canonique");
    if (faults_.size() == before) follows(at, record);
    // An altered record has two hashes that the next may name; only one of them is a fault.
    expected_ = {computed, said};
    seq_ = record.integer("seq", at) + 1;
    const std::string kind = record.text("kind");
    if (chain_.end != End::open) fault(at, "comes after the end of the run", "vient après la fin de l'exécution");
    else if (kind == "sealed") chain_.end = End::sealed;
    else if (kind == "aborted") chain_.end = End::aborted;
    chain_.head = said;
    chain_.records.push_back(*std::move(parsed));
  }

  Chain finish() { return std::move(chain_); }

 private:
  void follows(std::int64_t at, const core::Json& record) {
    const std::int64_t seq = record.integer("seq", -1);
    if (expected_.empty()) return;  // the line before could not be read: nothing to compare with
    if (seq != seq_)
      fault(at,
            "has number " + std::to_string(seq) + " where " + std::to_string(seq_) +
                " was expected: records were removed, added or moved",
            "porte le numéro " + std::to_string(seq) + " au lieu de " + std::to_string(seq_) +
                " : des enregistrements ont été retirés, ajoutés ou déplacés");
    else if (!expected_.contains(record.text("prev")))
      fault(at, "does not follow the record before it", "ne suit pas l'enregistrement précédent");
  }

  void skip() {
    chain_.records.emplace_back();
    chain_.head.clear();
    expected_.clear();
    ++seq_;
  }

  void fault(std::int64_t at, const std::string& en, const std::string& fr) {
    faults_.push_back(
        {at, {"record " + std::to_string(at) + " " + en, "l'enregistrement " + std::to_string(at) + " " + fr}});
  }

  std::vector<Fault>& faults_;
  std::set<std::string> expected_;
  std::int64_t seq_ = 0;
  Chain chain_;
};

}  // namespace

Chain check_chain(std::string_view log, const std::string& run_id, std::vector<Fault>& faults) {
  const Lines lines = split_lines(log);
  Walk walk(run_id, faults);
  for (const std::string_view line : lines.whole) walk.line(line);
  // A process that was killed while it wrote leaves the beginning of a record; anything else is a fault.
  if (!lines.torn.empty() && !is_cut_json(lines.torn)) walk.line(lines.torn);
  return walk.finish();
}

}  // namespace recoupe::evidence
