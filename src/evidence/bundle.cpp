#include <sys/stat.h>
#include <zip.h>

#include <cerrno>
#include <list>

#include "evidence/private_files.hpp"
#include "evidence/record.hpp"
#include "evidence/run_files.hpp"
#include "evidence/verify.hpp"

namespace recoupe::evidence {
namespace {

// A zip that is being written; thrown away unless it is closed.
class Writer {
 public:
  explicit Writer(zip_t* archive) : archive_(archive) {}
  ~Writer() {
    if (archive_ != nullptr) zip_discard(archive_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  bool add(const std::string& name, std::string bytes) {
    kept_.push_back(std::move(bytes));  // libzip reads the bytes when it closes
    zip_source_t* source = zip_source_buffer(archive_, kept_.back().data(), kept_.back().size(), 0);
    if (source == nullptr) return false;
    const zip_int64_t index = zip_file_add(archive_, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
      zip_source_free(source);
      return false;
    }
    // No times of this machine: the same run gives the same bundle.
    return zip_file_set_dostime(archive_, static_cast<zip_uint64_t>(index), 0, (1 << 5) | 1, 0) == 0;
  }
  bool close() {
    if (zip_close(archive_) != 0) return false;
    archive_ = nullptr;
    return true;
  }

 private:
  zip_t* archive_;
  std::list<std::string> kept_;
};

std::string head_line_of(const std::string& heads, const std::string& run_id) {
  for (const std::string_view line : split_lines(heads).whole) {
    const auto json = core::Json::parse(line);
    if (json && json->text("run_id") == run_id) return std::string(line) + "\n";
  }
  return {};
}

}  // namespace

core::Status write_bundle(const std::filesystem::path& run_folder, const std::filesystem::path& zip,
                          bool with_payloads) {
  RECOUPE_TRY(files, RunFiles::open(run_folder));
  RECOUPE_TRY(log, files->read("log.jsonl"));
  RECOUPE_TRY(heads, files->heads());
  const std::string folder = files->run_id() + "/";
  int failure = 0;
  zip_t* archive = zip_open(zip.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &failure);
  if (archive == nullptr) return core::fail(unwritable("zip", zip, errno != 0 ? errno : EIO));
  Writer writer(archive);
  bool written = writer.add(folder + "log.jsonl", log.value_or(""));
  const std::string head = head_line_of(heads.value_or(""), files->run_id());
  if (!head.empty()) written = writer.add(folder + bundle_head_name, head) && written;
  if (with_payloads) {
    RECOUPE_TRY(keys, files->read("keys.json"));
    if (keys) written = writer.add(folder + "keys.json", *std::move(keys)) && written;
    for (const std::string& id : files->payload_ids()) {
      RECOUPE_TRY(bytes, files->read("payloads/" + id));
      if (bytes) written = writer.add(folder + "payloads/" + id, *std::move(bytes)) && written;
    }
  }
  if (!written || !writer.close() || ::chmod(zip.c_str(), 0600) != 0)
    return core::fail(unwritable("zip", zip, errno != 0 ? errno : EIO));
  return {};
}

}  // namespace recoupe::evidence
