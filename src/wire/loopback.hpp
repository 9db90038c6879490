// A TCP listener on this machine for tests of HTTP: accepts connections one after the other and lets a script answer.
// Takes what each connection does, gives a port and what was received. Included by the tests of wire and mcp.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "wire/file_descriptor.hpp"

namespace recoupe::wire {

/// One accepted connection, as a script sees it.
class LoopbackPeer {
 public:
  explicit LoopbackPeer(int fd) : fd_(fd) {}
  /// Reads one whole HTTP request (head and Content-Length body); "" when the other end left.
  std::string read_request();
  /// Writes bytes as they are.
  void write(std::string_view bytes);
  /// Waits until the other end leaves, or `timeout_ms`; gives whether it left.
  bool wait_left(int timeout_ms);

 private:
  int fd_;
  std::string buffer_;
};

class Loopback {
 public:
  using Script = std::function<void(LoopbackPeer& peer, int connection)>;
  explicit Loopback(Script script);
  ~Loopback();
  [[nodiscard]] std::string url(std::string_view path = "/mcp") const;
  [[nodiscard]] int port() const { return port_; }

 private:
  Script script_;
  FileDescriptor listener_;
  int port_ = 0;
  std::atomic<bool> ending_ = false;
  std::mutex mutex_;
  std::vector<int> open_;
  std::vector<std::thread> threads_;
  std::thread accepting_;
};

/// Builds a whole answer with its length.
std::string http_answer(int status, std::string_view body, std::string_view more_fields = {},
                        std::string_view type = "application/json");

inline std::string LoopbackPeer::read_request() {
  const auto receive = [this] {
    char block[4096];
    const ssize_t count = ::recv(fd_, block, sizeof block, 0);
    if (count > 0) buffer_.append(block, static_cast<std::size_t>(count));
    return count > 0;
  };
  std::size_t end = std::string::npos;
  while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
    if (!receive()) return {};
  }
  std::string lowered = buffer_.substr(0, end);
  std::ranges::transform(lowered, lowered.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::size_t field = lowered.find("content-length:");
  const std::size_t body = field == std::string::npos ? 0 : std::strtoul(lowered.c_str() + field + 15, nullptr, 10);
  while (buffer_.size() < end + 4 + body) {
    if (!receive()) return {};
  }
  std::string request = buffer_.substr(0, end + 4 + body);
  buffer_.erase(0, request.size());
  return request;
}

inline void LoopbackPeer::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

inline bool LoopbackPeer::wait_left(int timeout_ms) {
  pollfd wanted{fd_, POLLIN, 0};
  char byte = 0;
  return ::poll(&wanted, 1, timeout_ms) == 1 && ::recv(fd_, &byte, 1, MSG_PEEK) <= 0;
}

inline Loopback::Loopback(Script script) : script_(std::move(script)), listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener_.get(), generic, size) != 0 || ::listen(listener_.get(), 16) != 0) std::abort();
  ::getsockname(listener_.get(), generic, &size);
  port_ = ntohs(address.sin_port);
  accepting_ = std::thread([this] {
    for (int connection = 0; !ending_; ++connection) {
      const int fd = ::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) return;
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
      threads_.emplace_back([this, fd, connection] {
        LoopbackPeer peer(fd);
        script_(peer, connection);
        const std::lock_guard closing(mutex_);
        std::erase(open_, fd);
        FileDescriptor{fd}.close();
      });
    }
  });
}

inline Loopback::~Loopback() {
  ending_ = true;
  ::shutdown(listener_.get(), SHUT_RDWR);
  accepting_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
}

inline std::string Loopback::url(std::string_view path) const { return "http://127.0.0.1:" + std::to_string(port_) + std::string(path); }

inline std::string http_answer(int status, std::string_view body, std::string_view more_fields, std::string_view type) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  if (!body.empty()) text.append("Content-Type: ").append(type).append("\r\n");
  return text.append(more_fields).append("\r\n").append(body);
}

}  // namespace recoupe::wire
