// What a client remembers of its server's tools: the definition that it first saw, and which arguments go into header
// fields. Takes lists of tools as they come, gives what a call needs. Included by client.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mcp/argument_headers.hpp"
#include "mcp/tool.hpp"

namespace recoupe::mcp {

/// Safe for several threads.
class KnownTools {
 public:
  /// What is known of a tool that is about to be called.
  enum class Standing {
    unknown,    // no list was read yet
    unchanged,  // as it was first seen, or never seen at all
    changed,    // its definition is another now
    gone,       // it was in a list and is not in the last one
  };

  /// Takes a whole list, asked for when `changes` had been heard of.
  void take(const std::vector<Tool>& tools, int changes);
  /// Notes that the server's list is another now.
  void forget_list();
  /// Gives how often that was noted.
  [[nodiscard]] int changes() const;
  /// Tells whether a list was read and is still the newest that is known of.
  [[nodiscard]] bool is_current() const;
  /// Tells whether any list was ever read.
  [[nodiscard]] bool is_read() const;
  [[nodiscard]] Standing standing(const std::string& tool) const;
  /// Gives the header fields for a call of the tool; none for one that is not known.
  [[nodiscard]] wire::HttpHeaders header_fields(const std::string& tool, const core::Json& arguments) const;

 private:
  struct Known {
    std::string first_digest;
    std::string last_digest;  // "": not in the last list
    std::vector<ArgumentHeader> marked;
  };

  mutable std::mutex mutex_;
  std::map<std::string, Known> tools_;
  bool is_read_ = false;
  int changes_ = 0;
  int read_at_ = 0;  // the changes heard of when the last list was asked for
};

}  // namespace recoupe::mcp
