"""A small HTTP server for tests: a handler of one test, on a thread, on a port of its own."""
import http.server
import threading


class Server:
    """Runs `answer(handler, method)` for each request; stops on leaving."""

    def __init__(self):
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                outer.answer(self, "GET")

            def do_HEAD(self):
                outer.answer(self, "HEAD")

            def do_POST(self):
                outer.answer(self, "POST")

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.http.server_address[1]}"

    def answer(self, handler, method):
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


def respond(handler, status, body=b"", headers=None, length=None):
    """Answers at once; `length` says another length than the body's."""
    handler.send_response(status)
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body) if length is None else length))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)
