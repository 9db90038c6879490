#include "planner/linker_weights.hpp"

#include <algorithm>
#include <cstdint>

#include "core/hash.hpp"
#include "planner/half.hpp"
#include "planner/weights_file.hpp"

namespace recoupe::planner {

namespace {

constexpr std::string_view magic = "RCPLINK1";

core::Error damaged(const std::string& what) { return weights_error("planner/linker", "linker.bin: " + what); }

std::uint32_t little_endian(std::string_view bytes) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return value;
}

}  // namespace

core::Result<LinkerWeights> LinkerWeights::read(std::string_view bytes) {
  constexpr std::size_t length_at = magic.size();
  constexpr std::size_t header_at = length_at + 4;
  if (bytes.size() > linker_bytes_max) return core::fail(damaged("too large"));
  if (bytes.size() < header_at || !bytes.starts_with(magic)) return core::fail(damaged("another kind of file"));
  const std::size_t length = little_endian(bytes.substr(length_at, 4));
  if (length > bytes.size() - header_at) return core::fail(damaged("cut short"));
  LinkerWeights out;
  RECOUPE_TRY(header, core::Json::parse(bytes.substr(header_at, length)));
  out.header_ = std::move(header);
  out.digest_ = core::named(core::sha256(bytes));
  const std::string_view data = bytes.substr(header_at + length);
  const auto* tensors = out.header_.find("tensors");
  if (tensors == nullptr || tensors->if_array() == nullptr) return core::fail(damaged("no tensors"));
  for (const auto& one : *tensors->if_array()) {
    const std::string name = one.text("name");
    const auto* shape = one.find("shape");
    const auto* sizes = shape != nullptr ? shape->if_array() : nullptr;
    if (sizes == nullptr || sizes->empty() || sizes->size() > 2) return core::fail(damaged("the shape of " + name));
    const auto first = (*sizes)[0].as_int64().value_or(0);
    const auto last = sizes->back().as_int64().value_or(0);
    if (first < 1 || last < 1 || static_cast<std::size_t>(first) > linker_values_max / static_cast<std::size_t>(last))
      return core::fail(damaged("the shape of " + name));
    Tensor tensor;
    tensor.columns = static_cast<std::size_t>(last);
    tensor.rows = sizes->size() == 2 ? static_cast<std::size_t>(first) : 1;
    const std::size_t count = tensor.rows * tensor.columns;
    const auto offset = static_cast<std::size_t>(std::max<std::int64_t>(0, one.integer("offset", -1)));
    if (one.integer("offset", -1) < 0 || offset > data.size() || count * 2 > data.size() - offset)
      return core::fail(damaged(name + " lies outside the file"));
    tensor.values.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto low = static_cast<unsigned char>(data[offset + 2 * i]);
      const auto high = static_cast<unsigned char>(data[offset + 2 * i + 1]);
      tensor.values[i] = float_of(static_cast<std::uint16_t>(low | (high << 8)));
    }
    out.tensors_.emplace(name, std::move(tensor));
  }
  return out;
}

core::Result<Tensor> LinkerWeights::take(std::string_view name, std::size_t rows, std::size_t columns) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) return core::fail(damaged("no tensor " + std::string(name)));
  Tensor tensor = found->second;
  if (tensor.rows == 1 && columns == 1) std::swap(tensor.rows, tensor.columns);  // a vector that makes one number
  if (tensor.rows != rows || tensor.columns != columns)
    return core::fail(damaged("the shape of " + std::string(name)));
  return tensor;
}

std::size_t LinkerWeights::length(std::string_view name) const {
  const auto found = tensors_.find(name);
  return found == tensors_.end() ? 0 : found->second.values.size();
}

core::Status LinkerWeights::same_names(std::string_view key, const std::vector<std::string>& ours) const {
  std::vector<std::string> theirs;
  if (const auto* list = header_.find(key); list != nullptr && list->if_array() != nullptr)
    for (const auto& name : *list->if_array())
      if (name.if_string() != nullptr) theirs.push_back(*name.if_string());
  if (theirs == ours) return {};
  return core::fail(damaged("it was trained on other " + std::string(key)));
}

core::Result<std::size_t> LinkerWeights::size(std::string_view key) const {
  constexpr std::int64_t size_max = 4096;
  const auto value = header_.integer(key);
  if (value < 1 || value > size_max) return core::fail(damaged("its size " + std::string(key)));
  return static_cast<std::size_t>(value);
}

}  // namespace recoupe::planner
