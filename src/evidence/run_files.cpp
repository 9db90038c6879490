#include "evidence/run_files.hpp"

#include <zip.h>

#include <algorithm>
#include <mutex>

#include "evidence/private_files.hpp"
#include "evidence/record.hpp"

namespace recoupe::evidence {
namespace {

constexpr zip_int64_t bundle_entries_max = 1'000'000;

core::Error no_run(const std::filesystem::path& path) {
  return invalid({"Neither a run's folder nor a sealed bundle: " + path.string(),
                  "Ni le dossier d'une exécution ni une archive scellée : " + path.string()});
}

class Folder : public RunFiles {
 public:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {}
  [[nodiscard]] std::string run_id() const override { return path_.filename().string(); }
  [[nodiscard]] core::Result<std::optional<std::string>> read(const std::string& name) const override {
    return read_file(path_ / name);
  }
  [[nodiscard]] std::vector<std::string> payload_ids() const override {
    std::vector<std::string> ids;
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(path_ / "payloads", ignored))
      ids.push_back(entry.path().filename().string());
    return ids;
  }
  [[nodiscard]] core::Result<std::optional<std::string>> heads() const override {
    if (!heads_are_whole()) return read_file(path_ / bundle_head_name);
    RECOUPE_TRY(text, read_file(path_.parent_path().parent_path() / "heads.jsonl"));
    return std::optional(text.value_or(""));  // in a store the file is expected
  }
  [[nodiscard]] bool heads_are_whole() const override { return path_.parent_path().filename() == "runs"; }
  [[nodiscard]] bool is_bundle() const override { return false; }

 private:
  std::filesystem::path path_;
};

// A zip whose entries are <run_id>/…; libzip's archive is not for several threads.
class Bundle : public RunFiles {
 public:
  Bundle(zip_t* archive, std::string run_id) : archive_(archive), run_id_(std::move(run_id)) {}
  ~Bundle() override { zip_discard(archive_); }
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;

  [[nodiscard]] std::string run_id() const override { return run_id_; }
  [[nodiscard]] core::Result<std::optional<std::string>> read(const std::string& name) const override {
    const std::lock_guard lock(mutex_);
    zip_stat_t about;
    const std::string path = run_id_ + "/" + name;
    if (zip_stat(archive_, path.c_str(), 0, &about) != 0) return std::optional<std::string>();
    const core::Error broken =
        invalid({"The bundle's entry " + path + " cannot be read", "L'entrée " + path + " de l'archive est illisible"});
    if ((about.valid & ZIP_STAT_SIZE) == 0 || about.size > file_bytes_max) return core::fail(broken);
    zip_file_t* file = zip_fopen_index(archive_, about.index, 0);
    if (file == nullptr) return core::fail(broken);
    std::string bytes(about.size, '\0');
    const zip_int64_t got = zip_fread(file, bytes.data(), bytes.size());
    const int closed = zip_fclose(file);
    if (got < 0 || static_cast<zip_uint64_t>(got) != about.size || closed != 0) return core::fail(broken);
    return std::optional(std::move(bytes));
  }
  [[nodiscard]] std::vector<std::string> payload_ids() const override {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> ids;
    const std::string folder = run_id_ + "/payloads/";
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive_, 0); ++i) {
      const char* name = zip_get_name(archive_, static_cast<zip_uint64_t>(i), 0);
      if (name != nullptr && std::string_view(name).starts_with(folder) && name != folder)
        ids.emplace_back(name + folder.size());
    }
    return ids;
  }
  [[nodiscard]] core::Result<std::optional<std::string>> heads() const override { return read(bundle_head_name); }
  [[nodiscard]] bool heads_are_whole() const override { return false; }
  [[nodiscard]] bool is_bundle() const override { return true; }

 private:
  zip_t* archive_;
  std::string run_id_;
  mutable std::mutex mutex_;
};

// Gives the folder within the zip that holds a log.jsonl; there must be one.
std::string run_id_in(zip_t* archive) {
  constexpr std::string_view log = "/log.jsonl";
  std::string found;
  const zip_int64_t count = std::min(zip_get_num_entries(archive, 0), bundle_entries_max);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* entry = zip_get_name(archive, static_cast<zip_uint64_t>(i), 0);
    const std::string_view name = entry == nullptr ? "" : entry;
    if (!name.ends_with(log)) continue;
    const std::string_view id = name.substr(0, name.size() - log.size());
    if (!found.empty() || !is_safe_id(id)) return {};
    found = id;
  }
  return found;
}

}  // namespace

core::Result<std::unique_ptr<RunFiles>> RunFiles::open(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    const auto folder = std::filesystem::canonical(path, ignored);
    if (!std::filesystem::exists(folder / "log.jsonl", ignored)) return core::fail(no_run(path));
    return std::make_unique<Folder>(folder);
  }
  int failure = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &failure);
  if (archive == nullptr) return core::fail(no_run(path));
  std::string run_id = run_id_in(archive);
  auto bundle = std::make_unique<Bundle>(archive, run_id);
  if (run_id.empty()) return core::fail(no_run(path));
  return bundle;
}

}  // namespace recoupe::evidence
