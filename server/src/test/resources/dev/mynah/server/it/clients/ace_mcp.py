"""Drives a server with Ace Data Cloud's own MCP server for speech, unmodified, over its protocol."""

import asyncio
import json
import os
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

VOICE = os.environ["MYNAH_TEST_VOICE"]
SERVER = StdioServerParameters(
    command=os.path.join(os.path.dirname(sys.executable), "mcp-fish"),
    env={
        **os.environ,
        "ACEDATACLOUD_API_BASE_URL": os.environ["MYNAH_TEST_URL"],
        "ACEDATACLOUD_API_TOKEN": os.environ["MYNAH_TEST_KEY"],
        "LOG_LEVEL": "ERROR",
    },
)


def check(what, holds):
    if not holds:
        raise SystemExit(f"{what} doesn't hold")


async def drive(session):
    async def call(tool, **arguments):
        answer = await session.call_tool(tool, arguments)
        return json.loads(answer.content[0].text)

    async def ended(task_id):
        for _ in range(100):
            task = await call("fish_get_tasks_batch", task_ids=[task_id])
            if task["items"] and "finished_at" in task["items"][0]:
                return await call("fish_get_task", task_id=task_id)
            await asyncio.sleep(0.1)
        raise SystemExit("the task never ended")

    await session.initialize()
    check("voices are listed", (await call("fish_list_models", page_size=5))["total"] >= 1)
    check("a voice is shown", (await call("fish_get_model", model_id=VOICE))["_id"] == VOICE)
    accepted = await call("fish_generate_audio", text="Hello there.", reference_id=VOICE)
    task = await ended(accepted["task_id"])
    check("speech is made", task["response"]["audio_url"].startswith("http"))
    accepted = await call("fish_generate_audio", text="Привет, мир")
    task = await ended(accepted["task_id"])
    check("a failure is told", task["response"]["error"]["code"] == "token_mismatched")
    unknown = await call("fish_get_task", task_id="unknown")
    check("an unknown task is told", unknown["error"] == "Task not found")


async def main():
    async with stdio_client(SERVER) as (read, write):
        async with ClientSession(read, write) as session:
            await drive(session)


if __name__ == "__main__":
    asyncio.run(main())
    print("all well")
