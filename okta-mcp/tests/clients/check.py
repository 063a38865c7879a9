"""Tries okta-mcp with the official Python SDK.

    python check.py MODE stdio PROGRAM [ARGUMENT...]
    python check.py MODE http URL TOKEN

MODE is the one of the SDK: `auto` for the newest version, `legacy` for an initialize handshake.
The server is to be started with --mock --allow destroy --toolset all.
"""

import asyncio
import json
import sys

import httpx2
import mcp.types as types
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

MODE, TRANSPORT, TARGET, *REST = sys.argv[1:]

questions: list[str] = []
answer = "accept"


async def fill(context, params):
    questions.append(params.message)
    if answer != "accept":
        return types.ElicitResult(action=answer)
    name = params.message.split("type: ")[-1]
    return types.ElicitResult(action="accept", content={"name": name})


def transport():
    if TRANSPORT == "stdio":
        return StdioServerParameters(command=TARGET, args=REST)
    headers = {"Authorization": f"Bearer {REST[0]}"}
    return streamable_http_client(TARGET, http_client=httpx2.AsyncClient(headers=headers, timeout=30))


async def check(client: Client) -> None:
    global answer

    async def call(name, **arguments):
        result = await client.call_tool(name, arguments)
        text = result.content[0].text
        assert len(text.encode()) <= 8192, f"{name}: {len(text)}"
        assert json.loads(text) == result.structured_content, name
        return result

    async def good(name, **arguments):
        result = await call(name, **arguments)
        assert not result.is_error, f"{name}: {result.content[0].text}"
        return result.structured_content

    tools = (await client.list_tools()).tools
    assert len(tools) == 14, [tool.name for tool in tools]
    found = await good("okta_search", intent="lock somebody out")
    assert any(hit["operation"] == "suspendUser" for hit in found["operations"][:5])
    await good("okta_describe", operation="createUser")
    await good("okta_status")
    users = await good("okta_call", operation="listUsers", fields=["id", "profile.login", "status"])
    user = [user for user in users["items"] if user["status"] == "ACTIVE"][-1]
    login = user["profile"]["login"]
    await good("okta_find_user", who=login)
    await good("okta_search_log", failedSignIns=True, hours=700)
    await good("okta_recent_changes")
    await good("okta_mfa_overview", who=login)
    await good("okta_group_members", group="Everyone")
    await good("okta_offboard_user", who=login)
    apps = await good("okta_call", operation="listApplications", arguments={"limit": 1})
    app = apps["items"][0]["id"]
    await good("okta_who_has_app", app=app)
    for name, arguments in [
        ("okta_create_user", {"profile": {"email": "new@example.com", "firstName": "N", "lastName": "E"}}),
        ("okta_update_user", {"who": login, "profile": {"title": "X"}}),
        ("okta_assign_app", {"app": app, "users": [login]}),
        ("okta_call", {"operation": "addGroup", "body": {"profile": {"name": "x"}}}),
    ]:
        refused = await call(name, **arguments)
        assert refused.is_error and "--allow" in refused.structured_content["error"], refused

    assert len((await client.list_resources()).resources) == 2
    audit = await client.read_resource("okta://audit")
    assert "listUsers" in audit.contents[0].text
    assert len((await client.list_prompts()).prompts) == 4

    # A person decides.
    removal = {"operation": "suspendUser", "arguments": {"userId": user["id"]}}

    async def status():
        read = {"operation": "getUser", "arguments": {"userId": user["id"]}, "fields": ["status"]}
        return (await good("okta_call", **read))["value"]["status"]

    for answer in ["decline", "cancel"]:
        assert (await call("okta_call", **removal)).is_error
        assert await status() == "ACTIVE"
    answer = "accept"
    await good("okta_call", **removal)
    assert await status() == "SUSPENDED"
    assert len(questions) == 3 and all(login in question for question in questions), questions
    version = client.protocol_version
    print(f"python, {version} over {TRANSPORT}: {len(tools)} tools, {len(questions)} questions")


async def main() -> None:
    async with Client(transport(), mode=MODE, elicitation_callback=fill) as client:
        await check(client)


asyncio.run(main())
