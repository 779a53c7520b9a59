"""Drives a server with `fish_audio_sdk`, the older package in PyPI's fish-audio-sdk, unmodified."""

import asyncio

from fish_audio_sdk import (
    ASRRequest,
    AsyncWebSocketSession,
    HttpCodeErr,
    Prosody,
    ReferenceAudio,
    Session,
    TTSRequest,
    WebSocketErr,
    WebSocketSession,
)

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

NAME = "fish_audio_sdk"
NOWHERE = "f" * 32  # no voice has this id


def order(text=TEXT, **more):
    return TTSRequest(text=text, **{"reference_id": VOICE, **more})


def cloning(text=TEXT, **more):
    return TTSRequest(text=text, references=[ReferenceAudio(audio=RECORDING, text=SAID)], **more)


def speech(session):
    for form in ("mp3", "wav", "pcm"):
        for backend in ("speech-1.5", "s1"):
            audio = b"".join(session.tts(order(format=form), backend=backend))
            heard(f"{NAME} tts {form} {backend}", audio, form, 44_100)
    fast = order(format="wav", sample_rate=24_000, prosody=Prosody(speed=1.25, volume=2))
    heard(f"{NAME} tts faster", b"".join(session.tts(fast)), "wav", 24_000, speed=1.25)
    audio = b"".join(session.tts(cloning(format="wav", latency="normal")))
    heard(f"{NAME} tts by reference", audio, "wav", 44_100, voice="recording")


def live():
    with WebSocketSession(KEY, base_url=URL) as session:
        for form in ("mp3", "wav", "pcm"):
            audio = b"".join(session.tts(order(text="", format=form), iter(TEXT.split(" "))))
            check("something is said", audio)
            seen(f"{NAME} WebSocketSession.tts {form} without spaces")
            audio = b"".join(session.tts(order(text="", format=form), [TEXT[:9], TEXT[9:]]))
            heard(f"{NAME} WebSocketSession.tts {form}", audio, form, 44_100)
        audio = b"".join(session.tts(cloning(text="", format="pcm"), [TEXT]))
        heard(f"{NAME} WebSocketSession.tts by reference", audio, "pcm", 44_100, voice="recording")
        with Refusal(f"{NAME} live, no voice to speak in", WebSocketErr):
            list(session.tts(order(text="", reference_id=NOWHERE), [TEXT]))


def voices(session):
    made = session.create_model(
        title="Eve",
        voices=[RECORDING],
        texts=[SAID],
        tags=["legacy"],
        description="Made by a test",
        cover_image=b"\x89PNG\r\n\x1a\n",
    )
    same("a new voice", (made.state, made.visibility, made.train_mode), ("trained", "private", "fast"))
    same("the voice shown", session.get_model(made.id).title, "Eve")
    page = session.list_models(self_only=True, tag=["legacy"], title="Eve")
    same("voices listed", [model.id for model in page.items], [made.id])
    check("a voice for all", VOICE in [m.id for m in session.list_models(page_size=100).items])
    session.update_model(made.id, title="Fay", tags=["x", "y"])
    shown = session.get_model(made.id)
    same("the voice changed", (shown.title, sorted(shown.tags)), ("Fay", ["x", "y"]))
    session.delete_model(made.id)
    with Refusal(f"{NAME} models", HttpCodeErr, status=404):
        session.get_model(made.id)


def account(session):
    check("credit left", session.get_api_credit().credit >= 0)
    check("a package", session.get_package().finished_at)
    seen(f"{NAME} account")


def listening(session):
    if LISTENS:
        told = session.asr(ASRRequest(audio=RECORDING, language="en", ignore_timestamps=False))
        alike("what was said", told.text, SAID)
        check("when", 0 < told.segments[0].end <= told.duration + 0.1)
        seen(f"{NAME} asr")
    with Refusal(f"{NAME} asr noise", HttpCodeErr, status=400):
        session.asr(ASRRequest(audio=b"This is no recording."))


def refusals(session):
    def told(call, error_status, session, function):
        with Refusal(f"{NAME} {call}", HttpCodeErr, status=error_status):
            function(session)

    wrong = Session("wrong", base_url=URL)
    poor = Session(POOR_KEY, base_url=URL)
    told("wrong key", 401, wrong, lambda s: s.get_package())
    told("wrong key, speech", 401, wrong, lambda s: list(s.tts(order())))
    told("no credit", 402, poor, lambda s: list(s.tts(order())))
    told("no such voice", 404, session, lambda s: s.get_model(NOWHERE))
    told("no voice to speak in", 400, session, lambda s: list(s.tts(order(reference_id=NOWHERE))))


async def asynchronous(session):
    audio = b"".join([piece async for piece in session.tts.awaitable(order(format="mp3"))])
    heard(f"{NAME} awaitable tts", audio, "mp3", 44_100)
    made = await session.create_model.awaitable(title="Gil", voices=[RECORDING])
    await session.update_model.awaitable(made.id, title="Hal")
    same("the voice changed", (await session.get_model.awaitable(made.id)).title, "Hal")
    check("voices", (await session.list_models.awaitable(self_only=True)).total >= 1)
    await session.delete_model.awaitable(made.id)
    check("credit left", (await session.get_api_credit.awaitable()).credit >= 0)
    check("a package", (await session.get_package.awaitable()).total >= 0)
    with Refusal(f"{NAME} awaitable models", HttpCodeErr, status=404):
        await session.get_model.awaitable(made.id)

    async def words():
        for word in TEXT.split(" "):
            await asyncio.sleep(0.001)
            yield word + " "

    async with AsyncWebSocketSession(KEY, base_url=URL) as live_session:
        pieces = live_session.tts(order(text="", format="wav"), words())
        audio = b"".join([piece async for piece in pieces])
        heard(f"{NAME} AsyncWebSocketSession.tts", audio, "wav", 44_100)


if __name__ == "__main__":
    one = Session(KEY, base_url=URL)
    speech(one)
    live()
    voices(one)
    account(one)
    listening(one)
    refusals(one)
    asyncio.run(asynchronous(one))
