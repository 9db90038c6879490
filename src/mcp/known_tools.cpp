#include "mcp/known_tools.hpp"

namespace recoupe::mcp {

void KnownTools::take(const std::vector<Tool>& tools, int changes) {
  const std::lock_guard lock(mutex_);
  for (auto& [name, known] : tools_) known.last_digest.clear();
  for (const Tool& tool : tools) {
    Known& known = tools_[tool.name];
    if (known.first_digest.empty()) known.first_digest = tool.digest;
    known.last_digest = tool.digest;
    known.marked = argument_headers_of(tool.input_schema).value_or(std::vector<ArgumentHeader>());
  }
  is_read_ = true;
  read_at_ = changes;
}

void KnownTools::forget_list() {
  const std::lock_guard lock(mutex_);
  ++changes_;
}

int KnownTools::changes() const {
  const std::lock_guard lock(mutex_);
  return changes_;
}

bool KnownTools::is_current() const {
  const std::lock_guard lock(mutex_);
  return is_read_ && read_at_ == changes_;
}

bool KnownTools::is_read() const {
  const std::lock_guard lock(mutex_);
  return is_read_;
}

KnownTools::Standing KnownTools::standing(const std::string& tool) const {
  const std::lock_guard lock(mutex_);
  if (!is_read_) return Standing::unknown;
  const auto found = tools_.find(tool);
  if (found == tools_.end()) return Standing::unchanged;
  if (found->second.last_digest.empty()) return Standing::gone;
  return found->second.last_digest == found->second.first_digest ? Standing::unchanged : Standing::changed;
}

wire::HttpHeaders KnownTools::header_fields(const std::string& tool, const core::Json& arguments) const {
  const std::lock_guard lock(mutex_);
  const auto found = tools_.find(tool);
  return found == tools_.end() ? wire::HttpHeaders() : mcp::header_fields(found->second.marked, arguments);
}

}  // namespace recoupe::mcp
