"""What a driver has seen of a server, call by call, for the test that started it."""

import json
import os
import pathlib

URL = os.environ["MYNAH_TEST_URL"]
KEY = os.environ["MYNAH_TEST_KEY"]
POOR_KEY = os.environ["MYNAH_TEST_POOR_KEY"]  # of somebody without credit
VOICE = os.environ["MYNAH_TEST_VOICE"]  # one that everybody may use
VOICE_NAME = os.environ["MYNAH_TEST_VOICE_NAME"]
TEXT = os.environ["MYNAH_TEST_TEXT"]
RECORDING = pathlib.Path(os.environ["MYNAH_TEST_RECORDING"]).read_bytes()
SAID = os.environ["MYNAH_TEST_SAID"]  # what the recording says
LISTENS = os.environ["MYNAH_TEST_LISTENS"] == "true"  # whether the server can transcribe
FOLDER = pathlib.Path(os.environ["MYNAH_TEST_FOLDER"])

_files = 0


def seen(call, **facts):
    """Says that a call has been made and did what it should."""
    with open(FOLDER / "report.jsonl", "a", encoding="utf-8") as report:
        report.write(json.dumps({"call": call, **facts}) + "\n")


def heard(call, audio, form, rate=0, text=TEXT, voice="preset", speed=1.0):
    """Hands over what a call made audible; the rate tells what raw samples are."""
    global _files
    _files += 1
    name = f"{_files}.{form}"
    (FOLDER / name).write_bytes(audio)
    seen(call, audio=name, format=form, rate=rate, text=text, voice=voice, speed=speed)


def check(what, holds):
    if not holds:
        raise SystemExit(f"{what} doesn't hold")


def same(what, found, wanted):
    check(f"{what}: {found!r}, where {wanted!r} is wanted, which", found == wanted)


def words(text):
    return "".join(c.lower() if c.isalnum() or c.isspace() else "" for c in text).split()


def alike(what, found, wanted):
    """Holds if texts share nearly all of their words."""
    found, wanted = words(found), words(wanted)
    common = sum(min(found.count(word), wanted.count(word)) for word in set(wanted))
    enough = 0.8 * max(len(found), len(wanted))
    check(f"{what}: {found} for {wanted}, which", common >= enough)


class Refusal:
    """Expects a block to be refused with this error, and tells of it.

    The facts are attributes of the error by name, with what they must be.
    """

    def __init__(self, call, error, **facts):
        self.call, self.error, self.facts = call, error, facts

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        check(f"{self.call} is refused", error is not None)
        while len(getattr(error, "exceptions", [])) == 1:
            error = error.exceptions[0]  # asynchronous clients wrap what they raise
        if type(error) is not self.error:
            return False  # it goes on as it is, and ends the driver
        found = {name: getattr(error, name, None) for name in self.facts}
        same(self.call, found, self.facts)
        seen(self.call)
        return True
