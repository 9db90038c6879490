#include "wire/file_descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace recoupe::wire {

void FileDescriptor::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

core::Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) {
    const std::string why = std::strerror(errno);
    return core::fail({.code = core::Code::internal,
                       .origin = core::Origin::internal,
                       .stage = "wire",
                       .message = {"No pipe could be opened: " + why + ".", "Impossible d'ouvrir un tube : " + why + "."},
                       .remedy = {"Close other programs, or raise the limit of open files (ulimit -n).",
                                  "Fermez d'autres programmes, ou relevez la limite de fichiers ouverts (ulimit -n)."}});
  }
  return Pipe{FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

}  // namespace recoupe::wire
