"""Looks after keys and files with Ace Data Cloud's own Python client, unmodified."""

import asyncio
import os
import urllib.request

from acedatacloud import AceDataCloud, AsyncAceDataCloud

URL = os.environ["MYNAH_TEST_URL"]
KEY = os.environ["MYNAH_TEST_KEY"]
RECORDING = os.environ["MYNAH_TEST_RECORDING"]
FISH = "caf99abc-ddcf-4714-b2a5-862d9b469509"
TEXT = "Hello there."


def client(key=KEY, kind=AceDataCloud):
    return kind(api_token=key, base_url=URL, platform_base_url=URL)


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


def recording():
    with urllib.request.urlopen(RECORDING) as answer:
        return answer.read()


def keys(platform):
    application = platform.applications.create(service_id=FISH)
    page = platform.applications.list(user_id="me", limit=10)
    check("the application is listed", [each["id"] for each in page["items"]] == [application["id"]])
    shown = platform.applications.get(application["id"])
    check("the application is shown", shown["service"]["alias"] == "fish")

    made = platform.credentials.create(
        application_id=application["id"], name="of the SDK", limited_amount=100
    )
    said = client(made["token"]).audio.generate(prompt=TEXT, provider="fish", format="wav")
    check("the new key speaks", said["audio_url"].startswith("http"))
    listed = {each["id"]: each for each in platform.credentials.list(user_id="me")["results"]}
    check("it is listed", listed[made["id"]]["used_amount"] == len(TEXT))
    check("its secret is not", made["token"] not in str(listed))
    rotated = platform.credentials.rotate(made["id"])
    check("another secret", rotated["id"] == made["id"] and rotated["token"] != made["token"])
    refused(
        "the old secret",
        401,
        "invalid_token",
        lambda: client(made["token"]).platform.credentials.list(),
    )
    refused(
        "a key that may only speak and clone",
        401,
        "token_mismatched",
        lambda: client(rotated["token"]).platform.credentials.list(),
    )
    check("it is revoked", platform.credentials.delete(made["id"])["deleted"] is True)
    refused("it twice", 404, "not_found", lambda: platform.credentials.delete(made["id"]))


def catalogue(platform):
    names = [each["id"] for each in platform.models.list()["items"]]
    check("models are listed", "s1" in names and "s2-pro" in names)
    check("limits are told", platform.config.get()["limits"]["max_text_characters"] > 0)


def files(ace):
    content = recording()
    sent = ace.files.upload(content, filename="me.wav")
    with urllib.request.urlopen(sent["url"]) as answer:
        check("the file is there", answer.read() == content)
    voice = ace.fish.model(title="From a file", voices=sent["file_url"])
    check("a voice of it", voice["state"] == "trained")
    refused("an empty file", 400, "bad_request", lambda: ace.files.upload(b"", filename="me.wav"))


async def asynchronous():
    ace = client(kind=AsyncAceDataCloud)
    sent = await ace.files.upload(recording(), filename="me.wav")
    check("a file by the asynchronous client", sent["url"].startswith("http"))
    page = await ace.platform.credentials.list(user_id="me")
    check("keys by the asynchronous client", page["count"] == 1)
    await ace.close()


if __name__ == "__main__":
    sdk = client()
    keys(sdk.platform)
    catalogue(sdk.platform)
    files(sdk)
    asyncio.run(asynchronous())
    print("all well")
