#include "wire/http_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "wire/http_connection.hpp"

namespace recoupe::wire {

namespace {

constexpr int backlog = 64;

union Address {
  sockaddr generic;
  sockaddr_in four;
  sockaddr_in6 six;
};

core::Error refused(core::Code code, core::Bilingual message, core::Bilingual remedy) {
  return {.code = code, .origin = core::Origin::user, .stage = "wire", .message = std::move(message), .remedy = std::move(remedy)};
}

core::Result<std::pair<Address, socklen_t>> address_of(const std::string& host, std::uint16_t port) {
  Address address;
  std::memset(&address, 0, sizeof address);
  const std::string numeric = host == "localhost" ? "127.0.0.1" : host;
  const bool has_brackets = numeric.size() > 2 && numeric.front() == '[' && numeric.back() == ']';
  const std::string bare = has_brackets ? numeric.substr(1, numeric.size() - 2) : numeric;
  if (::inet_pton(AF_INET, bare.c_str(), &address.four.sin_addr) == 1) {
    address.four.sin_family = AF_INET;
    address.four.sin_port = htons(port);
    return std::pair(address, static_cast<socklen_t>(sizeof address.four));
  }
  if (::inet_pton(AF_INET6, bare.c_str(), &address.six.sin6_addr) == 1) {
    address.six.sin6_family = AF_INET6;
    address.six.sin6_port = htons(port);
    return std::pair(address, static_cast<socklen_t>(sizeof address.six));
  }
  return core::fail(refused(core::Code::usage, {host + " is no address to listen on", host + " n'est pas une adresse d'écoute"},
                            {"write 127.0.0.1:PORT or [::1]:PORT", "écrivez 127.0.0.1:PORT ou [::1]:PORT"}));
}

std::uint16_t port_of(const Address& address) {
  return ntohs(address.generic.sa_family == AF_INET6 ? address.six.sin6_port : address.four.sin_port);
}

std::string text_of(const Address& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.generic.sa_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &address.six.sin6_addr, text, sizeof text);
  } else {
    ::inet_ntop(AF_INET, &address.four.sin_addr, text, sizeof text);
  }
  return text;
}

}  // namespace

core::Result<std::unique_ptr<HttpServer>> HttpServer::listen(const std::string& host, std::uint16_t port, Handler handler,
                                                             HttpServerLimits limits) {
  RECOUPE_TRY(wanted, address_of(host, port));
  auto& [address, size] = wanted;
  FileDescriptor listener(::socket(address.generic.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  const int on = 1;
  ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (!listener.is_open() || ::bind(listener.get(), &address.generic, size) != 0 || ::listen(listener.get(), backlog) != 0) {
    const std::string place = host + ":" + std::to_string(port);
    const std::string why = std::strerror(errno);
    return core::fail(refused(core::Code::unreachable, {"can't listen on " + place + ": " + why,
                                                        "impossible d'écouter sur " + place + " : " + why},
                              {"choose another port, or 0 for a free one", "choisissez un autre port, ou 0 pour un port libre"}));
  }
  ::getsockname(listener.get(), &address.generic, &size);
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(listener), port_of(address), std::move(handler), limits));
}

HttpServer::HttpServer(FileDescriptor listener, std::uint16_t port, Handler handler, HttpServerLimits limits)
    : listener_(std::move(listener)), port_(port), handler_(std::move(handler)), limits_(limits) {}

HttpServer::~HttpServer() { stop(); }

void HttpServer::serve(const core::Cancel& cancel) {
  while (!cancel.requested()) {
    pollfd wanted{listener_.get(), POLLIN, 0};
    if (::poll(&wanted, 1, core::Cancel::poll_ms) > 0) accept_one();
  }
  listener_.close();
  stop();
}

void HttpServer::stop() {
  stopping_.request();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return connections_ == 0; });
}

void HttpServer::accept_one() {
  Address address;
  socklen_t size = sizeof address;
  FileDescriptor socket(::accept4(listener_.get(), &address.generic, &size, SOCK_CLOEXEC));
  if (!socket.is_open()) return;
  const int on = 1;
  ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);  // a head must not wait for its body's sake
  {
    const std::lock_guard lock(mutex_);
    if (connections_ >= limits_.connections_max) {
      constexpr std::string_view full = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 1\r\nConnection: close\r\n\r\n";
      ::send(socket.get(), full.data(), full.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      return;
    }
    ++connections_;
  }
  // Detached, and waited for by their number: a joinable thread per past connection would pile up.
  std::thread([this, peer = text_of(address), moved = std::make_shared<FileDescriptor>(std::move(socket))] {
    {
      HttpConnection connection(std::move(*moved), peer, limits_, stopping_);
      while (auto request = connection.next()) {
        handler_(*request, connection);
        if (!connection.is_answered()) connection.respond(500, {}, {});
        connection.end();
      }
    }
    const std::lock_guard lock(mutex_);
    --connections_;
    changed_.notify_all();
  }).detach();
}

}  // namespace recoupe::wire
