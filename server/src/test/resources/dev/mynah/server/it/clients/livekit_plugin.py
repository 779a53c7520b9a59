"""Drives a server with livekit-plugins-fishaudio, unmodified, as LiveKit's agents do."""

import asyncio

import aiohttp
from livekit.agents import APIConnectOptions, APIError, APIStatusError
from livekit.plugins import fishaudio

from reporting import KEY, POOR_KEY, TEXT, URL, VOICE, check, heard, same, seen

NAME = "livekit"
ONCE = APIConnectOptions(max_retry=0, timeout=20)
FORMATS = {"wav": 24_000, "pcm": 24_000, "mp3": 32_000, "opus": 48_000}  # and their rate, Hz


def plugin(http, key=KEY, voice=VOICE, **more):
    return fishaudio.TTS(api_key=key, base_url=URL, voice_id=voice, http_session=http, **more)


async def samples(stream, rate):
    """The sound of a stream, as samples; frames must say what it was asked for."""
    pieces = []
    async with stream:
        async for event in stream:
            same("rate and channels", (event.frame.sample_rate, event.frame.num_channels), (rate, 1))
            pieces.append(bytes(event.frame.data))
    return b"".join(pieces)


def streamed(tts, text):
    """Has a text spoken that arrives in pieces, as a language model's does."""
    stream = tts.stream(conn_options=ONCE)
    for at in range(0, len(text), 6):
        stream.push_text(text[at : at + 6])
    stream.end_input()
    return stream


async def formats(http):
    for form, rate in FORMATS.items():
        tts = plugin(http, output_format=form)
        audio = await samples(tts.synthesize(TEXT, conn_options=ONCE), rate)
        heard(f"{NAME} synthesize {form}", audio, "pcm", rate)
        audio = await samples(streamed(tts, TEXT), rate)
        heard(f"{NAME} stream {form}", audio, "pcm", rate)
        await tts.aclose()
    tts = plugin(http, latency_mode="low", speed=1.25, volume=-2.0, normalize_loudness=False)
    audio = await samples(streamed(tts, TEXT), 24_000)
    heard(f"{NAME} stream faster", audio, "pcm", 24_000, speed=1.25)
    await tts.aclose()


async def reuse(http):
    """One socket carries one text after another: the plugin pools them."""
    tts = plugin(http)
    opened = []
    connect = http.ws_connect

    def counting(*arguments, **options):
        opened.append(arguments)
        return connect(*arguments, **options)

    http.ws_connect = counting
    for turn in range(3):
        audio = await samples(streamed(tts, TEXT), 24_000)
        heard(f"{NAME} turn {turn} on one socket", audio, "pcm", 24_000)
    same("sockets opened", len(opened), 1)
    both = await asyncio.gather(*[samples(streamed(tts, TEXT), 24_000) for _ in range(2)])
    for audio in both:
        heard(f"{NAME} stream at once", audio, "pcm", 24_000)
    tts.update_options(model="s2-pro", speed=0.8)
    audio = await samples(streamed(tts, TEXT), 24_000)
    heard(f"{NAME} stream after a change", audio, "pcm", 24_000, speed=0.8)
    await tts.aclose()
    del http.ws_connect


async def usual_voice(http):
    """The voice that the plugin names unless told otherwise."""
    tts = fishaudio.TTS(api_key=KEY, base_url=URL, http_session=http)
    audio = await samples(tts.synthesize(TEXT, conn_options=ONCE), 24_000)
    heard(f"{NAME} in its usual voice", audio, "pcm", 24_000, voice="any")
    await tts.aclose()


async def refusals(http):
    async def refused(call, status, stream):
        try:
            await samples(stream, 24_000)
        except APIStatusError as error:
            same(call, error.status_code, status)
            seen(f"{NAME} {call}")
        except APIError as error:
            check(f"{call}: {error!r} has a status, which", False)
        else:
            check(f"{call} is refused, which", False)

    wrong = plugin(http, key="wrong")
    await refused("wrong key", 401, wrong.synthesize(TEXT, conn_options=ONCE))
    await refused("live, wrong key", 401, streamed(wrong, TEXT))
    poor = plugin(http, key=POOR_KEY)
    await refused("no credit", 402, poor.synthesize(TEXT, conn_options=ONCE))
    nobody = plugin(http, voice="f" * 32)
    await refused("no such voice", 400, nobody.synthesize(TEXT, conn_options=ONCE))
    await refused("live, no such voice", -1, streamed(nobody, TEXT))
    for tts in (wrong, poor, nobody):
        await tts.aclose()


async def main():
    async with aiohttp.ClientSession() as http:
        await formats(http)
        await reuse(http)
        await usual_voice(http)
        await refusals(http)


if __name__ == "__main__":
    asyncio.run(main())
