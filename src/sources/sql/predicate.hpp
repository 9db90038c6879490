// A plan's condition as SQL that keeps every row the condition keeps. Takes expressions over a fetch's columns, gives SQL
// with parameters, or why it can't be said in SQL. Included by select only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/json.hpp"
#include "physical/fetch.hpp"
#include "rows/batch.hpp"

namespace recoupe::sources::sql {

/// How much a translation must keep to the condition.
enum class Fidelity {
  superset,  // TRUE wherever the condition is TRUE
  exact,     // TRUE, FALSE and NULL wherever the condition is
};

class Predicates {
 public:
  explicit Predicates(const physical::Fetch& fetch) : fetch_(fetch) {}

  /// Translates a condition; nothing where it can't be, and `why` tells.
  std::optional<std::string> condition(const plan::Expr& expr, Fidelity fidelity);
  /// Translates "target is one of the keys"; nothing where it can't be. `exact` tells whether no other row comes back.
  std::optional<std::string> is_one_of(const plan::Expr& target, const rows::Column& keys, bool& exact);

  [[nodiscard]] const core::Json& parameters() const { return parameters_; }
  [[nodiscard]] const std::string& why() const { return why_; }
  /// Forgets the parameters of a translation that is not used after all.
  void forget_from(std::size_t parameter_count);
  [[nodiscard]] std::size_t parameter_count() const { return parameters_.if_array()->size(); }

 private:
  using Sql = std::optional<std::string>;

  Sql call(const plan::Call& call, Fidelity fidelity);
  Sql junction(const plan::Call& call, Fidelity fidelity);
  Sql negation(const plan::Expr& operand);
  Sql comparison(plan::Op op, const plan::Expr& left, const plan::Expr& right, Fidelity fidelity);
  Sql between(const plan::Call& call, Fidelity fidelity);
  Sql one_of(const plan::Expr& target, const std::vector<core::Value>& values, Fidelity fidelity);
  Sql one_of_texts(const plan::Name& column, const std::string& function, const std::vector<core::Value>& values,
                   Fidelity fidelity);
  Sql any_element(const plan::Call& any, const std::vector<core::Value>& values);
  Sql one_of_cast(const plan::Call& cast, const std::vector<core::Value>& values);
  Sql like(const plan::Call& call);
  Sql period(const plan::Call& call, Fidelity fidelity);
  Sql is_null(const plan::Call& call);
  Sql truth(const plan::Call& call, bool wanted);

  std::string parameter(core::Json value, const std::string& type);
  std::nullopt_t refuse(std::string why);

  const physical::Fetch& fetch_;
  core::Json parameters_ = core::Json::array();
  std::string why_;
};

}  // namespace recoupe::sources::sql
