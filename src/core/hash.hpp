// SHA-256, HMAC-SHA-256 and random bytes (libsodium). Included by evidence, plan, catalog and result.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace recoupe::core {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);

/// Hashes a stream piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(std::string_view bytes);
  Digest finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes bytes as lower-case hex.
std::string hex(std::string_view bytes);
std::string hex(const Digest& digest);
/// Gives "sha256:<hex>", the form digests have in JSON.
std::string named(const Digest& digest);

std::string random_bytes(std::size_t count);

}  // namespace recoupe::core
