// The private folder that DuckDB spills into: removed with its owner, and by the next start where the owner was killed.
// Takes nothing, gives a path. Included by duckdb_api.
#pragma once

#include <string>

#include "core/result.hpp"

namespace recoupe::result {

/// Owns a folder of mode 0700 under TMPDIR. A lock that ends with the process tells the folders of the living.
class SpillFolder {
 public:
  /// Removes what killed processes left of the same account, then makes a folder.
  static core::Result<SpillFolder> make();
  SpillFolder() = default;
  SpillFolder(SpillFolder&& other) noexcept;
  SpillFolder& operator=(SpillFolder&& other) noexcept;
  ~SpillFolder();
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  int lock_ = -1;
};

}  // namespace recoupe::result
