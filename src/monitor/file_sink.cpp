#include "monitor/file_sink.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

namespace recoupe::monitor {

namespace {

namespace fs = std::filesystem;

class FileSink final : public Sink {
 public:
  explicit FileSink(FileOptions options) : options_(std::move(options)) {}
  ~FileSink() override { close_file(); }

  bool take(const Event& event, bool with_details) override {
    const std::string line = to_json(event, with_details).dump() + "\n";
    if (fd_ < 0 && !open_file()) return false;
    if (!has_room(line.size()) && !put_aside(line.size())) return false;
    // One write(2) to a file opened for appending: lines of several processes do not mix.
    return ::write(fd_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  }

 private:
  [[nodiscard]] fs::path path_of(int number) const {
    return options_.folder / (number == 0 ? "recoupe.jsonl" : "recoupe." + std::to_string(number) + ".jsonl");
  }

  bool open_file() {
    close_file();
    std::error_code ignored;  // opening says whether there is a folder
    if (fs::create_directories(options_.folder, ignored)) fs::permissions(options_.folder, fs::perms::owner_all, ignored);
    fd_ = ::open(path_of(0).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return fd_ >= 0;
  }

  void close_file() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

  [[nodiscard]] bool has_room(std::size_t bytes) const {
    struct stat file {};
    return ::fstat(fd_, &file) == 0 && (file.st_size == 0 || file.st_size + static_cast<std::int64_t>(bytes) <= options_.bytes_max);
  }

  /// Moves each file one number up, unless another process has just done it.
  bool put_aside(std::size_t bytes) {
    const int lock = ::open((options_.folder / "lock").c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return false;
    bool opened = ::flock(lock, LOCK_EX) == 0 && open_file();
    if (opened && !has_room(bytes)) {
      std::error_code ignored;  // a file that is not there yet
      for (int number = options_.files_max - 1; number > 0; --number) fs::rename(path_of(number - 1), path_of(number), ignored);
      if (options_.files_max == 1) fs::remove(path_of(0), ignored);
      opened = open_file();
    }
    ::close(lock);
    return opened;
  }

  FileOptions options_;
  int fd_ = -1;
};

}  // namespace

std::unique_ptr<Sink> make_file_sink(FileOptions options) { return std::make_unique<FileSink>(std::move(options)); }

}  // namespace recoupe::monitor
