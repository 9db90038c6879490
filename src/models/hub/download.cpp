#include "models/hub/download.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include "core/clock.hpp"
#include "core/hash.hpp"
#include "models/hub/cache.hpp"
#include "models/hub/errors.hpp"
#include "models/hub/requests.hpp"

namespace recoupe::models::hub {
namespace {

namespace fs = std::filesystem;
using core::Result;
using core::Status;

constexpr std::int64_t progress_ms = 250;
constexpr std::string_view usual_quantisation = "Q4_K_M";
constexpr std::size_t sha256_digits = 64;

bool is_sha256(const std::string& etag) {
  return etag.size() == sha256_digits && etag.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// Tells whether a name is one of several parts: "…-00001-of-00003.gguf".
bool is_part(const std::string& name) { return name.find("-of-") != std::string::npos && name.find("-0000") != std::string::npos; }

/// Chooses the model among a repository's files.
Result<std::string> only_gguf(const Reference& reference, const std::vector<std::string>& files) {
  std::vector<std::string> found;
  bool has_safetensors = false;
  for (const std::string& file : files) {
    has_safetensors = has_safetensors || file.ends_with(".safetensors");
    if (file.ends_with(".gguf") && file.find("mmproj") == std::string::npos) found.push_back(file);  // a projector is no model
  }
  if (found.empty()) return core::fail(no_gguf(reference, has_safetensors));
  if (found.size() == 1) return found.front();
  std::vector<std::string> usual;
  std::ranges::copy_if(found, std::back_inserter(usual), [](const std::string& file) { return file.find(usual_quantisation) != std::string::npos; });
  if (usual.size() == 1) return usual.front();
  return core::fail(several_gguf(reference, std::move(found)));
}

Result<ModelFile> found_file(const Reference& reference, const std::string& commit, const fs::path& path) {
  if (is_part(reference.file)) return core::fail(in_parts(reference, reference.file));
  std::error_code failed;
  const fs::path blob = fs::canonical(path, failed);
  if (failed) return core::fail(unwritable(path.string()));
  const std::string name = blob.filename().string();
  Reference exact = reference;
  exact.revision = commit;
  return ModelFile{path, blob, exact.text(), is_sha256(name) ? "sha256:" + name : ""};
}

/// One download: the bytes so far, on disk and in the sum.
class Download {
 public:
  Download(const Reference& reference, RemoteFile remote, const Cache& cache, const Settings& settings, const Progress& progress)
      : reference_(reference), remote_(std::move(remote)), cache_(cache), settings_(settings), progress_(progress), path_(cache.incomplete(remote_.etag)) {}

  Status run(Requests& requests, const core::Cancel& cancel) {
    if (remote_.bytes > model_file_bytes_max) return core::fail(too_large(reference_.file, remote_.bytes));
    RECOUPE_CHECK(take_up(cancel));
    RECOUPE_CHECK(make_room());
    const Sink sink{[this](std::uint64_t from) { return begin(from); }, [this](std::string_view bytes) { return take(bytes); }};
    for (int resumes = 0; got_ < remote_.bytes; ++resumes) {
      const std::uint64_t before = got_;
      RECOUPE_TRY(whole, requests.get(reference_, remote_.commit, got_, sink, cancel));
      out_.flush();
      if (!out_) return core::fail(unwritable(path_.string()));
      if (got_ >= remote_.bytes) break;
      if (whole || got_ == before || resumes >= resumes_max) return core::fail(cut_off(reference_.file, got_, remote_.bytes));
    }
    return finish();
  }

 private:
  /// Takes up what an earlier download left.
  Status take_up(const core::Cancel& cancel) {
    std::error_code failed;
    const std::uint64_t left = fs::file_size(path_, failed);
    if (failed || left > remote_.bytes) return begin(0);
    std::ifstream in(path_, std::ios::binary);
    std::array<char, 1 << 16> buffer;
    while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
      if (cancel.requested()) return core::fail(interrupted());
      sum_->add({buffer.data(), static_cast<std::size_t>(in.gcount())});
      got_ += static_cast<std::uint64_t>(in.gcount());
    }
    return begin(got_);
  }

  Status make_room() const {
    std::error_code failed;
    const auto space = fs::space(path_.parent_path(), failed);
    const std::uint64_t needed = remote_.bytes - got_;
    return failed || space.available >= needed ? Status() : core::fail(no_space(path_.parent_path().string(), needed - space.available));
  }

  Status begin(std::uint64_t from) {
    if (from != got_) {  // the server does not resume: from the start
      got_ = 0;
      sum_.emplace();
    }
    out_.close();
    out_.clear();
    out_.open(path_, std::ios::binary | (got_ > 0 ? std::ios::app : std::ios::trunc));
    return out_ ? Status() : core::fail(unwritable(path_.string()));
  }

  Status take(std::string_view bytes) {
    if (bytes.size() > remote_.bytes - got_) return core::fail(not_the_hub(settings_, "Content-Length"));
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out_) return core::fail(unwritable(path_.string()));
    sum_->add(bytes);
    got_ += bytes.size();
    tell();
    return {};
  }

  void tell() {
    if (!progress_ || !settings_.shows_progress || core::monotonic_ms() - told_ms_ < progress_ms) return;
    told_ms_ = core::monotonic_ms();
    constexpr std::uint64_t mebibyte = 1024 * 1024;
    const std::string share = std::to_string(remote_.bytes == 0 ? 100 : got_ * 100 / remote_.bytes);
    const std::string size = std::to_string(remote_.bytes / mebibyte);
    progress_({"downloading " + reference_.file + ": " + share + "% of " + size + " MiB", "téléchargement de " + reference_.file + " : " + share + " % de " + size + " Mio"});
  }

  Status finish() {
    out_.close();
    std::error_code failed;
    const std::string digest = core::hex(sum_->finish());
    if (is_sha256(remote_.etag) && digest != remote_.etag) {
      fs::remove(path_, failed);
      return core::fail(wrong_digest(reference_.file));
    }
    fs::rename(path_, cache_.blob(remote_.etag), failed);
    return failed ? core::fail(unwritable(path_.string())) : Status();
  }

  const Reference& reference_;
  RemoteFile remote_;
  const Cache& cache_;
  const Settings& settings_;
  const Progress& progress_;
  fs::path path_;
  std::ofstream out_;
  std::optional<core::Sha256> sum_ = std::optional<core::Sha256>(std::in_place);
  std::uint64_t got_ = 0;
  std::int64_t told_ms_ = 0;
};

Result<ModelFile> fetch_now(Reference reference, const Settings& settings, const Cache& cache, const Progress& progress, const core::Cancel& cancel) {
  Requests requests(settings);
  if (reference.file.empty()) {
    RECOUPE_TRY(files, requests.files(reference, cancel));
    RECOUPE_TRY(file, only_gguf(reference, files));
    reference.file = std::move(file);
  }
  if (is_part(reference.file)) return core::fail(in_parts(reference, reference.file));
  RECOUPE_TRY(remote, requests.head(reference, cancel));
  RECOUPE_TRY(lock, cache.lock(remote.etag, cancel));
  std::error_code failed;
  if (!fs::exists(cache.blob(remote.etag), failed)) RECOUPE_CHECK(Download(reference, remote, cache, settings, progress).run(requests, cancel));
  RECOUPE_TRY(path, cache.link(remote.commit, reference.revision, reference.file, remote.etag));
  return found_file(reference, remote.commit, path);
}

}  // namespace

Result<ModelFile> find_cached(const Reference& given, const Settings& settings) {
  Reference reference = given;
  const Cache cache(settings.cache, reference.repository);
  const std::string commit = cache.commit_of(reference.revision);
  if (reference.file.empty()) {
    const auto file = only_gguf(reference, cache.files_of(commit));
    if (!file) return core::fail(not_cached(reference));
    reference.file = *file;
  }
  const fs::path path = cache.find(commit, reference.file);
  if (path.empty()) return core::fail(not_cached(reference));
  return found_file(reference, commit, path);
}

Result<ModelFile> fetch(const Reference& reference, const Settings& settings, const Progress& progress, const core::Cancel& cancel) {
  const bool is_fixed = is_commit(reference.revision) && !reference.file.empty();  // nothing to ask: a commit never changes
  if (settings.offline || is_fixed)
    if (auto cached = find_cached(reference, settings); cached || settings.offline) return cached;
  const Cache cache(settings.cache, reference.repository);
  auto fetched = fetch_now(reference, settings, cache, progress, cancel);
  if (fetched || (fetched.error().code != core::Code::unreachable && fetched.error().code != core::Code::timeout)) return fetched;
  auto cached = find_cached(reference, settings);  // as Hugging Face's tools do: what was had last, named by its commit
  return cached ? cached : fetched;
}

}  // namespace recoupe::models::hub
