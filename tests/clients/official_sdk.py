"""The official Python SDK's client against `recoupe mcp`, run in the environment that has the SDK. Arguments: era (auto, legacy),
program, project. Writes what it saw as JSON on stdout. The SDK checks every structured result against the tool's output schema."""
import asyncio
import json
import sys

from mcp import Client, ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

ERA, PROGRAM, PROJECT, SENTENCE = sys.argv[1:5]
PARAMETERS = StdioServerParameters(command=PROGRAM, args=["mcp"], cwd=PROJECT)


async def look_around(session, version):
    heard = []

    async def hear(progress, total, message):
        heard.append([progress, message])
    tools = (await session.list_tools()).tools
    answer = await session.call_tool("ask", {"instruction": SENTENCE, "rows_max": 3}, progress_callback=hear)
    refusal = await session.call_tool("ask", {"instruction": "Delete all suspended users"})
    plan = await session.call_tool("plan", {"instruction": SENTENCE})
    again = await session.call_tool("run_plan", {"plan": plan.structured_content["plan"]["text"], "language": "fr"})
    catalog = await session.call_tool("catalog", {"server": "postgres"})
    verified = await session.call_tool("verify", {"run": answer.structured_content["run_id"]})
    return {"version": version, "tools": [tool.name for tool in tools], "progress": heard,
            "ask": answer.structured_content, "refusal": [refusal.is_error, refusal.structured_content["error"]],
            "plan": plan.structured_content, "run_plan": again.structured_content, "catalog": catalog.structured_content,
            "verify": verified.structured_content}


async def main():
    if ERA == "legacy":
        async with stdio_client(PARAMETERS) as (read, write), ClientSession(read, write) as session:
            agreed = await session.initialize()
            seen = await look_around(session, agreed.protocol_version)
    else:
        async with Client(PARAMETERS) as client:
            seen = await look_around(client, client.protocol_version)
    print(json.dumps(seen))


asyncio.run(main())
