// The cache that Hugging Face's tools share: models--org--name/{refs,blobs,snapshots} and .locks. Takes a folder and a
// repository, gives the places in it. Included by this folder's files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/cancel.hpp"
#include "core/result.hpp"
#include "wire/file_descriptor.hpp"

namespace recoupe::models::hub {

class Cache {
 public:
  Cache(std::filesystem::path folder, const std::string& repository);

  /// Gives the commit that a branch or tag stood for when it was last asked; a commit stands for itself; else empty.
  [[nodiscard]] std::string commit_of(const std::string& revision) const;
  /// Gives the file of a commit where the cache has it, whole; else an empty path.
  [[nodiscard]] std::filesystem::path find(const std::string& commit, const std::string& file) const;
  /// Gives the names of all files that the cache has of a commit.
  [[nodiscard]] std::vector<std::string> files_of(const std::string& commit) const;

  /// Gives where a blob is, or will be.
  [[nodiscard]] std::filesystem::path blob(const std::string& etag) const { return folder_ / "blobs" / etag; }
  /// Gives the file that a download of a blob goes into: the one that an earlier download left, else a new name.
  [[nodiscard]] std::filesystem::path incomplete(const std::string& etag) const;
  /// Makes the snapshot's link to a blob, and remembers the revision's commit. Errors: `model_unavailable`.
  core::Result<std::filesystem::path> link(const std::string& commit, const std::string& revision, const std::string& file, const std::string& etag) const;

  /// Waits until no other program downloads this blob; the lock lasts as long as what it gives. Errors: `interrupted`,
  /// `model_unavailable`.
  core::Result<wire::FileDescriptor> lock(const std::string& etag, const core::Cancel& cancel) const;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  std::filesystem::path locks_;
};

/// Tells whether a text is a commit: 40 hex digits.
bool is_commit(std::string_view text);

}  // namespace recoupe::models::hub
