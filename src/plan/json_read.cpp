#include <algorithm>
#include <functional>
#include <utility>

#include "core/limits.hpp"
#include "plan/json.hpp"
#include "plan/json_fields.hpp"
#include "plan/literals.hpp"
#include "plan/ops.hpp"
#include "plan/plan.hpp"
#include "plan/shape.hpp"
#include "plan/syntax_error.hpp"

namespace recoupe::plan {

using core::Bilingual;
using core::fail;
using core::Json;
using core::Result;
using core::Status;

namespace {

// Reads nodes in place; the first thing wrong is kept, with the path to it, and everything after it is moot.
class Reader {
 public:
  std::optional<core::Error> error;

  void pipeline(const Json& json, Pipeline& out) {
    const core::JsonArray* steps = json.if_array();
    if (!steps || steps->empty()) return wrong("a list of steps", "une liste d'étapes");
    if (++pipelines_ > core::limits::plan_depth_max) {
      return wrong("fewer pipelines inside each other", "moins de pipelines imbriqués");
    }
    for (std::size_t i = 0; i < steps->size() && !error; ++i) {
      at("[" + std::to_string(i) + "]", [&] {
        Step step;
        read((*steps)[i], step);
        if (!error && (if_is<From>(step) != nullptr) != (i == 0)) {
          return wrong("“from” as the first step and nowhere else", "« from » comme première étape et nulle part ailleurs");
        }
        out.steps.push_back(std::move(step));
      });
    }
    --pipelines_;
  }

  void at(const std::string& place, const std::function<void()>& read_there) {
    const std::size_t before = path_.size();
    path_ += place;
    read_there();
    path_.resize(before);
  }

  void wrong(const std::string& en, const std::string& fr) {
    complain({{"expected " + en, "il fallait " + fr}, {"Write there " + en + ".", "Mettez-y " + fr + "."}});
  }

 private:
  // The members of one object.
  class Members {
   public:
    Members(Reader& reader, const core::JsonObject& object, std::vector<std::string_view> known)
        : reader_(reader), object_(object), known_(std::move(known)) {}

    template <class T>
    void operator()(std::string_view key, T& value) {
      if (!find(key, [&](const Json& json) { reader_.read(json, value); })) lacking(key);
    }
    template <class T>
    void optional(std::string_view key, T& value) {
      find(key, [&](const Json& json) { reader_.read(json, value); });
    }
    void pairs(std::string_view key, std::vector<Pair>& value, PairRole role) {
      const auto read_pairs = [&](const Json& json) {
        reader_.list(json, value, [&](const Json& item, Pair& pair) {
          reader_.object(item, {}, [&](Members& members) { pair_fields(members, pair, role); });
          reader_.check(pair.tolerance);
        });
      };
      if (!find(key, read_pairs)) lacking(key);
    }

    void refuse_unknown() {
      for (const auto& [key, value] : object_) {
        if (std::ranges::find(known_, key) != known_.end()) continue;
        reader_.complain({{"the member “" + shown(key) + "” is unknown", "le membre « " + shown(key) + " » est inconnu"},
                          {"Remove it; docs/plan-json.md lists the members.", "Retirez-le ; docs/plan-json.md liste les membres."}});
      }
    }

   private:
    bool find(std::string_view key, const std::function<void(const Json&)>& found) {
      known_.push_back(key);
      for (const auto& [name, value] : object_) {
        if (name != key) continue;
        if (!reader_.error) reader_.at("." + std::string(key), [&] { found(value); });
        return true;
      }
      return false;
    }
    void lacking(std::string_view key) {
      const std::string name(key);
      reader_.wrong("the member “" + name + "”", "le membre « " + name + " »");
    }

    Reader& reader_;
    const core::JsonObject& object_;
    std::vector<std::string_view> known_;
  };

  void complain(Complaint about) {
    if (error) return;
    const std::string place = path_.empty() ? "." : path_;
    error.emplace();
    error->code = core::Code::syntax;
    error->origin = core::Origin::user;
    error->stage = "plan";
    for (std::string* text : {&about.message.en, &about.message.fr}) {
      if (text->ends_with('.')) text->pop_back();
    }
    error->message = {"In the plan's JSON at steps" + place + ": " + about.message.en + ".",
                      "Dans le JSON du plan, à steps" + place + " : " + about.message.fr + "."};
    error->remedy = std::move(about.remedy);
  }

  template <class F>
  void object(const Json& json, std::vector<std::string_view> known, F&& read_members) {
    const core::JsonObject* members = json.if_object();
    if (!members) return wrong("an object", "un objet");
    Members visitor(*this, *members, std::move(known));
    read_members(visitor);
    if (!error) visitor.refuse_unknown();
  }

  template <class T, class F>
  void list(const Json& json, std::vector<T>& out, F&& read_item) {
    const core::JsonArray* items = json.if_array();
    if (!items || items->empty()) return wrong("a list that is not empty", "une liste non vide");
    for (std::size_t i = 0; i < items->size() && !error; ++i) {
      at("[" + std::to_string(i) + "]", [&] {
        T item{};
        read_item((*items)[i], item);
        out.push_back(std::move(item));
      });
    }
  }
  template <class T>
  void read(const Json& json, std::vector<T>& out) {
    list(json, out, [&](const Json& item, T& into) { read(item, into); });
  }

  void read(const Json& json, std::string& out) {
    const std::string* text = json.if_string();
    if (!text || text->empty()) return wrong("a text that is not empty", "un texte non vide");
    out = *text;
  }
  void read(const Json& json, bool& out) {
    const bool* value = json.if_bool();
    if (!value) return wrong("true or false", "true ou false");
    out = *value;
  }
  void read(const Json& json, std::int64_t& out) {
    const auto value = json.as_int64();
    if (!value || *value < 0) return wrong("a whole number that is not negative", "un nombre entier non négatif");
    out = *value;
  }

  void read(const Json& json, Named& out) {
    object(json, {}, [&](Members& members) { named_fields(members, out); });
    drop_needless(out);
  }
  void read(const Json& json, OrderKey& out) {
    object(json, {}, [&](Members& members) { order_key_fields(members, out); });
  }

  void read(const Json& json, Side& out) {
    if (json.find("pipeline")) {
      Pipeline below;
      object(json, {"pipeline"}, [&](Members& members) {
        at(".pipeline", [&] { pipeline(*json.find("pipeline"), below); });
        members.optional("as", out.alias);
      });
      out.source = std::move(below);
      return;
    }
    std::vector<std::string> parts;
    object(json, {}, [&](Members& members) {
      members("table", parts);
      members.optional("as", out.alias);
    });
    if (error) return;
    if (parts.size() != 2 && parts.size() != 3) {
      return wrong("[server, table] or [server, schema, table]", "[serveur, table] ou [serveur, schéma, table]");
    }
    out.source = TableRef{parts.front(), parts.size() == 3 ? parts[1] : std::string(), parts.back(), {}};
    drop_needless_alias(out);
  }

  void read(const Json& json, Step& out) { choose(json, "step", out.step, {"step"}); }

  // Reads the struct whose word stands in a member into a variant.
  template <class... T>
  void choose(const Json& json, std::string_view member, std::variant<T...>& out, std::vector<std::string_view> known) {
    const std::string word = json.text(member);
    const bool found = ((word == word_of<T> ? (read_as<T>(json, out, known), true) : false) || ...);
    std::string words;
    ((words += (words.empty() ? "" : ", ") + std::string(word_of<T>)), ...);
    if (!found) {
      at("." + std::string(member), [&] { wrong("one of " + words, "l'un de : " + words); });
    }
  }

  template <class T, class Variant>
  void read_as(const Json& json, Variant& out, const std::vector<std::string_view>& known) {
    T node{};
    if constexpr (std::is_same_v<T, Check>) {
      std::vector<std::string_view> all = known;
      all.insert(all.end(), {"check", "as"});
      if (json.find("as")) at(".as", [&] { read(*json.find("as"), node.name); });
      choose(json, "check", node.check, std::move(all));
    } else {
      object(json, known, [&](Members& members) { fields(members, node); });
    }
    out = std::move(node);
  }

  void check(const Tolerance& tolerance) {
    if (error) return;
    if (tolerance.decimal.empty()) {
      if (tolerance.percent) wrong("a tolerance beside percent", "une tolérance avec percent");
      return;
    }
    const auto read_number = number_literal(tolerance.decimal);
    if (!read_number || plain_text_of(*read_number) != tolerance.decimal || tolerance.decimal.starts_with('-')) {
      wrong("a tolerance in plain digits", "une tolérance en chiffres simples");
    }
  }

  void drop_needless(Named& column) {
    if (!error) drop_needless_name(column);
  }

  void read(const Json& json, Expr& out) { expression(json, out, 1); }

  void expression(const Json& json, Expr& out, int depth) {
    if (depth > core::limits::plan_depth_max) {
      return wrong("an expression that is nested less deeply", "une expression moins imbriquée");
    }
    if (json.if_object()) {
      if (json.find("op")) return call(json, out, depth);
      if (json.find("name")) return name(json, out);
      if (json.find("period")) return period(json, out);
    }
    literal(json, out);
  }

  void call(const Json& json, Expr& out, int depth) {
    const auto op = op_named(json.text("op"));
    if (!op) return at(".op", [&] { wrong("the name of an operation", "le nom d'une opération"); });
    Call node{.op = *op, .args = {}, .target = {}, .unit = {}};
    object(json, {"op", "args"}, [&](Members& members) {
      if (const Json* args = json.find("args")) {
        at(".args", [&] {
          list(*args, node.args, [&](const Json& item, Expr& arg) { expression(item, arg, depth + 1); });
        });
      }
      if (*op == Op::cast || *op == Op::try_cast) {
        std::string type;
        members("type", type);
        if (error) return;
        auto target = core::parse_type(type);
        if (!target) return at(".type", [&] { wrong("a type", "un type"); });
        node.target = std::move(*target);
      }
      if (!units_of(*op).empty()) members("unit", node.unit);
    });
    if (error) return;
    if (*op == Op::and_ || *op == Op::or_) node = combined(*op, std::move(node.args));
    if (auto about = complaint_about(node)) return complain(std::move(*about));
    out.node = std::move(node);
  }

  void name(const Json& json, Expr& out) {
    Name node;
    object(json, {}, [&](Members& members) { members("name", node.parts); });
    out.node = std::move(node);
  }

  void period(const Json& json, Expr& out) {
    object(json, {"period"}, [](Members&) {});
    if (error) return;
    auto read_period = instruction::Period::from_json(*json.find("period"));
    if (!read_period) {
      return at(".period", [&] { complain({read_period.error().message, read_period.error().remedy}); });
    }
    out.node = PeriodLiteral{std::move(*read_period), {}, {}, {}, {}};
  }

  void literal(const Json& json, Expr& out) {
    auto read_literal = literal_of(json);
    if (!read_literal) return complain({read_literal.error().message, read_literal.error().remedy});
    out.node = std::move(*read_literal);
  }

  static Result<Literal> literal_of(const Json& json) {
    if (json.is_null()) return null_literal();
    if (const bool* value = json.if_bool()) return bool_literal(*value);
    if (const std::string* value = json.if_string()) return text_literal(*value);
    if (const auto value = json.as_int64()) return number_literal(std::to_string(*value));
    if (const core::JsonObject* members = json.if_object(); members && members->size() == 1) {
      const auto& [word, value] = members->front();
      if (const std::string* text = value.if_string()) {
        if (word == "int64" || word == "numeric") return number_literal(*text);
        if (word == "interval") return interval_literal(*text);
        if (const auto kind = literal_kind(word)) return typed_literal(*kind, *text);
      }
    }
    return fail(core::Error{.code = core::Code::syntax,
                            .origin = core::Origin::user,
                            .stage = "plan",
                            .message = {"expected an expression", "il fallait une expression"},
                            .remedy = {"Write {\"name\":[…]}, {\"op\":…,\"args\":[…]}, a text, a whole number, or {\"numeric\":\"1.50\"}.",
                                       "Écrivez {\"name\":[…]}, {\"op\":…,\"args\":[…]}, un texte, un nombre entier, ou "
                                       "{\"numeric\":\"1.50\"}."}});
  }

  std::string path_;
  int pipelines_ = 0;
};

}  // namespace

Result<Plan> from_json(const Json& json) {
  Reader reader;
  Plan out;
  const Json* steps = json.find("steps");
  if (!steps || json.integer("v") != json_version || json.if_object()->size() != 2) {
    return fail(core::Error{.code = core::Code::syntax,
                            .origin = core::Origin::user,
                            .stage = "plan",
                            .message = {"This JSON is not a plan of version 1.", "Ce JSON n'est pas un plan de version 1."},
                            .remedy = {"Write {\"v\":1,\"steps\":[…]}; `recoupe plan` shows a plan's JSON.",
                                       "Écrivez {\"v\":1,\"steps\":[…]} ; `recoupe plan` montre le JSON d'un plan."}});
  }
  reader.pipeline(*steps, out.pipeline);
  if (reader.error) return fail(std::move(*reader.error));
  return out;
}

}  // namespace recoupe::plan
