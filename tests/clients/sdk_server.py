"""A server made with the official Python SDK, for our client. Arguments: transport (sse, streamable-http), port."""
import sys

from mcp.server import MCPServer
from mcp.server.mcpserver import Context

server = MCPServer("made-with-the-sdk")


@server.tool()
async def add(a: int, b: int, context: Context) -> int:
    """Adds two numbers."""
    await context.report_progress(1, 2)
    return a + b


server.run(transport=sys.argv[1], host="127.0.0.1", port=int(sys.argv[2]))
