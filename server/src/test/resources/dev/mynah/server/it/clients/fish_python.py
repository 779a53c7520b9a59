"""Drives a server with `fishaudio` of PyPI's fish-audio-sdk, unmodified."""

import asyncio

from fishaudio import AsyncFishAudio, FishAudio
from fishaudio.exceptions import APIError, AuthenticationError, NotFoundError, WebSocketError
from fishaudio.types import FlushEvent, Prosody, ReferenceAudio, TextEvent, TTSConfig
from httpx_ws import WebSocketUpgradeError

from reporting import (
    KEY,
    LISTENS,
    POOR_KEY,
    RECORDING,
    SAID,
    TEXT,
    URL,
    VOICE,
    Refusal,
    alike,
    check,
    heard,
    same,
    seen,
)

NOWHERE = "f" * 32  # no voice has this id
PICTURE = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00"
    b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)
FORMATS = {"mp3": 44_100, "wav": 44_100, "pcm": 44_100, "opus": 48_000}  # and their usual rate, Hz


def dribble(text):
    """A text as a language model hands it out: a few letters at a time, not caring for words."""
    for at in range(0, len(text), 5):
        yield text[at : at + 5]


async def dribbling(text):
    for piece in dribble(text):
        await asyncio.sleep(0.001)
        yield piece


def reference():
    return ReferenceAudio(audio=RECORDING, text=SAID)


class Sync:
    """The client that blocks."""

    name = "fishaudio"

    def __init__(self):
        self.client = FishAudio(api_key=KEY, base_url=URL)

    def speech(self):
        tts = self.client.tts
        for form, rate in FORMATS.items():
            audio = tts.convert(text=TEXT, reference_id=VOICE, format=form)
            heard(f"{self.name} convert {form}", audio, form, rate)
        pieces = list(tts.stream(text=TEXT, reference_id=VOICE, latency="normal"))
        heard(f"{self.name} stream", b"".join(pieces), "mp3", 44_100)
        for form, rate in (("wav", 22_050), ("pcm", 16_000), ("mp3", 32_000), ("wav", 8_000)):
            config = TTSConfig(format=form, sample_rate=rate, mp3_bitrate=192, chunk_length=100)
            audio = tts.convert(text=TEXT, reference_id=VOICE, config=config, model="s1")
            heard(f"{self.name} convert {form} at {rate}", audio, form, rate)
        audio = tts.convert(text=TEXT, reference_id=VOICE, speed=1.25, format="wav")
        heard(f"{self.name} convert faster", audio, "wav", 44_100, speed=1.25)
        config = TTSConfig(
            format="opus", opus_bitrate=64, prosody=Prosody(speed=0.8, volume=-3), top_p=0.5
        )
        audio = tts.convert(text=TEXT, reference_id=VOICE, config=config)
        heard(f"{self.name} convert slower", audio, "opus", 48_000, speed=0.8)
        audio = tts.convert(text=TEXT, references=[reference()], format="wav")
        heard(f"{self.name} convert by reference", audio, "wav", 44_100, voice="recording")

    def live(self):
        tts = self.client.tts
        for form, rate in FORMATS.items():
            audio = b"".join(tts.stream_websocket(dribble(TEXT), reference_id=VOICE, format=form))
            heard(f"{self.name} stream_websocket {form}", audio, form, rate)
        events = [TextEvent(text=TEXT), FlushEvent(), " " + TEXT, FlushEvent()]
        audio = b"".join(
            tts.stream_websocket(events, references=[reference()], format="wav", speed=1.25)
        )
        heard(
            f"{self.name} stream_websocket by reference",
            audio,
            "wav",
            44_100,
            text=f"{TEXT} {TEXT}",
            voice="recording",
            speed=1.25,
        )
        same("what is said of no text", b"".join(tts.stream_websocket([], format="pcm")), b"")
        seen(f"{self.name} stream_websocket nothing")

    def voices(self):
        voices = self.client.voices
        made = voices.create(
            title="Ann of " + self.name,
            voices=[RECORDING, RECORDING],
            texts=[SAID, SAID + ", again"],
            tags=["warm", self.name],
            description="Made by a test",
            cover_image=PICTURE,
            visibility="unlist",
        )
        same("a new voice", (made.state, made.visibility), ("trained", "unlist"))
        same("its tags", sorted(made.tags), sorted(["warm", self.name]))
        check("its cover", made.cover_image)
        seen(f"{self.name} voices.create")
        shown = voices.get(made.id)
        same("the voice shown", (shown.id, shown.title), (made.id, made.title))
        same("its words", shown.description, "Made by a test")
        seen(f"{self.name} voices.get")
        page = voices.list(self_only=True, tags=["warm", self.name], title="Ann of", page_size=5)
        same("voices listed", [voice.id for voice in page.items], [made.id])
        same("their number", page.total, 1)
        everybody = voices.list(language=["en"], sort_by="created_at", page_size=100)
        check("a voice for all is listed", VOICE in [voice.id for voice in everybody.items])
        seen(f"{self.name} voices.list")
        audio = self.client.tts.convert(text=TEXT, reference_id=made.id, format="wav")
        heard(f"{self.name} convert in a voice made", audio, "wav", 44_100, voice="recording")
        voices.update(made.id, title="Bea", visibility="private", tags=["low", "calm"])
        shown = voices.get(made.id)
        same("the voice changed", (shown.title, shown.visibility), ("Bea", "private"))
        same("its tags", sorted(shown.tags), ["calm", "low"])
        same("its words", shown.description, "Made by a test")
        voices.update(made.id, cover_image=PICTURE, description="Another")
        same("its words changed", voices.get(made.id).description, "Another")
        seen(f"{self.name} voices.update")
        voices.delete(made.id)
        with Refusal(f"{self.name} voices.delete", NotFoundError, status=404):
            voices.get(made.id)

    def account(self):
        credits = self.client.account.get_credits(check_free_credit=True)
        check("credit left", credits.credit >= 0 and credits.user_id)
        package = self.client.account.get_package()
        check("a package", package.total >= package.balance >= 0)
        seen(f"{self.name} account")

    def listening(self):
        asr = self.client.asr
        if LISTENS:
            told = asr.transcribe(audio=RECORDING, language="en")
            alike("what was said", told.text, SAID)
            check("when", 0 < told.segments[0].end <= told.duration + 0.1)
            alike("segments", " ".join(part.text for part in told.segments), SAID)
            same("no times", asr.transcribe(audio=RECORDING, include_timestamps=False).segments, [])
            seen(f"{self.name} asr.transcribe")
        with Refusal(f"{self.name} asr.transcribe noise", APIError, status=400):
            asr.transcribe(audio=b"This is no recording.")

    def refusals(self):
        def other(key):
            return FishAudio(api_key=key, base_url=URL)

        with Refusal(f"{self.name} wrong key", AuthenticationError, status=401):
            other("wrong").tts.convert(text=TEXT)
        with Refusal(f"{self.name} no credit", APIError, status=402):
            other(POOR_KEY).tts.convert(text=TEXT)
        with Refusal(f"{self.name} no such voice", NotFoundError, status=404):
            self.client.voices.get(NOWHERE)
        with Refusal(f"{self.name} no voice to speak in", APIError, status=400):
            self.client.tts.convert(text=TEXT, reference_id=NOWHERE)
        with Refusal(f"{self.name} no text", APIError, status=400):
            self.client.tts.convert(text="")
        with Refusal(f"{self.name} no recording", APIError, status=400):
            self.client.voices.create(title="Nobody", voices=[b"This is no recording."])
        with Refusal(f"{self.name} live, wrong key", WebSocketUpgradeError):
            list(other("wrong").tts.stream_websocket([TEXT]))
        with Refusal(f"{self.name} live, no credit", WebSocketError):
            list(other(POOR_KEY).tts.stream_websocket([TEXT]))
        with Refusal(f"{self.name} live, no voice to speak in", WebSocketError):
            list(self.client.tts.stream_websocket([TEXT], reference_id=NOWHERE))


class Async:
    """The client that doesn't block."""

    name = "fishaudio async"

    def __init__(self):
        self.client = AsyncFishAudio(api_key=KEY, base_url=URL)

    async def speech(self):
        tts = self.client.tts
        audio = await tts.convert(text=TEXT, reference_id=VOICE, format="opus")
        heard(f"{self.name} convert", audio, "opus", 48_000)
        stream = await tts.stream(text=TEXT, references=[reference()], format="pcm")
        audio = b"".join([piece async for piece in stream])
        heard(f"{self.name} stream", audio, "pcm", 44_100, voice="recording")
        both = await asyncio.gather(
            *[tts.convert(text=TEXT, reference_id=VOICE, format="wav") for _ in range(4)]
        )
        for audio in both:
            heard(f"{self.name} convert at once", audio, "wav", 44_100)
        for form in ("pcm", "mp3"):
            pieces = tts.stream_websocket(dribbling(TEXT), reference_id=VOICE, format=form)
            audio = b"".join([piece async for piece in pieces])
            heard(f"{self.name} stream_websocket {form}", audio, form, 44_100)

    async def voices(self):
        voices = self.client.voices
        made = await voices.create(title="Cay", voices=[RECORDING], tags=["async"])
        same("a new voice", (made.state, made.visibility), ("trained", "private"))
        page = await voices.list(self_only=True, tags="async")
        same("voices listed", [voice.id for voice in page.items], [made.id])
        await voices.update(made.id, title="Dee")
        same("the voice changed", (await voices.get(made.id)).title, "Dee")
        await voices.delete(made.id)
        with Refusal(f"{self.name} voices", NotFoundError, status=404):
            await voices.get(made.id)

    async def others(self):
        check("credit left", (await self.client.account.get_credits()).credit >= 0)
        check("a package", (await self.client.account.get_package()).finished_at)
        seen(f"{self.name} account")
        if LISTENS:
            alike("words", (await self.client.asr.transcribe(audio=RECORDING)).text, SAID)
            seen(f"{self.name} asr.transcribe")
        poor = AsyncFishAudio(api_key=POOR_KEY, base_url=URL)
        with Refusal(f"{self.name} no credit", APIError, status=402):
            await poor.tts.convert(text=TEXT)
        with Refusal(f"{self.name} live, no credit", WebSocketError):
            async for _ in poor.tts.stream_websocket(dribbling(TEXT)):
                pass

    async def all(self):
        await self.speech()
        await self.voices()
        await self.others()


if __name__ == "__main__":
    sync = Sync()
    sync.speech()
    sync.live()
    sync.voices()
    sync.account()
    sync.listening()
    sync.refusals()
    asyncio.run(Async().all())
