#include "models/e5/vector_cache.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace fs = std::filesystem;
using recoupe::models::e5::kept_vectors_max;
using recoupe::models::e5::VectorCache;

namespace {

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "recoupe_vectors_XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] fs::path file() const { return path / "below" / "vectors.bin"; }
  fs::path path;
};

}  // namespace

TEST_CASE("a_vector_comes_back_in_another_process") {
  const Folder folder;
  std::vector<float> given;
  {
    VectorCache cache(folder.file(), "sha256:a", 3);
    CHECK(cache.find("clients") == nullptr);
    given = cache.put("clients", {0.5F, -0.25F, 0.1F});
    CHECK(given[2] != 0.1F);  // what is kept is what is given, from the first time on
    cache.save();
  }
  VectorCache cache(folder.file(), "sha256:a", 3);
  REQUIRE(cache.find("clients") != nullptr);
  CHECK(*cache.find("clients") == given);
  CHECK(cache.find("client") == nullptr);
  CHECK(std::distance(fs::directory_iterator(folder.file().parent_path()), fs::directory_iterator()) == 1);
}

TEST_CASE("vectors_of_other_weights_are_not_used") {
  const Folder folder;
  VectorCache first(folder.file(), "sha256:a", 3);
  first.put("clients", {1, 0, 0});
  first.save();
  VectorCache other(folder.file(), "sha256:b", 3);
  CHECK(other.find("clients") == nullptr);
}

TEST_CASE("a_damaged_file_is_ignored_and_written_anew") {
  const Folder folder;
  {
    VectorCache cache(folder.file(), "sha256:a", 3);
    cache.put("clients", {1, 0, 0});
    cache.save();
  }
  {
    std::fstream file(folder.file(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(-1, std::ios::end);
    file.put('\x7F');
  }
  VectorCache cache(folder.file(), "sha256:a", 3);
  CHECK(cache.find("clients") == nullptr);
  cache.put("orders", {0, 1, 0});
  cache.save();
  VectorCache again(folder.file(), "sha256:a", 3);
  CHECK(again.find("orders") != nullptr);
}

TEST_CASE("what_was_asked_for_longest_ago_goes_first") {
  VectorCache cache({}, "sha256:a", 1);
  for (std::size_t i = 0; i < kept_vectors_max; ++i) cache.put(std::to_string(i), {1});
  CHECK(cache.find("0") != nullptr);
  cache.put("one more", {1});
  CHECK(cache.find("0") != nullptr);
  CHECK(cache.find("1") == nullptr);
  CHECK(cache.find("one more") != nullptr);
}
