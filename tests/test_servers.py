"""Our two database servers, as any other MCP client sees them: JSON-RPC lines over stdio, in both eras."""
import json
import os
import subprocess

import pytest

from stand import PROGRAM

SERVERS = {"postgres": "POSTGRES_URI", "mongodb": "MONGODB_URI"}


class Client:
    """The smallest MCP client that could be."""

    def __init__(self, kind, uris):
        environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        environment[SERVERS[kind]] = uris[SERVERS[kind]]
        self.process = subprocess.Popen([str(PROGRAM), "mcp", kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=environment, text=True)
        self.number = 0

    def ask(self, method, **params):
        self.number += 1
        message = {"jsonrpc": "2.0", "id": self.number, "method": method, "params": params}
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        while True:
            answer = json.loads(self.process.stdout.readline())
            if answer.get("id") == self.number:
                return answer

    def initialize(self):
        answer = self.ask("initialize", protocolVersion="2025-06-18", capabilities={},
                          clientInfo={"name": "test", "version": "1"})
        self.process.stdin.write(json.dumps({"jsonrpc": "2.0", "method": "notifications/initialized"}) + "\n")
        return answer["result"]

    def call(self, tool, **arguments):
        return self.ask("tools/call", name=tool, arguments=arguments)["result"]

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(10)
        self.process.stdout.close()
        self.process.stderr.close()
        return code


@pytest.fixture(params=SERVERS)
def client(request, stand):
    opened = Client(request.param, stand.uris)
    opened.kind = request.param
    yield opened
    if opened.process.poll() is None:
        opened.close()


def test_another_client_lists_tools_and_gets_rows(client):
    assert client.initialize()["protocolVersion"] == "2025-06-18"
    tools = {tool["name"]: tool for tool in client.ask("tools/list")["result"]["tools"]}
    assert {"sample", "count"} <= set(tools)
    for tool in tools.values():
        assert tool["description"] and tool["inputSchema"]["type"] == "object"
        assert tool["annotations"]["readOnlyHint"] is True
    rows = client.call("query", sql="SELECT count(*) FROM public.employees") if client.kind == "postgres" else \
        client.call("count", collection="users")
    assert not rows.get("isError") and rows["structuredContent"]
    assert client.close() == 0


def test_the_modern_era_needs_no_handshake(client):
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    discovered = client.ask("server/discover", _meta=meta)["result"]
    assert "2026-07-28" in discovered["supportedVersions"]
    assert client.ask("tools/list", _meta=meta)["result"]["tools"]


@pytest.mark.parametrize("sql", ["COMMIT; DROP TABLE public.employees", "SET TRANSACTION READ WRITE", "COMMIT",
                                 "SELECT pg_sleep(10)", "SELECT * FROM pg_read_file('/etc/passwd')", "RESET ALL",
                                 "SELECT set_config('transaction_read_only','off',false)", "SELECT pg_advisory_lock(1)",
                                 "WITH x AS (DELETE FROM public.badges RETURNING 1) SELECT * FROM x",
                                 "SELECT query_to_xml('SELECT 1', true, true, '')", "SELECT 1 FOR UPDATE"])
def test_statements_that_do_more_than_read_are_refused(stand, sql):
    client = Client("postgres", stand.uris)
    client.initialize()
    answer = client.call("query", sql=sql)
    assert answer["isError"], sql
    assert client.call("query", sql="SELECT count(*) FROM public.employees").get("isError") is not True
    client.close()


@pytest.mark.parametrize("pipeline", [[{"$out": "x"}], [{"$merge": {"into": "x"}}], [{"$match": {"$where": "1"}}],
                                      [{"$facet": {"a": [{"$out": "x"}]}}], [{"$currentOp": {}}], [{"$changeStream": {}}],
                                      [{"$unionWith": {"coll": "users", "pipeline": [{"$out": "x"}]}}],
                                      [{"$project": {"a": {"$function": {"body": "x", "args": [], "lang": "js"}}}}]])
def test_pipelines_that_do_more_than_read_are_refused(stand, pipeline):
    client = Client("mongodb", stand.uris)
    client.initialize()
    assert client.call("aggregate", collection="users", pipeline=pipeline)["isError"]
    client.close()
