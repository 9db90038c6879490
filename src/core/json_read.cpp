#include <algorithm>
#include <unordered_set>

#include "core/json.hpp"
#include "core/utf8.hpp"

namespace recoupe::core {
namespace {

// The tree is written and destroyed by recursion; this keeps both within any thread's stack.
constexpr std::size_t depth_hard_max = 1'024;
constexpr std::size_t members_scanned_max = 16;  // above, keys are looked up by hash

class Reader {
 public:
  Reader(std::string_view text, std::size_t depth_max) : text_(text), depth_max_(std::min(depth_max, depth_hard_max)) {}

  Result<Json> whole() {
    Json json;
    if (!value(json, 1)) return failure();
    skip_space();
    if (at_ != text_.size()) {
      stop("text after the end of the JSON value", "du texte suit la fin de la valeur JSON");
      return failure();
    }
    return json;
  }

 private:
  bool stop(std::string_view en, std::string_view fr) {
    if (!why_.empty()) return false;
    why_ = {std::string(en), std::string(fr)};
    return false;
  }

  Result<Json> failure() const {
    Span span{.begin = at_, .end = std::min(at_ + 1, text_.size()), .line = 1, .column = 1};
    for (std::size_t i = 0; i < std::min(at_, text_.size()); ++i) {
      if (text_[i] == '\n') {
        ++span.line;
        span.column = 1;
      } else if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) {
        ++span.column;
      }
    }
    const std::string place = std::to_string(span.line) + ":" + std::to_string(span.column);
    Error error{.code = Code::invalid_json, .origin = Origin::user, .stage = "core", .message = {}, .remedy = {}};
    error.message = {"Invalid JSON at " + place + ": " + why_.en, "JSON non valide en " + place + " : " + why_.fr};
    error.remedy = {"Correct the JSON text at this place.", "Corrigez le texte JSON à cet endroit."};
    error.span = span;
    return fail(std::move(error));
  }

  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t'))
      ++at_;
  }

  [[nodiscard]] char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] bool digit_here() const { return here() >= '0' && here() <= '9'; }

  bool word(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return stop("unknown word", "mot inconnu");
    at_ += expected.size();
    return true;
  }

  bool value(Json& out, std::size_t depth) {
    skip_space();
    if (at_ >= text_.size()) return stop("the text ends too early", "le texte s'arrête trop tôt");
    if (depth > depth_max_ && (here() == '{' || here() == '['))
      return stop("nested too deeply", "l'imbrication est trop profonde");
    switch (here()) {
      case '{': return object(out, depth);
      case '[': return array(out, depth);
      case '"': {
        std::string text;
        if (!string(text)) return false;
        out = Json(std::move(text));
        return true;
      }
      case 't': out = Json(true); return word("true");
      case 'f': out = Json(false); return word("false");
      case 'n': out = Json(); return word("null");
      default: return number(out);
    }
  }

  bool object(Json& out, std::size_t depth) {
    JsonObject members;
    std::unordered_set<std::string> seen;
    ++at_;
    skip_space();
    if (here() == '}') {
      ++at_;
      out = Json(std::move(members));
      return true;
    }
    while (true) {
      skip_space();
      if (here() != '"') return stop("a key in double quotes was expected", "une clé entre guillemets était attendue");
      std::string key;
      const std::size_t key_at = at_;
      if (!string(key)) return false;
      if (known(members, seen, key)) {
        at_ = key_at;
        return stop("the key \"" + key + "\" stands twice", "la clé « " + key + " » figure deux fois");
      }
      skip_space();
      if (here() != ':') return stop("a colon was expected", "deux-points attendus");
      ++at_;
      members.emplace_back(std::move(key), Json());
      if (!value(members.back().second, depth + 1)) return false;
      skip_space();
      const char next = here();
      if (next != ',' && next != '}') return stop("a comma or } was expected", "une virgule ou } était attendue");
      ++at_;
      if (next == '}') break;
    }
    out = Json(std::move(members));
    return true;
  }

  static bool known(const JsonObject& members, std::unordered_set<std::string>& seen, const std::string& key) {
    if (members.size() < members_scanned_max)
      return std::any_of(members.begin(), members.end(), [&](const JsonMember& m) { return m.first == key; });
    if (seen.empty())
      for (const JsonMember& member : members) seen.insert(member.first);
    return !seen.insert(key).second;
  }

  bool array(Json& out, std::size_t depth) {
    JsonArray items;
    ++at_;
    skip_space();
    if (here() == ']') {
      ++at_;
      out = Json(std::move(items));
      return true;
    }
    while (true) {
      items.emplace_back();
      if (!value(items.back(), depth + 1)) return false;
      skip_space();
      const char next = here();
      if (next != ',' && next != ']') return stop("a comma or ] was expected", "une virgule ou ] était attendue");
      ++at_;
      if (next == ']') break;
    }
    out = Json(std::move(items));
    return true;
  }

  bool digits() {
    if (!digit_here()) return stop("a value was expected", "une valeur était attendue");
    while (digit_here()) ++at_;
    return true;
  }

  bool number(Json& out) {
    const std::size_t begin = at_;
    if (here() == '-') ++at_;
    if (here() == '0') {
      ++at_;
      if (digit_here()) return stop("a number starts with 0", "un nombre commence par 0");
    } else if (!digits()) {
      return false;
    }
    if (here() == '.') {
      ++at_;
      if (!digits()) return false;
    }
    if (here() == 'e' || here() == 'E') {
      ++at_;
      if (here() == '+' || here() == '-') ++at_;
      if (!digits()) return false;
    }
    out = Json(JsonNumber{std::string(text_.substr(begin, at_ - begin))});
    return true;
  }

  bool hex4(std::uint32_t& unit) {
    unit = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = here();
      std::uint32_t digit = 0;
      if (c >= '0' && c <= '9') digit = static_cast<std::uint32_t>(c - '0');
      else if (c >= 'a' && c <= 'f') digit = static_cast<std::uint32_t>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F') digit = static_cast<std::uint32_t>(c - 'A' + 10);
      else return stop("four hexadecimal digits were expected", "quatre chiffres hexadécimaux étaient attendus");
      unit = unit * 16 + digit;
    }
    return true;
  }

  bool escape(std::string& out) {
    ++at_;
    const char c = here();
    ++at_;
    switch (c) {
      case '"': case '\\': case '/': out.push_back(c); return true;
      case 'b': out.push_back('\b'); return true;
      case 'f': out.push_back('\f'); return true;
      case 'n': out.push_back('\n'); return true;
      case 'r': out.push_back('\r'); return true;
      case 't': out.push_back('\t'); return true;
      case 'u': break;
      default: --at_; return stop("unknown escape", "échappement inconnu");
    }
    std::uint32_t unit = 0;
    if (!hex4(unit)) return false;
    if (unit >= 0xD800 && unit <= 0xDFFF) {
      std::uint32_t low = 0;
      const bool pair = unit < 0xDC00 && text_.substr(at_).starts_with("\\u");
      if (pair) at_ += 2;
      if (!pair || !hex4(low) || low < 0xDC00 || low > 0xDFFF) return stop("a lone surrogate", "un substitut isolé");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, unit);
    return true;
  }

  bool string(std::string& out) {
    ++at_;
    while (true) {
      if (at_ >= text_.size()) return stop("a string does not end", "une chaîne ne se termine pas");
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '"') {
        ++at_;
        return true;
      }
      if (byte == '\\') {
        if (!escape(out)) return false;
        continue;
      }
      if (byte < 0x20) return stop("a control character in a string", "un caractère de contrôle dans une chaîne");
      const std::size_t bytes = utf8_bytes(text_, at_);
      if (bytes == 0) return stop("bytes that are not UTF-8", "des octets qui ne sont pas de l'UTF-8");
      out.append(text_, at_, bytes);
      at_ += bytes;
    }
  }

  std::string_view text_;
  std::size_t depth_max_;
  std::size_t at_ = 0;
  Bilingual why_;
};

}  // namespace

Result<Json> Json::parse(std::string_view text, std::size_t depth_max) { return Reader(text, depth_max).whole(); }

}  // namespace recoupe::core
