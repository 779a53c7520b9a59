"""Drives a server with PyPI's openai, unmodified."""

import asyncio
import base64
import json

import openai
from openai import AsyncOpenAI, OpenAI

from reporting import (
    FOLDER,
    KEY,
    LISTENS,
    POOR_KEY,
    RECORDING,
    SAID,
    TEXT,
    URL,
    VOICE,
    VOICE_NAME,
    Refusal,
    alike,
    check,
    heard,
    same,
    seen,
)

NAME = "openai"
FILE = ("me.wav", RECORDING)
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")
PCM_RATE = 24_000  # Hz


def client(key=KEY, kind=OpenAI):
    return kind(api_key=key, base_url=URL + "/v1", max_retries=0)


def order(**more):
    return {"model": "tts-1", "input": TEXT, "voice": VOICE, **more}


def speech(ai):
    for form in FORMATS:
        answer = ai.audio.speech.create(**order(response_format=form))
        heard(f"{NAME} speech {form}", answer.content, form, PCM_RATE)
    with ai.audio.speech.with_streaming_response.create(**order(response_format="wav")) as answer:
        same("the media type", answer.headers["content-type"], "audio/wav")
        heard(f"{NAME} speech in pieces", b"".join(answer.iter_bytes(1024)), "wav")
    with ai.audio.speech.with_streaming_response.create(**order()) as answer:
        answer.stream_to_file(FOLDER / "streamed.mp3")
    heard(f"{NAME} speech to a file", (FOLDER / "streamed.mp3").read_bytes(), "mp3")
    answer = ai.audio.speech.create(**order(model="gpt-4o-mini-tts", voice={"id": VOICE}))
    heard(f"{NAME} speech by a voice object", answer.content, "mp3")
    answer = ai.audio.speech.create(
        **order(speed=1.25, response_format="wav", instructions="Speak like a pirate.")
    )
    heard(f"{NAME} speech faster", answer.content, "wav", speed=1.25)
    answer = ai.audio.speech.create(**order(voice=VOICE_NAME, response_format="wav"))
    heard(f"{NAME} speech by a voice's name", answer.content, "wav")
    answer = ai.audio.speech.create(**order(voice="alloy", response_format="wav"))
    heard(f"{NAME} speech by a usual voice", answer.content, "wav", voice="any")
    events(ai)


def events(ai):
    """Speech as events, which this client leaves to its caller to read."""
    sse = order(model="gpt-4o-mini-tts", stream_format="sse", response_format="pcm")
    pieces = []
    with ai.audio.speech.with_streaming_response.create(**sse) as answer:
        for line in answer.iter_lines():
            if line.startswith("data: "):
                event = json.loads(line.removeprefix("data: "))
                if event["type"] == "speech.audio.delta":
                    pieces.append(base64.b64decode(event["audio"]))
    same("the last event", event["type"], "speech.audio.done")
    check("usage", event["usage"]["total_tokens"] > 0)
    heard(f"{NAME} speech as events", b"".join(pieces), "pcm", PCM_RATE)


def transcriptions(ai):
    transcribe = ai.audio.transcriptions.create
    alike("words", transcribe(model="whisper-1", file=FILE).text, SAID)
    seen(f"{NAME} transcription json")
    alike("words", transcribe(model="gpt-4o-transcribe", file=FILE, response_format="text"), SAID)
    seen(f"{NAME} transcription text")
    subtitles = transcribe(model="whisper-1", file=FILE, response_format="srt", language="en")
    check("a cue's number and time", subtitles.startswith("1\n00:00:"))
    check("a comma before milliseconds", "," in subtitles.split("\n")[1])
    seen(f"{NAME} transcription srt")
    subtitles = transcribe(model="whisper-1", file=FILE, response_format="vtt")
    check("the mark of its kind", subtitles.startswith("WEBVTT\n"))
    seen(f"{NAME} transcription vtt")
    told = transcribe(
        model="whisper-1",
        file=FILE,
        response_format="verbose_json",
        timestamp_granularities=["word", "segment"],
        temperature=0,
        prompt="A test",
    )
    alike("words", told.text, SAID)
    check("its length", told.duration > 1)
    same("its language", told.language, "english")
    alike("segments", " ".join(part.text for part in told.segments), SAID)
    alike("single words", " ".join(each.word for each in told.words), SAID)
    starts = [each.start for each in told.words]
    same("the order of words", starts, sorted(starts))
    check("their ends", all(each.start <= each.end <= told.duration + 0.1 for each in told.words))
    seen(f"{NAME} transcription verbose_json")
    stream = list(transcribe(model="gpt-4o-transcribe", file=FILE, stream=True))
    same("the last event", stream[-1].type, "transcript.text.done")
    alike("words", stream[-1].text, SAID)
    deltas = "".join(event.delta for event in stream if event.type == "transcript.text.delta")
    alike("pieces", deltas, SAID)
    seen(f"{NAME} transcription as events")
    with Refusal(f"{NAME} noise to transcribe", openai.BadRequestError, status_code=400):
        transcribe(model="whisper-1", file=("me.wav", b"This is no recording."))


def models(ai):
    ids = [model.id for model in ai.models.list()]
    check(f"the usual models, {ids},", {"tts-1", "gpt-4o-mini-tts"} <= set(ids))
    check(f"what listens, {ids},", "whisper-1" in ids or not LISTENS)
    shown = ai.models.retrieve("tts-1")
    same("a model", (shown.id, shown.object), ("tts-1", "model"))
    seen(f"{NAME} models")
    with Refusal(f"{NAME} no such model", openai.NotFoundError, status_code=404):
        ai.models.retrieve("no-such-model")


def voices(ai):
    consent = ai.audio.voice_consents.create(name="Mia", language="en-US", recording=FILE)
    same("a consent", consent.object, "audio.voice_consent")
    made = ai.audio.voices.create(name="Mia", consent=consent.id, audio_sample=FILE)
    same("a voice", (made.object, made.name, made.type), ("audio.voice", "Mia", "audio_sample"))
    seen(f"{NAME} voices.create")
    answer = ai.audio.speech.create(**order(voice={"id": made.id}, response_format="wav"))
    heard(f"{NAME} speech in a voice made", answer.content, "wav", voice="recording")
    answer = ai.audio.speech.create(**order(voice="Mia", response_format="wav"))
    heard(f"{NAME} speech in a voice by name", answer.content, "wav", voice="recording")


def refusals(ai):
    with Refusal(f"{NAME} wrong key", openai.AuthenticationError, code="invalid_api_key"):
        client("wrong").audio.speech.create(**order())
    with Refusal(f"{NAME} no credit", openai.RateLimitError, code="insufficient_quota"):
        client(POOR_KEY).audio.speech.create(**order())
    # As it comes from its makers this client tries again, unless it is told that this won't help.
    patient = OpenAI(api_key=POOR_KEY, base_url=URL + "/v1")
    with Refusal(f"{NAME} no credit, not tried again", openai.RateLimitError, status_code=429):
        patient.audio.speech.create(**order())
    with Refusal(f"{NAME} no text", openai.BadRequestError, param="input"):
        ai.audio.speech.create(**order(input=""))
    with Refusal(f"{NAME} no such voice", openai.NotFoundError, param="voice"):
        ai.audio.speech.create(**order(voice="nobody at all"))
    with Refusal(f"{NAME} no such format", openai.BadRequestError, param="response_format"):
        ai.audio.speech.create(**order(response_format="mp4"))
    with Refusal(f"{NAME} too fast", openai.BadRequestError, param="speed"):
        ai.audio.speech.create(**order(speed=9))


async def asynchronous():
    ai = client(kind=AsyncOpenAI)
    answer = await ai.audio.speech.create(**order(response_format="flac"))
    heard(f"{NAME} async speech", answer.content, "flac")
    streaming = ai.audio.speech.with_streaming_response
    async with streaming.create(**order(response_format="pcm")) as answer:
        audio = b"".join([piece async for piece in answer.iter_bytes()])
    heard(f"{NAME} async speech in pieces", audio, "pcm", PCM_RATE)
    if LISTENS:
        told = await ai.audio.transcriptions.create(model="whisper-1", file=FILE)
        alike("words", told.text, SAID)
        seen(f"{NAME} async transcription")
    check("models", [model.id async for model in ai.models.list()])
    seen(f"{NAME} async models")
    with Refusal(f"{NAME} async wrong key", openai.AuthenticationError, status_code=401):
        await client("wrong", AsyncOpenAI).audio.speech.create(**order())


if __name__ == "__main__":
    one = client()
    speech(one)
    if LISTENS:
        transcriptions(one)
    models(one)
    voices(one)
    refusals(one)
    asyncio.run(asynchronous())
