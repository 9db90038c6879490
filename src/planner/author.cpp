#include "planner/author.hpp"

#include <algorithm>

#include "plan/traverse.hpp"
#include "planner/author_literals.hpp"
#include "planner/reading.hpp"
#include "planner/refusals.hpp"
#include "planner/vocabulary.hpp"
#include "planner/word_forms.hpp"

namespace recoupe::planner {
namespace {

using core::Result;

core::Error about_model(core::Code code, core::Bilingual message, core::Bilingual remedy) {
  core::Error error;
  error.code = code;
  error.origin = core::Origin::model;
  error.stage = "planner";
  error.message = std::move(message);
  error.remedy = std::move(remedy);
  return error;
}

/// Tells whether another answer may mend an error: what is wrong stands in the plan, not in a source.
bool is_mendable(const core::Error& error) {
  return error.code == core::Code::model_invalid_answer || error.code == core::Code::write_refused || core::exit_code_of(error.code) == core::exit_code_of(core::Code::usage);
}

core::Error outside_sources(const std::string& server) {
  return about_model(core::Code::model_invalid_answer,
                     {"The model's plan reads " + server + ", which may not be used here.", "Le plan du modèle lit " + server + ", qui ne peut pas être utilisé ici."},
                     {"Use the sources that were named.", "Utilisez les sources nommées."});
}

Result<plan::Plan> checked(const std::string& text, const instruction::Instruction& instruction, const catalog::Catalog& catalog,
                           const Validate& validate) {
  RECOUPE_TRY(parsed, plan::parse(text));
  RECOUPE_TRY(plan, validate(parsed));
  const auto& allowed = instruction.sources;
  std::string outside;
  plan::for_each_table(plan.pipeline, [&](const plan::TableRef& table) {
    if (!allowed.empty() && std::ranges::find(allowed, table.server) == allowed.end()) outside = table.server;
  });
  if (!outside.empty()) return core::fail(outside_sources(outside));
  RECOUPE_CHECK(check_literals(plan, instruction, catalog));
  return plan;
}

/// Gives the content words of the instruction that no name, comment or literal of the plan speaks of.
std::vector<std::string> unexplained_by(const plan::Plan& plan, const Reading& reading, const catalog::Catalog& catalog) {
  std::vector<Term> known;
  const auto add_name = [&](std::string_view name) {
    for (const std::string& word : split_identifier(name)) known.push_back(term_of(word));
  };
  const auto add_text = [&](std::string_view text) {
    for (const instruction::Word& word : instruction::words_of(text)) known.push_back(term_of(word.folded));
  };
  plan::for_each_table(plan.pipeline, [&](const plan::TableRef& table) {
    add_name(table.server);
    add_name(table.table);
    if (table.resolved != nullptr) add_text(table.resolved->comment);
    if (const auto* source = catalog.find_source(table.server)) add_name(source->kind == catalog::SourceKind::mongodb ? "mongodb" : "postgresql");
  });
  plan::for_each_expression_in(plan.pipeline, [&](const plan::Expr& expr) {
    if (const auto* name = plan::if_is<plan::Name>(expr))
      for (const std::string& part : name->parts) add_name(part);
    if (const auto* literal = plan::if_is<plan::Literal>(expr))
      if (const auto* text = std::get_if<std::string>(&literal->value)) add_text(*text);
  });
  std::vector<std::string> words;
  for (const Token& token : reading.tokens) {
    const auto alike = [&](const Term& term) { return likeness(token.term, term) >= likeness_min; };
    if (token.content() && std::ranges::none_of(known, alike)) words.push_back(token.text);
  }
  return words;
}

core::Error refusal_of(const AuthorAnswer& answer, const instruction::Instruction& instruction) {
  core::Error error = answer.reason == "write"            ? write_refused(instruction.text)
                      : answer.reason == "not_a_question" ? not_a_question(instruction.text)
                                                          : about_model(core::Code::not_answerable,
                                                                        {"The model finds nothing in the catalog that answers this.",
                                                                         "Le modèle ne trouve rien dans le catalogue qui réponde à cette consigne."},
                                                                        {"`recoupe catalog` lists what can be asked.",
                                                                         "`recoupe catalog` donne la liste de ce qui peut être demandé."});
  if (!answer.words.empty()) {
    error.message.en += " The model says: “" + answer.words + "”";
    error.message.fr += " Le modèle dit : « " + answer.words + " »";
  }
  error.origin = core::Origin::user;
  return error;
}

Result<Proposal> proposal_of(const AuthorAnswer& answer, const instruction::Instruction& instruction, const catalog::Catalog& catalog,
                             const Validate& validate) {
  Proposal proposal;
  proposal.outcome = answer.outcome;
  if (answer.outcome == Outcome::refuse) {
    proposal.refusal = refusal_of(answer, instruction);
    return proposal;
  }
  // Validating one reading may add a path to the catalog that the readings before it point into.
  for (const std::string& text : answer.plans) RECOUPE_CHECK(checked(text, instruction, catalog, validate));
  const Reading reading = read(instruction);
  for (const std::string& text : answer.plans) {
    RECOUPE_TRY(plan, checked(text, instruction, catalog, validate));
    Candidate candidate;
    candidate.unexplained = unexplained_by(plan, reading, catalog);
    candidate.plan = std::move(plan);
    proposal.candidates.push_back(std::move(candidate));
  }
  proposal.question = {answer.words, answer.words};
  return proposal;
}

/// Says what is wrong in a model's answer so that it can mend it. Values of the data are never told: a candidate may be one.
std::string reproach(const core::Error& error) {
  return "This answer does not hold: " + error.message.en + " " + error.remedy.en + "\nAnswer again with one JSON object, the plan put right.";
}

core::Error given_up(core::Error last, int answers) {
  last.code = core::Code::model_invalid_answer;
  last.origin = core::Origin::model;
  last.stage = "planner";
  last.span.reset();  // it points into a plan that nobody sees
  if (answers > 1) {
    last.message.en = "After " + std::to_string(answers) + " answers the model has no plan that holds. " + last.message.en;
    last.message.fr = "Après " + std::to_string(answers) + " réponses, le modèle n'a pas de plan qui tienne. " + last.message.fr;
  }
  return last;
}

}  // namespace

Result<Proposal> propose_by(Author& author, const instruction::Instruction& instruction, const catalog::Catalog& catalog, bool sends_values,
                            int repairs_max, const Validate& validate, const core::Cancel& cancel) {
  AuthorPrompt prompt = author_prompt(instruction, catalog, sends_values);
  for (int repairs = 0;; ++repairs) {
    RECOUPE_TRY(written, author.write(prompt, cancel));
    const auto answer = read_answer(written.text);
    auto proposal = answer ? proposal_of(*answer, instruction, catalog, validate) : core::fail(answer.error());
    if (proposal) {
      proposal->tokens_scored = written.tokens_read + written.tokens_written;
      return proposal;
    }
    if (!is_mendable(proposal.error())) return proposal;
    if (repairs >= repairs_max) return core::fail(given_up(std::move(proposal).error(), repairs + 1));
    prompt.turns.push_back({true, written.text});
    prompt.turns.push_back({false, reproach(proposal.error())});
  }
}

}  // namespace recoupe::planner
