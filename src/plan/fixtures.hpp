// The plans of fixtures/plans.sql, for tests: one program of the language each, in canonical text.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace recoupe::plan {

/// Reads a file of this folder.
inline std::string file_beside(const char* source_file, const char* name) {
  std::ifstream in(std::filesystem::path(source_file).parent_path() / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Gives the canonical texts, cut where a line ends with ";".
inline std::vector<std::string> canonical_plans() {
  const std::string text = file_beside(__FILE__, "fixtures/plans.sql");
  std::vector<std::string> out;
  std::size_t begin = text.find('\n') + 1;
  for (std::size_t end = text.find(";\n", begin); end != std::string::npos; end = text.find(";\n", begin)) {
    out.push_back(text.substr(begin, end - begin));
    begin = std::min(text.find_first_not_of('\n', end + 1), text.size());
  }
  return out;
}

}  // namespace recoupe::plan
