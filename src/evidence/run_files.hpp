// One run's files, from its folder or from a sealed bundle, read alike. Takes a path, gives bytes by name.
// Included by verify, read and bundle.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace recoupe::evidence {

class RunFiles {
 public:
  /// Opens a folder that has a log.jsonl, or a zip that has one.
  static core::Result<std::unique_ptr<RunFiles>> open(const std::filesystem::path& path);
  virtual ~RunFiles() = default;

  [[nodiscard]] virtual std::string run_id() const = 0;
  /// Reads "log.jsonl", "keys.json", "payloads/<id>"; nothing where it is not there.
  [[nodiscard]] virtual core::Result<std::optional<std::string>> read(const std::string& name) const = 0;
  [[nodiscard]] virtual std::vector<std::string> payload_ids() const = 0;
  /// Gives the store's heads.jsonl, or the run's own line in a bundle; nothing where there is none.
  [[nodiscard]] virtual core::Result<std::optional<std::string>> heads() const = 0;
  /// Tells whether heads() is a store's whole file (a chain) rather than one line of it.
  [[nodiscard]] virtual bool heads_are_whole() const = 0;
  /// Tells whether this is a sealed bundle: then the head line must be in it.
  [[nodiscard]] virtual bool is_bundle() const = 0;
};

inline constexpr const char* bundle_head_name = "head.jsonl";

}  // namespace recoupe::evidence
