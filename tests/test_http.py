"""MCP over HTTP with the whole program: our servers behind `--http`, certificates, proxies, tokens, and who is not let in."""
import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.parse

import pytest

from stand import BUILD, PROGRAM, ROOT, make_project, recoupe

SENTENCE = "Affiche les utilisateurs admins créés cette semaine dans MongoDB et vérifie leur département dans PostgreSQL"
TOKEN = "a-token-that-no-message-may-show-1234567890"
SDK = ROOT / ".deps/servers/mcp-sdk/bin/python"
KINDS = {"postgres": "POSTGRES_URI", "mongodb": "MONGODB_URI"}
MODERN = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}


@contextlib.contextmanager
def serving(kind, uris, *options, environment=None):
    """Runs `recoupe mcp <kind> --http` on a free port; gives its address and what it wrote to stderr."""
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    clean[KINDS[kind]] = uris[KINDS[kind]]
    clean.update({"RECOUPE_MCP_TOKEN": TOKEN} if environment is None else environment)
    process = subprocess.Popen([str(PROGRAM), "mcp", kind, "--http", "127.0.0.1:0", *options], env=clean,
                               stderr=subprocess.PIPE, text=True)
    try:
        said = process.stderr.readline()
        assert said.startswith("recoupe mcp: http://127.0.0.1:"), said + process.stderr.read()
        yield said.split()[-1], process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
        process.stderr.close()


@pytest.fixture(scope="module")
def addresses(stand):
    with serving("postgres", stand.uris) as (postgres, _), serving("mongodb", stand.uris) as (mongodb, _):
        yield {"postgres": postgres, "mongodb": mongodb}


def over_http(folder, addresses, token="${TOKEN}", **more):
    """Makes a project whose servers are reached over HTTP."""
    servers = {name: {"type": "http", "url": url, "headers": {"Authorization": f"Bearer {token}"}, **more}
               for name, url in addresses.items()}
    return make_project(folder, {"TOKEN": TOKEN}, {"mcpServers": servers})


def result_digest(project, answer):
    log = project / ".recoupe/runs" / answer["run_id"] / "log.jsonl"
    return next(json.loads(line)["body"]["digest"] for line in log.read_text().splitlines() if '"kind":"result"' in line)


def ask(url, body=None, method="POST", token=TOKEN, **headers):
    """Sends one request as it is; gives status, header fields and body."""
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=20)
    fields = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    if token:
        fields["Authorization"] = f"Bearer {token}"
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    connection.request(method, place.path, json.dumps(body) if body is not None else None, fields)
    answer = connection.getresponse()
    status, found, text = answer.status, dict(answer.getheaders()), answer.read().decode()
    connection.close()
    return status, found, text


def initialize(url, version="2025-11-25"):
    status, fields, text = ask(url, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": version}})
    assert status == 200, text
    return fields["Mcp-Session-Id"]


def call(url, session, tool, **arguments):
    status, _, text = ask(url, {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": tool, "arguments": arguments}},
                          Mcp_Session_Id=session)
    assert status == 200, text
    return json.loads(text)["result"]


def test_the_sentence_over_http_gives_the_digest_that_it_gives_in_process(stand, addresses, tmp_path):
    near = make_project(tmp_path / "near", stand.uris)
    far = over_http(tmp_path / "far", addresses)
    now = ["--now", stand.now.isoformat()]
    answers = {project: recoupe(project, "ask", SENTENCE, "--format", "json", *now) for project in (near, far)}
    for project, answer in answers.items():
        assert answer.code == 0, answer.out + answer.err
    assert result_digest(near, answers[near].json) == result_digest(far, answers[far].json)
    assert answers[far].json["row_count"] > 0
    for path in (far / ".recoupe").rglob("*"):
        assert not path.is_file() or TOKEN not in path.read_text(errors="replace"), path


@pytest.mark.parametrize("kind", KINDS)
def test_a_legacy_client_gets_rows_in_its_session(addresses, kind):
    session = initialize(addresses[kind])
    rows = call(addresses[kind], session, "query", sql="SELECT count(*) FROM public.employees") if kind == "postgres" else \
        call(addresses[kind], session, "count", collection="users")
    assert not rows.get("isError") and rows["structuredContent"]
    assert ask(addresses[kind], method="DELETE", Mcp_Session_Id=session)[0] == 204
    assert ask(addresses[kind], {"jsonrpc": "2.0", "id": 3, "method": "ping"}, Mcp_Session_Id=session)[0] == 404


def test_a_modern_client_needs_no_session(addresses):
    body = {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {"_meta": MODERN}}
    status, fields, text = ask(addresses["postgres"], body, MCP_Protocol_Version="2026-07-28", Mcp_Method="server/discover")
    assert status == 200 and json.loads(text)["result"]["supportedVersions"] == ["2026-07-28"]
    assert "Mcp-Session-Id" not in fields


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status,headers", [
    (403, {"Origin": "https://evil.example"}), (403, {"Origin": "null"}), (403, {"Origin": "http://localhost:1"}),
    (403, {"Host": "evil.example"}), (403, {"Host": "127.0.0.1.evil.example:80"}), (401, {"token": None}),
    (401, {"token": TOKEN + "x"}), (404, {"Mcp_Session_Id": "0" * 64}), (415, {"Content_Type": "text/plain"})])
def test_who_has_no_business_here_is_refused(addresses, kind, status, headers):
    found, _, text = ask(addresses[kind], {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, **headers)
    assert found == status
    assert "tools" not in text


def test_a_cursor_is_good_in_its_own_session_alone(addresses):
    url = addresses["postgres"]
    mine, theirs = initialize(url), initialize(url)
    first = call(url, mine, "query", sql="SELECT work_email FROM public.employees", page_rows=3)["structuredContent"]
    assert first["cursor"] and not first["complete"]
    assert call(url, theirs, "next_page", cursor=first["cursor"])["isError"]
    modern = {"jsonrpc": "2.0", "id": 1, "method": "tools/call",
              "params": {"_meta": MODERN, "name": "next_page", "arguments": {"cursor": first["cursor"]}}}
    _, _, text = ask(url, modern, MCP_Protocol_Version="2026-07-28", Mcp_Method="tools/call", Mcp_Name="next_page")
    assert json.loads(text)["result"]["isError"]
    assert not call(url, mine, "next_page", cursor=first["cursor"]).get("isError")


def test_without_a_token_one_is_made_and_told_once(stand):
    with serving("mongodb", stand.uris, environment={}) as (url, process):
        made = process.stderr.readline().removeprefix("Authorization: Bearer ").strip()
        assert len(made) == 64
        assert ask(url, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})[0] == 401
        assert ask(url, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25"}}, token=made)[0] == 200


@pytest.mark.parametrize("options,environment", [
    (["--http", "0.0.0.0:0"], {"RECOUPE_MCP_TOKEN": TOKEN}), (["--http", "0.0.0.0:0", "--allow-remote"], {}),
    (["--http", "127.0.0.1:0"], {"RECOUPE_MCP_TOKEN": "short"}), (["--http", "127.0.0.1:0", "--token-env", "UNSET"], {}),
    (["--http", "nowhere"], {}), (["--http", "127.0.0.1:99999"], {})])
def test_an_unsafe_address_or_token_is_refused_before_anything_listens(stand, options, environment):
    done = subprocess.run([str(PROGRAM), "mcp", "mongodb", *options], capture_output=True, text=True, timeout=20,
                          env={"PATH": os.environ["PATH"], "MONGODB_URI": stand.uris["MONGODB_URI"], **environment})
    assert done.returncode == 2, done.stderr
    assert done.stderr and "Bearer" not in done.stderr


def test_sigterm_ends_the_server_while_a_client_is_connected(stand):
    with serving("mongodb", stand.uris) as (url, process):
        place = urllib.parse.urlsplit(url)
        idle = socket.create_connection((place.hostname, place.port))
        initialize(url)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        idle.close()


@pytest.mark.parametrize("token", ["wrong-token-1234567890", "${TOKEN}x"])
def test_a_wrong_token_is_an_error_that_does_not_show_it(addresses, tmp_path, token):
    project = over_http(tmp_path / "p", addresses, token)
    done = recoupe(project, "catalog")
    assert done.code == 4, done.err
    assert "401" in done.err and TOKEN not in done.err and "wrong-token" not in done.err


def test_a_header_whose_variable_is_not_set_is_named(addresses, tmp_path):
    done = recoupe(over_http(tmp_path / "p", addresses, "${NOT_SET_ANYWHERE}"), "catalog")
    assert done.code == 2 and "NOT_SET_ANYWHERE" in done.err


class Relay:
    """Listens on this machine and passes connections on: plainly, or behind TLS."""

    def __init__(self, target, context=None):
        self.target, self.context = target, context
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with contextlib.suppress(OSError, ssl.SSLError):
            if self.context:
                client = self.context.wrap_socket(client, server_side=True)
            self.join(client, socket.create_connection(self.target))

    @staticmethod
    def join(one, other):
        def pass_on(source, sink):
            with contextlib.suppress(OSError, ssl.SSLError):
                while block := source.recv(65536):
                    sink.sendall(block)
            for end in (source, sink):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        threading.Thread(target=pass_on, args=(other, one), daemon=True).start()
        pass_on(one, other)

    def close(self):
        self.listener.close()


class Proxy(Relay):
    """A proxy that notes what it was asked and leads every host to one place."""

    def __init__(self, target):
        self.asked = []
        super().__init__(target)

    def serve(self, client):
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(65536)
        self.asked.append(head.split(b"\r\n")[0].decode())
        backend = socket.create_connection(self.target)
        if head.startswith(b"CONNECT"):
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            backend.sendall(head)
        self.join(client, backend)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    key, pem = folder / "key.pem", folder / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,DNS:mcp.internal", "-keyout", key, "-out", pem],
                   check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    return pem, context


def place_of(url):
    place = urllib.parse.urlsplit(url)
    return place.hostname, place.port


def test_a_certificate_of_ones_own_is_refused_until_its_file_is_named(addresses, certificate, tmp_path):
    pem, context = certificate
    relay = Relay(place_of(addresses["mongodb"]), context)
    project = over_http(tmp_path / "p", {"mongodb": f"https://localhost:{relay.port}/mcp"})
    refused = recoupe(project, "catalog")
    assert refused.code == 6 and "SSL_CERT_FILE" in refused.err and "certificate" in refused.err, refused.err
    trusted = recoupe(project, "catalog", environment={"SSL_CERT_FILE": str(pem)})
    assert trusted.code == 0, trusted.err
    other_name = over_http(tmp_path / "q", {"mongodb": f"https://127.0.0.1:{relay.port}/mcp"})
    assert recoupe(other_name, "catalog", environment={"SSL_CERT_FILE": str(pem)}).code == 6
    relay.close()


def test_a_proxy_is_used_for_other_hosts_and_named_in_the_usual_variables(stand, certificate, tmp_path):
    pem, context = certificate
    with serving("mongodb", stand.uris, "--allow-host", "mcp.internal") as (url, _):
        proxy = Proxy(place_of(url))
        through = {"HTTP_PROXY": f"http://127.0.0.1:{proxy.port}"}
        project = over_http(tmp_path / "p", {"mongodb": "http://mcp.internal/mcp"})
        done = recoupe(project, "catalog", environment=through)
        assert done.code == 0, done.err
        assert proxy.asked and all(line == "POST http://mcp.internal/mcp HTTP/1.1" for line in proxy.asked)
        asked = len(proxy.asked)
        assert recoupe(over_http(tmp_path / "near", {"mongodb": url}), "catalog", environment=through).code == 0
        excepted = recoupe(project, "catalog", "--refresh", environment={**through, "NO_PROXY": "mcp.internal"})
        assert excepted.code == 6
        assert len(proxy.asked) == asked

        relay = Relay(place_of(url), context)
        tunnel = Proxy(("127.0.0.1", relay.port))
        secure = over_http(tmp_path / "s", {"mongodb": "https://mcp.internal/mcp"})
        done = recoupe(secure, "catalog", environment={"HTTPS_PROXY": f"http://127.0.0.1:{tunnel.port}", "SSL_CERT_FILE": str(pem)})
        assert done.code == 0, done.err
        assert set(tunnel.asked) == {"CONNECT mcp.internal:443 HTTP/1.1"}
        for listener in (proxy, relay, tunnel):
            listener.close()


def test_an_address_that_nobody_serves_is_said_without_path_and_query(tmp_path):
    project = over_http(tmp_path / "p", {"mongodb": "http://127.0.0.1:1/secret-path-of-a-tenant/mcp?key=secret-key"})
    done = recoupe(project, "catalog")
    assert done.code == 6 and "http://127.0.0.1:1" in done.err
    assert "secret" not in done.err


def test_recoupe_itself_is_served_over_http(stand, project):
    environment = {name: value for name, value in os.environ.items() if name not in KINDS.values()}
    process = subprocess.Popen([str(PROGRAM), "mcp", "--http", "127.0.0.1:0"], cwd=project, stderr=subprocess.PIPE, text=True,
                               env=dict(environment, RECOUPE_MCP_TOKEN=TOKEN))
    try:
        url = process.stderr.readline().split()[-1]
        session = initialize(url)
        answer = call(url, session, "run_plan", plan="FROM postgres.public.employees |> AGGREGATE COUNT(*) AS n")
        assert answer["structuredContent"]["status"] == "ok", answer
        assert ask(url, {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, token=None)[0] == 401
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        process.stderr.close()


@pytest.mark.skipif(not SDK.exists(), reason="the official SDK is not in .deps/servers (tools/fetch_clients)")
def test_the_official_sdks_client_speaks_with_our_server_in_both_eras(addresses):
    done = subprocess.run([SDK, ROOT / "tests/clients/sdk_client_over_http.py", addresses["postgres"], TOKEN], capture_output=True,
                          text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert [one["version"] for one in seen] == ["2025-11-25", "2026-07-28"]
    assert all("query" in one["tools"] and one["counted"]["count"] == seen[0]["counted"]["count"] for one in seen)


@pytest.mark.skipif(not SDK.exists(), reason="the official SDK is not in .deps/servers (tools/fetch_clients)")
@pytest.mark.parametrize("transport,path,version", [("sse", "/sse", "2025-11-25"), ("streamable-http", "/mcp", "2026-07-28")])
def test_our_client_speaks_with_a_server_of_the_official_sdk(tmp_path, transport, path, version):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with open(tmp_path / "log", "w") as log:
        server = subprocess.Popen([SDK, ROOT / "tests/clients/sdk_server.py", transport, str(port)], stdout=log, stderr=log)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            assert server.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.1)
        done = subprocess.run([BUILD / "tests/conformance/recoupe_conformance_client", f"http://127.0.0.1:{port}{path}"],
                              env={"PATH": os.environ["PATH"], "MCP_CONFORMANCE_SCENARIO": "tools_call"}, capture_output=True, text=True,
                              timeout=60)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"made-with-the-sdk {version}\n") and '"text":"4"' in done.stdout
    finally:
        server.kill()
        server.wait(10)
