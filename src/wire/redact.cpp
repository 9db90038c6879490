#include "wire/redact.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "core/unicode.hpp"

namespace recoupe::wire {

namespace {

constexpr std::string_view mask = "***";
// Shorter values ("1", "dev") would blank out half of a message and protect nothing.
constexpr std::size_t secret_bytes_min = 4;
constexpr std::array secret_words = {"password", "passwd", "pwd", "secret", "token", "api_key", "apikey", "access_key"};

bool ends_uri(char c) {
  return std::isspace(static_cast<unsigned char>(c)) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`';
}

std::string lower_ascii(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lowered;
}

bool is_port(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

struct Place {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Finds the password in the authority that starts at `from`: between the first ':' and the last '@'. A '/' inside an
/// unescaped password is allowed for; one too many characters hidden is better than one too few.
Place password_in(std::string_view text, std::size_t from) {
  const auto stop = static_cast<std::size_t>(std::find_if(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), ends_uri) - text.begin());
  const std::string_view uri = text.substr(from, stop - from);
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos) return {};
  const std::size_t path = std::min(uri.find_first_of("/?#"), uri.size());
  std::size_t at = uri.substr(0, path).rfind('@');
  if (at == std::string_view::npos) {
    if (colon > path || is_port(uri.substr(colon + 1, path - colon - 1))) return {};
    at = uri.rfind('@');
  }
  if (at == std::string_view::npos || at < colon) return {};
  return {from + colon + 1, from + at};
}

/// Finds the value of `word=value` or `word: value` that starts at `from`, just after the word.
Place value_after(std::string_view text, std::size_t from) {
  std::size_t at = from;
  while (at < text.size() && (text[at] == '"' || text[at] == '\'' || text[at] == ' ')) ++at;
  if (at >= text.size() || (text[at] != '=' && text[at] != ':')) return {};
  ++at;
  while (at < text.size() && text[at] == ' ') ++at;
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
    const std::size_t end = std::min(text.find(text[at], at + 1), text.size());
    return {at + 1, end};
  }
  const std::size_t end = std::min(text.find_first_of(" \t\r\n&,;\"'", at), text.size());
  return {at, end};
}

std::vector<Place> places(std::string_view text) {
  std::vector<Place> found;
  const auto note = [&found](Place place) {
    if (place.end > place.begin) found.push_back(place);
  };
  for (std::size_t at = text.find("://"); at != std::string_view::npos; at = text.find("://", at + 3)) {
    note(password_in(text, at + 3));
  }
  const std::string lowered = lower_ascii(text);
  for (const std::string_view word : secret_words) {
    for (std::size_t at = lowered.find(word); at != std::string::npos; at = lowered.find(word, at + 1)) {
      note(value_after(text, at + word.size()));
    }
  }
  constexpr std::string_view bearer = "bearer ";
  for (std::size_t at = lowered.find(bearer); at != std::string::npos; at = lowered.find(bearer, at + 1)) {
    const std::size_t begin = at + bearer.size();
    note({begin, std::min(text.find_first_of(" \t\r\n,\"'", begin), text.size())});
  }
  return found;
}

void replace_all(std::string& text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + mask.size())) {
    text.replace(at, what.size(), mask);
  }
}

}  // namespace

std::string redact(std::string_view text, std::span<const std::string> secrets) {
  std::vector<Place> found = places(text);
  std::ranges::sort(found, {}, &Place::begin);
  std::string shown;
  std::size_t copied = 0;
  for (const Place& place : found) {
    if (place.end <= copied) continue;
    if (place.begin >= copied) {
      shown.append(text.substr(copied, place.begin - copied)).append(mask);
    }
    copied = place.end;
  }
  shown.append(text.substr(copied));
  for (const std::string& secret : secrets) {
    if (secret.size() >= secret_bytes_min) replace_all(shown, secret);
  }
  return shown;
}

std::vector<std::string> secrets_of(std::span<const std::string> args, const Variables& variables) {
  std::vector<std::string> secrets;
  const auto note_all = [&secrets](std::string_view text) {
    for (const Place& place : places(text)) secrets.emplace_back(text.substr(place.begin, place.end - place.begin));
  };
  for (const std::string& arg : args) note_all(arg);
  for (const auto& [name, value] : variables) {
    note_all(value);
    const std::string lowered = lower_ascii(name);
    const bool says_secret = std::ranges::any_of(secret_words, [&](std::string_view word) { return lowered.find(word) != std::string::npos; });
    if (says_secret) secrets.push_back(value);
  }
  // Longest first, so that a secret inside another leaves no remainder.
  std::ranges::sort(secrets, [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  return secrets;
}

std::string last_words(std::string_view text, std::span<const std::string> secrets, std::size_t bytes_max) {
  std::string clean;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte == 0x1b && at + 1 < text.size() && text[at + 1] == '[') {  // a terminal's colour or movement
      at += 2;
      while (at < text.size() && (text[at] < '@' || text[at] > '~')) ++at;
    } else if (byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7f)) {
      clean.push_back(text[at]);
    }
  }
  clean = redact(clean, secrets);
  if (clean.size() > bytes_max) {
    clean.erase(0, clean.size() - bytes_max);
    while (!clean.empty() && (static_cast<unsigned char>(clean.front()) & 0xc0) == 0x80) clean.erase(0, 1);
    clean.insert(0, "…");
  }
  if (!core::is_valid_utf8(clean)) {
    for (char& c : clean) {
      if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    }
  }
  return core::trim(clean);
}

}  // namespace recoupe::wire
