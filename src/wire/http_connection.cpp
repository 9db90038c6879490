#include "wire/http_connection.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace recoupe::wire {

namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::string_body>;

std::string_view reason_of(int status) {
  const boost::beast::string_view reason = http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status)));
  return {reason.data(), reason.size()};
}

/// Gives the status that refuses what could not be parsed.
int status_of(const boost::beast::error_code& failure) {
  if (failure == http::error::body_limit) return 413;
  if (failure == http::error::header_limit) return 431;
  return 400;
}

HttpRequest request_of(Parser& parser, const std::string& peer) {
  auto& message = parser.get();
  HttpRequest request;
  request.method = std::string(message.method_string());
  std::string target(message.target());
  for (const auto& field : message) request.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  if (target.starts_with("http://")) {  // the form that proxies are asked in; its host counts, not the field's
    const std::size_t path = std::min(target.find('/', 7), target.size());
    set_header(request.headers, "Host", target.substr(7, path - 7));
    target = path < target.size() ? target.substr(path) : "/";
  }
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.body = std::move(message.body());
  request.peer = peer;
  return request;
}

}  // namespace

HttpConnection::HttpConnection(FileDescriptor socket, std::string peer, const HttpServerLimits& limits, core::Cancel stopping)
    : socket_(std::move(socket)), peer_(std::move(peer)), limits_(limits), stopping_(std::move(stopping)) {}

std::optional<HttpRequest> HttpConnection::next() {
  is_answered_ = is_chunked_ = is_head_only_ = false;
  if (!keeps_alive_ || is_broken_) return std::nullopt;
  if (buffer_.empty() && !receive(Deadline::in_ms(limits_.idle_timeout_ms))) return std::nullopt;
  const Deadline deadline = Deadline::in_ms(limits_.request_timeout_ms);
  Parser parser;
  parser.eager(true);
  parser.header_limit(static_cast<std::uint32_t>(limits_.head_bytes_max));
  parser.body_limit(limits_.body_bytes_max);
  bool is_asked_on = false;
  while (true) {
    boost::beast::error_code failure;
    const std::size_t taken = parser.put(boost::asio::buffer(buffer_), failure);
    buffer_.erase(0, taken);
    if (failure && failure != http::error::need_more) {
      keeps_alive_ = false;
      respond(status_of(failure), {}, {});
      return std::nullopt;
    }
    if (parser.is_done()) break;
    if (parser.is_header_done() && !std::exchange(is_asked_on, true) &&
        boost::beast::iequals(parser.get()[http::field::expect], "100-continue")) {
      send("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (!receive(deadline)) return std::nullopt;
  }
  keeps_alive_ = parser.keep_alive();
  is_head_only_ = parser.get().method() == http::verb::head;
  return request_of(parser, peer_);
}

bool HttpConnection::receive(const Deadline& deadline) {
  while (!stopping_.requested() && !deadline.passed()) {
    pollfd wanted{socket_.get(), POLLIN, 0};
    if (::poll(&wanted, 1, deadline.slice_ms()) == 0) continue;
    std::array<char, 16 * 1024> block;
    const ssize_t count = ::recv(socket_.get(), block.data(), block.size(), MSG_DONTWAIT);
    if (count > 0) buffer_.append(block.data(), static_cast<std::size_t>(count));
    if (count > 0) return true;
    if (count == 0 || (errno != EAGAIN && errno != EINTR)) return false;
  }
  return false;
}

bool HttpConnection::send(std::string_view bytes) {
  const Deadline deadline = Deadline::in_ms(limits_.write_timeout_ms);
  while (!bytes.empty() && !is_broken_) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EAGAIN && !deadline.passed()) {
      pollfd wanted{socket_.get(), POLLOUT, 0};
      ::poll(&wanted, 1, deadline.slice_ms());
    } else if (errno != EINTR) {
      is_broken_ = true;
    }
  }
  return !is_broken_;
}

void HttpConnection::send_head(int status, const HttpHeaders& headers) {
  is_answered_ = true;
  if (stopping_.requested()) keeps_alive_ = false;
  std::string head = "HTTP/1.1 " + std::to_string(status) + " ";
  head.append(reason_of(status)).append("\r\n");
  for (const auto& [name, value] : headers) {
    if (is_header_name(name) && is_header_value(value)) head.append(name).append(": ").append(value).append("\r\n");
  }
  if (!keeps_alive_) head.append("Connection: close\r\n");
  send(head.append("\r\n"));
}

void HttpConnection::respond(int status, const HttpHeaders& headers, std::string_view body) {
  HttpHeaders all = headers;
  if (status != 204) set_header(all, "Content-Length", std::to_string(body.size()));
  send_head(status, all);
  if (!is_head_only_ && status != 204) send(body);
}

void HttpConnection::begin(int status, const HttpHeaders& headers) {
  HttpHeaders all = headers;
  set_header(all, "Transfer-Encoding", "chunked");
  is_chunked_ = true;
  send_head(status, all);
}

bool HttpConnection::write(std::string_view piece) {
  if (piece.empty() || is_head_only_) return !is_broken_;
  std::string chunk;
  for (std::size_t rest = piece.size(); rest > 0; rest /= 16) chunk.insert(chunk.begin(), "0123456789abcdef"[rest % 16]);
  return send(chunk.append("\r\n").append(piece).append("\r\n"));
}

void HttpConnection::end() {
  if (std::exchange(is_chunked_, false) && !is_head_only_) send("0\r\n\r\n");
}

bool HttpConnection::is_given_up() {
  if (is_broken_ || stopping_.requested()) return true;
  char byte = 0;
  const ssize_t count = ::recv(socket_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR)) is_broken_ = true;
  return is_broken_;
}

}  // namespace recoupe::wire
