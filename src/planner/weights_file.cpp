#include "planner/weights_file.hpp"

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/hash.hpp"

namespace recoupe::planner {

namespace fs = std::filesystem;

core::Error weights_error(const std::string& stage, const std::string& what) {
  core::Error error;
  error.code = core::Code::model_unavailable;
  error.origin = core::Origin::model;
  error.stage = stage;
  error.message = {"The model's weights can't be used: " + what + ".", "Les poids du modèle sont inutilisables : " + what + "."};
  error.remedy = {"Run `make setup`, which fetches them and checks their digest.",
                  "Lancez `make setup`, qui les télécharge et vérifie leur empreinte."};
  return error;
}

core::Result<std::string> digest_of_weights(const std::string& path, const std::string& stage) {
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (failed) return core::fail(weights_error(stage, path));
  const auto time = fs::last_write_time(path, failed);
  if (failed) return core::fail(weights_error(stage, path));
  const std::string state = std::to_string(size) + " " + std::to_string(time.time_since_epoch().count());
  const std::string kept = path + ".sha256";
  if (std::ifstream in(kept); in) {
    std::string known_state;
    std::string digest;
    if (std::getline(in, known_state) && std::getline(in, digest) && known_state == state && digest.starts_with("sha256:")) return digest;
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return core::fail(weights_error(stage, path));
  core::Sha256 sum;
  std::array<char, 1 << 16> buffer;
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) sum.add({buffer.data(), static_cast<std::size_t>(in.gcount())});
  const std::string digest = core::named(sum.finish());
  std::ofstream(kept, std::ios::trunc) << state << "\n" << digest << "\n";  // where it can't be kept, it is worked out again
  return digest;
}

}  // namespace recoupe::planner
