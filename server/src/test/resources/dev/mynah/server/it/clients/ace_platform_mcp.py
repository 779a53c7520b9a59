"""Looks after keys with Ace Data Cloud's own MCP server for accounts, unmodified."""

import asyncio
import base64
import json
import os
import sys
import urllib.error
import urllib.request

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

URL = os.environ["MYNAH_TEST_URL"]
FISH = "caf99abc-ddcf-4714-b2a5-862d9b469509"


def check(what, holds):
    if not holds:
        raise SystemExit(f"{what} doesn't hold")


def post(path, key, body):
    request = urllib.request.Request(
        URL + path,
        json.dumps(body).encode(),
        {"authorization": "Bearer " + key, "content-type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def server(token):
    return StdioServerParameters(
        command=os.path.join(os.path.dirname(sys.executable), "mcp-acedatacloud"),
        env={
            **os.environ,
            "PLATFORM_API_BASE_URL": URL,
            "ACEDATACLOUD_PLATFORM_TOKEN": token,
            "ACEDATACLOUD_TOOL_PROFILE": "full",
            "LOG_LEVEL": "ERROR",
        },
    )


async def drive(session):
    async def call(tool, **arguments):
        answer = await session.call_tool("acedatacloud_" + tool, arguments)
        check(f"{tool} is a tool", not answer.isError)
        return json.loads(answer.content[0].text)

    await session.initialize()
    application = await call("create_application", service_id=FISH, confirm=True)
    page = await call("list_applications", service_id=FISH)
    check("the application is listed", page["items"][0]["id"] == application["id"])
    shown = await call("get_application", application_id=application["id"])
    check("the application is shown", shown["service_id"] == FISH)

    wish = {"application_id": application["id"], "name": "of the MCP server"}
    preview = await call("create_credential", **wish)
    check("nothing is done unconfirmed", preview["status"] == "confirmation_required")
    made = await call("create_credential", **wish, limited_amount=100, confirm=True)
    status, said = post("/fish/tts", made["token"], {"text": "Hello"})
    check("the new key speaks", status == 200 and "audio_url" in said)
    listed = await call("list_credentials", application_id=application["id"], granted=False)
    check("it is listed", made["id"] in [each["id"] for each in listed["items"]])
    changed = await call(
        "update_credential",
        credential_id=made["id"],
        name="renamed",
        clear_limited_amount=True,
        confirm=True,
    )
    check("it is changed", changed["name"] == "renamed" and changed["limited_amount"] is None)
    rotated = await call("rotate_credential", credential_id=made["id"], confirm=True)
    check("the old secret is out", post("/fish/tts", made["token"], {"text": "a"})[0] == 401)

    usage = await call("list_usage")
    check("usage is listed", usage["items"][0]["deducted_amount"] == len("Hello"))
    one = await call("get_usage", usage_id=usage["items"][0]["id"])
    check("usage is shown", one["credential_id"] == made["id"])
    codes = await call("list_usage_status_codes")
    check("outcomes are listed", 200 in codes["results"])
    summary = await call("usage_summary", days=1)
    check("usage is summed up", summary["total_credits"] == len("Hello"))
    check("the balance is told", (await call("get_balance"))["unit"] == "Credit")

    sent = await call(
        "create_files",
        filename="me.wav",
        content_base64=base64.b64encode(b"RIFF").decode(),
        content_type="audio/wav",
        confirm=True,
    )
    with urllib.request.urlopen(sent["url"]) as answer:
        check("a file is handed in", answer.read() == b"RIFF")

    gone = await call("delete_credential", credential_id=made["id"], confirm=True)
    check("it is revoked", gone["status"] == "deleted")
    check("its secret is out", post("/fish/tts", rotated["token"], {"text": "a"})[0] == 401)
    missing = await call("get_credential", credential_id=made["id"])
    check("what is missing is told", missing["error"] == "not_found")

    tokens = await call("list_platform_tokens")
    check("platform tokens are listed", tokens["count"] == 1)
    other = await call("create_platform_token", confirm=True)
    check("a platform token is made", other["token"].startswith("platform-v1-"))
    gone = await call("delete_platform_token", token_id=other["id"], confirm=True)
    check("a platform token is revoked", gone["status"] == "deleted")


async def main():
    status, made = post("/api/v1/platform-tokens/", os.environ["MYNAH_TEST_KEY"], {})
    check("a platform token", status == 201)
    async with stdio_client(server(made["token"])) as (read, write):
        async with ClientSession(read, write) as session:
            await drive(session)


if __name__ == "__main__":
    asyncio.run(main())
    print("all well")
