#include "evidence/heads.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "core/hash.hpp"
#include "evidence/private_files.hpp"

namespace recoupe::evidence {

core::Status append_head(const std::filesystem::path& store, Head head) {
  const auto path = store / "heads.jsonl";
  RECOUPE_TRY(file, open_private(path, O_RDWR | O_CREAT | O_APPEND));
  while (::flock(file.number(), LOCK_EX) != 0)
    if (errno != EINTR) return core::fail(unwritable("flock", path, errno));
  RECOUPE_TRY(text, read_open_file(file.number(), path));
  const Lines lines = split_lines(text);
  // What a killed process left of a line was never a head.
  if (!lines.torn.empty() && ::ftruncate(file.number(), static_cast<off_t>(text.size() - lines.torn.size())) != 0)
    return core::fail(unwritable("ftruncate", path, errno));
  head.prev = lines.whole.empty() ? first_head_prev() : core::hex(core::sha256(lines.whole.back()));
  RECOUPE_CHECK(write_all(file.number(), line_of(head) + "\n", path));
  return sync_file(file.number(), path);
}

std::set<std::string> runs_with_head(const std::filesystem::path& store) {
  std::set<std::string> runs;
  const auto text = read_file(store / "heads.jsonl");
  if (!text || !*text) return runs;
  for (const std::string_view line : split_lines(**text).whole)
    if (const auto json = core::Json::parse(line)) runs.insert(json->text("run_id"));
  return runs;
}

}  // namespace recoupe::evidence
