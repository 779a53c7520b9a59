"""Drives a server with Ace Data Cloud's own Python client, unmodified; ends with an error if it can't."""

import asyncio
import os
import urllib.request

from acedatacloud import AceDataCloud, AsyncAceDataCloud

URL = os.environ["MYNAH_TEST_URL"]
KEY = os.environ["MYNAH_TEST_KEY"]
RECORDING = os.environ["MYNAH_TEST_RECORDING"]
CALLBACK = os.environ["MYNAH_TEST_CALLBACK"]
TEXT = "Hello there."


def client(key=KEY):
    return AceDataCloud(api_token=key, base_url=URL, platform_base_url=URL)


def check(what, holds):
    if not holds:
        raise SystemExit(f"{what} doesn't hold")


def refused(what, status, code, call):
    try:
        call()
    except Exception as error:  # the client has a class for each kind; all carry these two
        seen = (getattr(error, "status_code", None), getattr(error, "code", None))
        check(f"{what}: {status} {code}, not {seen}", seen == (status, code))
    else:
        raise SystemExit(f"{what} was not refused")


def audible(url):
    with urllib.request.urlopen(url) as answer:
        return answer.status == 200 and len(answer.read()) > 500


def speech(ace, voice_id):
    handle = ace.fish.generate(text=TEXT, reference_id=voice_id, model="s2-pro")
    check("a task to poll", len(handle.id) == 36)
    task = handle.wait(poll_interval=0.1, max_wait=30)
    check("speech by polling", audible(task["response"]["audio_url"]))
    check("what it cost", task["response"]["cost"]["amount"] == len(TEXT))

    at_once = ace.audio.generate(prompt=TEXT, provider="fish", reference_id=voice_id, format="wav")
    check("speech while waiting", audible(at_once["audio_url"]) and "task_id" not in at_once)

    awaited = ace.audio.generate(
        prompt=TEXT, provider="fish", callback_url=CALLBACK, wait=True, poll_interval=0.1
    )
    check("speech with a callback", audible(awaited["response"]["audio_url"]))


def voices(ace):
    voice = ace.fish.model(title="Ann", voices=RECORDING, tags=["warm"], texts=["said"])
    check("a private voice", voice["visibility"] == "private" and voice["state"] == "trained")
    page = ace.audio.list_fish_models(self_only=True, tag="warm", title_language="en", page_size=5)
    check("it is listed", [each["_id"] for each in page["items"]] == [voice["_id"]])
    check("it is shown", ace.audio.get_fish_model(voice["_id"])["title"] == "Ann")
    later = ace.fish.model(title="Later", voices=RECORDING, **{"async": True})
    task = ace.tasks.wait(later["task_id"], service="fish", poll_interval=0.1, max_wait=30)
    check("a voice by polling", task["response"]["data"]["state"] == "trained")
    return voice["_id"]


def refusals(ace):
    refused("a wrong key", 401, "invalid_token", lambda: client("wrong").fish.generate(text="a"))
    refused("an empty text", 400, "token_mismatched", lambda: ace.fish.generate(text=""))
    refused("no recording", 400, "api_error", lambda: ace.fish.model(title="a", voices=""))
    refused("no such voice", 404, "not_found", lambda: ace.audio.get_fish_model("nope"))
    check("an unknown task is empty", ace.tasks.get("unknown", service="fish") == {})


def failure(ace):
    handle = ace.fish.generate(text="Привет, мир")
    task = handle.wait(poll_interval=0.1, max_wait=30)
    check("a failure ends the polling", task["response"]["error"]["code"] == "token_mismatched")


async def asynchronous(voice_id):
    ace = AsyncAceDataCloud(api_token=KEY, base_url=URL, platform_base_url=URL)
    handle = await ace.fish.generate(text=TEXT, reference_id=voice_id)
    task = await handle.wait(poll_interval=0.1, max_wait=30)
    check("speech by the asynchronous client", audible(task["response"]["audio_url"]))


if __name__ == "__main__":
    sdk = client()
    made = voices(sdk)
    speech(sdk, made)
    refusals(sdk)
    failure(sdk)
    asyncio.run(asynchronous(made))
    print("all well")
