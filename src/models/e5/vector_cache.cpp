#include "models/e5/vector_cache.hpp"

#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/hash.hpp"
#include "planner/half.hpp"

namespace recoupe::models::e5 {

namespace {

namespace fs = std::filesystem;

// File: magic, SHA-256 of all that follows; digest of the weights; then key and halves of each vector, the oldest first.
constexpr std::string_view magic = "RCPVECS1";
constexpr std::size_t sum_bytes = 32;

std::string_view view_of(const core::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

VectorCache::VectorCache(fs::path file, std::string digest_of_weights, std::size_t dimension)
    : file_(std::move(file)), digest_(std::move(digest_of_weights)), dimension_(dimension) {
  if (!file_.empty()) load();
}

VectorCache::Key VectorCache::key_of(const std::string& text) {
  const auto digest = core::sha256(text);
  Key key;
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

const std::vector<float>* VectorCache::find(const std::string& text) {
  const auto found = kept_.find(key_of(text));
  if (found == kept_.end()) return nullptr;
  found->second.asked = ++questions_;
  return &found->second.vector;
}

const std::vector<float>& VectorCache::put(const std::string& text, const std::vector<float>& vector) {
  if (kept_.size() >= kept_vectors_max) drop_oldest();
  Kept& kept = kept_[key_of(text)];
  kept.asked = ++questions_;
  kept.vector.resize(dimension_);
  for (std::size_t i = 0; i < dimension_; ++i) kept.vector[i] = planner::float_of(planner::half_of(vector[i]));
  changed_ = true;
  return kept.vector;
}

void VectorCache::drop_oldest() {
  constexpr std::size_t dropped_share = 8;  // one in eight at once, so that the search for them is rare
  std::vector<std::uint64_t> times;
  for (const auto& [key, kept] : kept_) times.push_back(kept.asked);
  const auto last = times.begin() + static_cast<std::ptrdiff_t>(times.size() / dropped_share);
  std::nth_element(times.begin(), last, times.end());
  std::erase_if(kept_, [limit = *last](const auto& entry) { return entry.second.asked < limit; });
}

void VectorCache::load() {
  const std::size_t record = sizeof(Key) + dimension_ * sizeof(std::uint16_t);
  const std::size_t head = magic.size() + sum_bytes;
  std::error_code failed;
  const auto size = fs::file_size(file_, failed);
  if (failed || size < head + digest_.size() || size > head + digest_.size() + kept_vectors_max * record) return;
  std::string bytes(size, '\0');
  if (!std::ifstream(file_, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(size))) return;
  const std::string_view body = std::string_view(bytes).substr(head);
  if (!bytes.starts_with(magic) || bytes.compare(magic.size(), sum_bytes, view_of(core::sha256(body))) != 0) return;
  if (!body.starts_with(digest_) || (body.size() - digest_.size()) % record != 0) return;
  for (std::size_t at = digest_.size(); at < body.size(); at += record) {
    Key key;
    std::copy_n(body.data() + at, key.size(), reinterpret_cast<char*>(key.data()));
    Kept& kept = kept_[key];
    kept.asked = ++questions_;
    kept.vector.resize(dimension_);
    for (std::size_t i = 0; i < dimension_; ++i) {
      const auto low = static_cast<std::uint8_t>(body[at + sizeof(Key) + 2 * i]);
      const auto high = static_cast<std::uint8_t>(body[at + sizeof(Key) + 2 * i + 1]);
      kept.vector[i] = planner::float_of(static_cast<std::uint16_t>(low | high << 8));
    }
  }
}

void VectorCache::save() {
  if (!changed_ || file_.empty()) return;
  std::vector<std::pair<std::uint64_t, const std::pair<const Key, Kept>*>> order;
  for (const auto& entry : kept_) order.emplace_back(entry.second.asked, &entry);
  std::sort(order.begin(), order.end());
  std::string body = digest_;
  body.reserve(body.size() + kept_.size() * (sizeof(Key) + dimension_ * sizeof(std::uint16_t)));
  for (const auto& [asked, entry] : order) {
    body.append(reinterpret_cast<const char*>(entry->first.data()), entry->first.size());
    for (const float number : entry->second.vector) {
      const std::uint16_t half = planner::half_of(number);
      body += static_cast<char>(half & 0xFF);
      body += static_cast<char>(half >> 8);
    }
  }
  std::error_code failed;
  fs::create_directories(file_.parent_path(), failed);
  const fs::path next = file_.string() + "." + std::to_string(::getpid()) + ".next";
  std::ofstream out(next, std::ios::binary | std::ios::trunc);
  const bool written = static_cast<bool>((out << magic << view_of(core::sha256(body)) << body).flush());
  out.close();
  if (written) fs::rename(next, file_, failed);
  if (!written || failed) fs::remove(next, failed);
  changed_ = false;
}

}  // namespace recoupe::models::e5
