// The linker's weights as named tensors, read from the bytes of model/linker.bin: "RCPLINK1", the length of a JSON
// header as four bytes (little endian), the header, half-precision numbers.
// Takes bytes, gives tensors in single precision. Included by linker*.cpp only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.hpp"

namespace recoupe::planner {

/// A matrix as [in, out], row-major; a vector has one row.
struct Tensor {
  std::size_t rows = 1;
  std::size_t columns = 0;
  std::vector<float> values;
  [[nodiscard]] const float* row(std::size_t at) const { return values.data() + at * columns; }
};

inline constexpr std::size_t linker_bytes_max = 16u << 20;
inline constexpr std::size_t linker_values_max = 8u << 20;  // of one tensor

class LinkerWeights {
 public:
  /// Reads the file; an error says what is wrong with it.
  static core::Result<LinkerWeights> read(std::string_view bytes);

  [[nodiscard]] const core::Json& header() const { return header_; }
  [[nodiscard]] const std::string& digest() const { return digest_; }
  /// Gives a tensor that must have this shape.
  [[nodiscard]] core::Result<Tensor> take(std::string_view name, std::size_t rows, std::size_t columns) const;
  /// Gives how many numbers a tensor has, 0 where there is none.
  [[nodiscard]] std::size_t length(std::string_view name) const;
  /// Refuses a header whose list of that key is another one than ours.
  [[nodiscard]] core::Status same_names(std::string_view key, const std::vector<std::string>& ours) const;
  /// Gives a size of the header, at least 1.
  [[nodiscard]] core::Result<std::size_t> size(std::string_view key) const;

 private:
  core::Json header_;
  std::string digest_;
  std::map<std::string, Tensor, std::less<>> tensors_;
};

}  // namespace recoupe::planner
