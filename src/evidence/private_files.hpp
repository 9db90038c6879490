// Files and folders that only their owner can read, and errors that name them. Takes paths and bytes.
// Included by the folder's own files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/result.hpp"

namespace recoupe::evidence {

inline constexpr std::uint64_t file_bytes_max = 1ULL << 30;  // of a log or payload that is read back

/// A file descriptor that closes itself.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_ = -1;
};

/// Builds `evidence_unwritable` (what, path, the system's reason).
core::Error unwritable(std::string_view what, const std::filesystem::path& path, int system_error);
/// Builds `evidence_invalid` with a reason in both languages.
core::Error invalid(const core::Bilingual& why);

/// Makes a folder of mode 0700; its parent must exist, it itself may.
core::Status make_private_folder(const std::filesystem::path& path);
/// Opens with O_CLOEXEC and mode 0600.
core::Result<Descriptor> open_private(const std::filesystem::path& path, int flags);
/// Writes all bytes with write(2).
core::Status write_all(int descriptor, std::string_view bytes, const std::filesystem::path& path);
core::Status sync_file(int descriptor, const std::filesystem::path& path);
/// Opens a file or folder, waits until it is on the disk, closes it.
core::Status sync_path(const std::filesystem::path& path);

/// Reads a whole file; nothing where it is not there; an error where it cannot be read or is too large.
core::Result<std::optional<std::string>> read_file(const std::filesystem::path& path);
core::Result<std::string> read_open_file(int descriptor, const std::filesystem::path& path);

}  // namespace recoupe::evidence
