#include "wire/http_headers.hpp"

#include <algorithm>

namespace recoupe::wire {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_token_char(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

const std::string* find_header(const HttpHeaders& headers, std::string_view name) {
  const auto found = std::ranges::find_if(headers, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
  return found == headers.end() ? nullptr : &found->second;
}

std::size_t count_headers(const HttpHeaders& headers, std::string_view name) {
  return static_cast<std::size_t>(
      std::ranges::count_if(headers, [&](const auto& field) { return equal_ignoring_case(field.first, name); }));
}

void set_header(HttpHeaders& headers, std::string name, std::string value) {
  std::erase_if(headers, [&](const auto& field) { return equal_ignoring_case(field.first, name); });
  headers.emplace_back(std::move(name), std::move(value));
}

bool is_header_name(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_token_char); }

bool is_header_value(std::string_view text) {
  if (!text.empty() && (text.front() == ' ' || text.back() == ' ' || text.front() == '\t' || text.back() == '\t')) return false;
  return std::ranges::all_of(text, [](char c) { return c == '\t' || (c >= 0x20 && c <= 0x7e); });
}

std::string media_type(std::string_view value) {
  std::string type(value.substr(0, value.find(';')));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
  std::ranges::transform(type, type.begin(), lower);
  return type;
}

}  // namespace recoupe::wire
