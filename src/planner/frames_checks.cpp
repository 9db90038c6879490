// Frames that look for each row's counterpart: without one, with one, with one that should not be, or to be shown.
#include <algorithm>
#include <array>

#include "planner/drafts.hpp"

namespace recoupe::planner {

namespace {

constexpr double named_min = 0.6;  // of a table, for a check of its own beside another
constexpr double key_said_min = 0.75;

struct Kind {
  Wish wish;
  std::vector<Cue> cues;
  std::string_view verb;
  std::string_view keep;
};

void tell_of_link(const Bench& bench, Draft& draft, const Link& link, Wish wish) {
  draft.features["relations/confidence"] += link.confidence;
  draft.features[std::string("relations/") +
                 (link.derived  ? "derived_"
                  : link.turned ? "turned_"
                                : "forward_") +
                 std::string(name_of(wish))] += 1;
  for (const std::size_t field : {link.left, link.right}) {
    const auto& item = bench.vocabulary.fields[field];
    if (item.element || item.kind == FieldKind::array) draft.features["relations/opened"] += 1;
    if (const Mention* said = bench.field_said(field); said != nullptr && said->strength > key_said_min) {
      draft.explain(said->tokens);
      draft.features["relations/key_said"] += 1;
    }
  }
}

/// Tells how near the other table is spoken of to the words that ask for the check, and on which side of them.
void tell_of_place(const Bench& bench, Draft& draft, const Kind& kind, std::size_t other) {
  const auto& reading = bench.reading;
  double after = 0;
  double before = 0;
  bool asked = false;
  for (const auto& cue : reading.cues) {
    if (cue.cue != kind.cues.front()) continue;
    asked = true;
    const auto consider = [&](const Mention& mention) {
      std::size_t between = 0;
      const std::size_t from = std::min(mention.anchor, cue.first);
      const std::size_t to = std::max(mention.anchor, cue.last);
      for (std::size_t i = from + 1; i < to; ++i) between += reading.tokens[i].content() ? 1 : 0;
      double& most = mention.anchor > cue.last ? after : before;
      most = std::max(most, mention.strength / (1.0 + static_cast<double>(between)));
    };
    for (const auto& mention : bench.mentions.tables)
      if (mention.item == other) consider(mention);
    for (const auto& mention : bench.mentions.fields)
      if (bench.vocabulary.fields[mention.item].table == other && mention.strength > key_said_min) consider(mention);
  }
  const std::string wish(name_of(kind.wish));
  draft.features["order/after_cue_" + wish] += after;
  draft.features["order/before_cue_" + wish] += before;
  draft.features["order/far_from_cue_" + wish] += asked && after <= 0 && before <= 0 ? 1 : 0;
}

Check check_of(const Kind& kind, std::size_t other, const Link& link) {
  Check check;
  check.verb = kind.verb;
  check.keep = kind.keep;
  check.shows = kind.wish == Wish::show;
  check.side.table = other;
  check.link = link;
  return check;
}

Frame frame_of(const Bench& bench, const Kind& kind, std::size_t subject, std::size_t other, const Link& link) {
  Frame frame;
  frame.tables = {subject, other};
  frame.draft = bench.begin(kind.wish, frame.tables, {});
  for (const Cue cue : kind.cues) frame.draft.use(bench.reading, cue);
  tell_of_link(bench, frame.draft, link, kind.wish);
  tell_of_place(bench, frame.draft, kind, other);
  frame.sketch.subject = subject;
  frame.sketch.checks = {check_of(kind, other, link)};
  return frame;
}

/// "with no dispute and for which nothing was paid": two checks in a row, in the order of the words.
void two_checks(const Bench& bench, const Kind& first, const Kind& second, std::size_t subject, std::size_t one,
                std::size_t two, std::vector<Frame>& out) {
  const auto near = bench.links(subject, one);
  const auto far = bench.links(subject, two);
  if (near.empty() || far.empty()) return;
  Frame frame;
  frame.tables = {subject, one, two};
  frame.draft = bench.begin(second.wish, frame.tables, {});
  for (const auto* kind : {&first, &second})
    for (const Cue cue : kind->cues) frame.draft.use(bench.reading, cue);
  tell_of_link(bench, frame.draft, near[0], first.wish);
  tell_of_link(bench, frame.draft, far[0], second.wish);
  frame.draft.label = std::string(name_of(first.wish)) + "_" + std::string(name_of(second.wish));
  frame.sketch.subject = subject;
  frame.sketch.checks = {check_of(first, one, near[0]), check_of(second, two, far[0])};
  out.push_back(std::move(frame));
}

void frame_two(const Bench& bench, const std::vector<Kind>& kinds, std::vector<Frame>& out) {
  const auto kind_of = [&](Wish wish) {
    const auto found = std::find_if(kinds.begin(), kinds.end(), [wish](const Kind& k) { return k.wish == wish; });
    return found == kinds.end() ? nullptr : &*found;
  };
  static constexpr std::array pairs = {std::pair{Wish::missing, Wish::missing}, std::pair{Wish::also, Wish::missing},
                                       std::pair{Wish::show, Wish::show}, std::pair{Wish::missing, Wish::also},
                                       std::pair{Wish::also, Wish::also}};
  for (const std::size_t subject : bench.subjects) {
    for (const std::size_t one : bench.subjects) {
      for (const std::size_t two : bench.subjects) {
        if (subject == one || subject == two || one == two || !bench.is_named(one, named_min) ||
            !bench.is_named(two, named_min))
          continue;
        for (const auto& [first, second] : pairs)
          if (kind_of(first) != nullptr && kind_of(second) != nullptr)
            two_checks(bench, *kind_of(first), *kind_of(second), subject, one, two, out);
      }
    }
  }
}

}  // namespace

void frame_checks(const Bench& bench, std::vector<Frame>& out) {
  std::vector<Kind> kinds;
  if (bench.asked({Cue::without, Cue::not_, Cue::empty}, Mark::exists_missing))
    kinds.push_back({Wish::missing, {Cue::without, Cue::not_, Cue::empty}, "EXISTS", "finding = 'missing'"});
  kinds.push_back({Wish::anyway, {Cue::anyway, Cue::also, Cue::still}, "ABSENT", "finding = 'present'"});
  kinds.push_back({Wish::also, {Cue::also, Cue::with_}, "EXISTS", "finding = 'ok'"});
  kinds.push_back({Wish::show, {Cue::check, Cue::with_}, "EXISTS", ""});
  for (const auto& kind : kinds) {
    for (const std::size_t subject : bench.subjects) {
      std::size_t others = 0;
      for (const std::size_t other : bench.subjects) {
        if (other == subject || others >= others_max) continue;
        const auto links = bench.links(subject, other);
        others += links.empty() ? 0 : 1;
        for (const auto& link : links) out.push_back(frame_of(bench, kind, subject, other, link));
      }
    }
  }
  frame_two(bench, kinds, out);
}

}  // namespace recoupe::planner
