"""The official Python SDK's client against one of our database servers over HTTP, in both eras, run in the environment that has
the SDK. Arguments: address, token. Writes what it saw as JSON on stdout."""
import asyncio
import json
import sys

import httpx2
from mcp import Client, ClientSession
from mcp.client.streamable_http import streamable_http_client

URL, TOKEN = sys.argv[1:3]


def client():
    return httpx2.AsyncClient(headers={"Authorization": f"Bearer {TOKEN}"})


async def use(session, version):
    tools = (await session.list_tools()).tools
    counted = await session.call_tool("count", {"table": "public.employees"})
    return {"version": version, "tools": [tool.name for tool in tools], "counted": counted.structured_content}


async def main():
    seen = []
    async with client() as http, streamable_http_client(URL, http_client=http) as streams, ClientSession(streams[0], streams[1]) as session:
        agreed = await session.initialize()
        seen.append(await use(session, agreed.protocol_version))
    async with client() as http, Client(streamable_http_client(URL, http_client=http)) as session:
        seen.append(await use(session, session.protocol_version))
    print(json.dumps(seen))


asyncio.run(main())
