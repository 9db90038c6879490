#include "run/config_edit.hpp"

#include <fstream>
#include <iterator>
#include <vector>

#include "core/json.hpp"
#include "core/unicode.hpp"
#include "run/config_toml.hpp"

namespace recoupe::run {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "recoupe.toml";

core::Error not_set(const std::string& where, const std::string& model) {
  const std::string line = "model = " + core::Json(model).dump();
  return {.code = core::Code::invalid_config,
          .origin = core::Origin::user,
          .stage = "run",
          .message = {where + " could not be changed; it is as it was.", where + " n'a pas pu être modifié ; il est resté tel quel."},
          .remedy = {"Write there yourself: " + line, "Écrivez-y vous-même : " + line}};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  if (!lines.empty() && !lines.back().ends_with('\n')) lines.back() += '\n';
  return lines;
}

/// Tells whether a line sets a key; gives what stands behind its text value, from the comment on.
bool sets(const std::string& line, std::string_view key, std::string& comment) {
  const std::string trimmed = core::trim(line);
  if (!trimmed.starts_with(key)) return false;
  const std::string rest = core::trim(trimmed.substr(key.size()));
  if (!rest.starts_with('=')) return false;
  const std::string value = core::trim(rest.substr(1));
  if (value.empty() || (value[0] != '"' && value[0] != '\'')) return false;
  const std::size_t end = value.find(value[0], 1);
  const std::string behind = end == std::string::npos ? "" : core::trim(value.substr(end + 1));
  comment = behind.starts_with('#') ? "  " + behind : "";
  return true;
}

}  // namespace

std::string with_model(std::string_view toml, const std::string& model) {
  std::vector<std::string> lines = lines_of(toml);
  const std::string value = core::Json(model).dump();  // a JSON string is a TOML one
  std::string table;
  std::string comment;
  std::size_t header = lines.size();  // of [model]
  std::size_t first = lines.size();   // that is neither empty nor a comment
  bool done = false;
  for (std::size_t i = 0; i < lines.size() && !done; ++i) {
    const std::string trimmed = core::trim(lines[i]);
    if (trimmed.empty() || trimmed.starts_with('#')) continue;
    first = std::min(first, i);
    if (trimmed.starts_with('[')) {
      table = trimmed.substr(0, trimmed.find(']') + 1);
      if (table == "[model]") header = i;
    } else if ((table.empty() && sets(lines[i], "model", comment)) || (table == "[model]" && sets(lines[i], "use", comment))) {
      lines[i] = std::string(table.empty() ? "model" : "use") + " = " + value + comment + "\n";
      done = true;
    }
  }
  using Offset = std::vector<std::string>::difference_type;
  if (!done && header < lines.size()) {
    lines.insert(lines.begin() + static_cast<Offset>(header) + 1, "use = " + value + "\n");
  } else if (!done) {
    const bool before_table = first < lines.size() && core::trim(lines[first]).starts_with('[');
    lines.insert(lines.begin() + static_cast<Offset>(first), "model = " + value + "\n" + (before_table ? "\n" : ""));
  }
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

core::Result<ConfigEdit> set_model(const fs::path& project, const std::string& model) {
  RECOUPE_TRY(settings, read_settings(project));
  if (!settings.file.empty() && settings.file != file_name) return core::fail(not_set(settings.file, model));
  ConfigEdit edit{project / file_name, {}, {}};
  if (std::ifstream in(edit.file, std::ios::binary); in) edit.before.assign(std::istreambuf_iterator<char>(in), {});
  edit.after = with_model(edit.before, model);
  const auto write = [&](const std::string& text) { return static_cast<bool>(std::ofstream(edit.file, std::ios::binary | std::ios::trunc) << text << std::flush); };
  const bool was_there = fs::exists(edit.file);
  const bool written = write(edit.after);
  const auto read = read_settings(project);
  if (written && read && read->model == model) return edit;
  std::error_code ignored;
  if (was_there) static_cast<void>(write(edit.before));
  else fs::remove(edit.file, ignored);
  return core::fail(not_set(file_name, model));
}

}  // namespace recoupe::run
