// Vectors of texts that were asked for before, in memory and in a file; whoever has other weights has other vectors.
// Takes texts, gives vectors. Included by embedder.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace recoupe::models::e5 {

inline constexpr std::size_t kept_vectors_max = 8'000;  // 6 MB; the ones asked for longest ago go first

/// Not for several threads at once.
class VectorCache {
 public:
  /// `file` empty: kept in memory alone. A file that is damaged, or of other weights, is taken for an empty one.
  VectorCache(std::filesystem::path file, std::string digest_of_weights, std::size_t dimension);

  /// Gives the vector of a text, null where it is not known; it is good until the next `put`.
  [[nodiscard]] const std::vector<float>* find(const std::string& text);
  /// Keeps a vector, rounded to half precision, and gives what was kept.
  const std::vector<float>& put(const std::string& text, const std::vector<float>& vector);
  /// Writes the file anew where there is something new; what cannot be written is worked out again next time.
  void save();

 private:
  using Key = std::array<std::uint8_t, 16>;
  struct Kept {
    std::vector<float> vector;
    std::uint64_t asked = 0;  // when, in counts of questions
  };
  static Key key_of(const std::string& text);
  void load();
  void drop_oldest();

  std::filesystem::path file_;
  std::string digest_;
  std::size_t dimension_;
  std::map<Key, Kept> kept_;
  std::uint64_t questions_ = 0;
  bool changed_ = false;
};

}  // namespace recoupe::models::e5
