"""Drives a server with Pipecat's service for Fish Audio, unmodified, in a pipeline."""

import asyncio

from pipecat.frames.frames import (
    BotStoppedSpeakingFrame,
    EndFrame,
    ErrorFrame,
    InterruptionFrame,
    TTSAudioRawFrame,
    TTSSpeakFrame,
    TTSStoppedFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.fish.tts import FishAudioTTSService
from pipecat.workers.runner import WorkerRunner

from reporting import KEY, TEXT, URL, VOICE, check, heard, seen

NAME = "pipecat"
RATE = 24_000  # Hz
PATIENCE = 60  # seconds


class Loudspeaker(FrameProcessor):
    """The end of a pipeline: keeps what it would play and says when a turn has been played."""

    def __init__(self):
        super().__init__()
        self.audio = bytearray()
        self.stopped = asyncio.Event()
        self.started = asyncio.Event()

    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSAudioRawFrame):
            self.audio += frame.audio
            self.started.set()
        if isinstance(frame, TTSStoppedFrame):
            self.stopped.set()
            await self.push_frame(BotStoppedSpeakingFrame(), FrameDirection.UPSTREAM)
        await self.push_frame(frame, direction)


class Talk:
    """A running pipeline that speaks."""

    def __init__(self, key=KEY, **settings):
        self.service = FishAudioTTSService(
            api_key=key,
            sample_rate=RATE,
            settings=FishAudioTTSService.Settings(**{"voice": VOICE, **settings}),
        )
        # Where it connects is no option of its constructor.
        self.service._base_url = URL.replace("http", "ws", 1) + "/v1/tts/live"
        self.loudspeaker = Loudspeaker()
        self.errors = []
        self.worker = PipelineWorker(
            Pipeline([self.service, self.loudspeaker]),
            params=PipelineParams(audio_out_sample_rate=RATE),
            cancel_on_idle_timeout=False,
        )
        self.ready = asyncio.Event()

        @self.worker.event_handler("on_pipeline_started")
        async def started(worker, frame):
            self.ready.set()

        @self.worker.event_handler("on_pipeline_error")
        async def failed(worker, frame):
            self.errors.append(frame)

    async def __aenter__(self):
        self.runner = WorkerRunner(handle_sigint=False)
        await self.runner.add_workers(self.worker)
        self.running = asyncio.create_task(self.runner.run())
        await asyncio.wait_for(self.ready.wait(), PATIENCE)
        return self

    async def __aexit__(self, kind, error, trace):
        await self.worker.queue_frame(EndFrame())
        await asyncio.wait_for(self.running, PATIENCE)

    async def say(self, text):
        self.loudspeaker.stopped.clear()
        self.loudspeaker.audio.clear()
        await self.worker.queue_frame(TTSSpeakFrame(text))
        await asyncio.wait_for(self.loudspeaker.stopped.wait(), PATIENCE)
        return bytes(self.loudspeaker.audio)


async def turns():
    async with Talk() as talk:
        heard(f"{NAME} first turn", await talk.say(TEXT), "pcm", RATE)
        heard(f"{NAME} second turn", await talk.say(TEXT), "pcm", RATE)
        check(f"no error, {talk.errors}", not talk.errors)
    async with Talk(prosody_speed=1.25, latency="low", model="s1") as talk:
        heard(f"{NAME} faster", await talk.say(TEXT), "pcm", RATE, speed=1.25)
        check(f"no error, {talk.errors}", not talk.errors)


async def interruption():
    async with Talk() as talk:
        talk.loudspeaker.started.clear()
        await talk.worker.queue_frame(TTSSpeakFrame(" ".join([TEXT] * 20)))
        await asyncio.wait_for(talk.loudspeaker.started.wait(), PATIENCE)
        await talk.worker.queue_frame(InterruptionFrame())
        await asyncio.sleep(0.5)
        heard(f"{NAME} after an interruption", await talk.say(TEXT), "pcm", RATE)
        check(f"no error, {talk.errors}", not talk.errors)


async def refusal():
    talk = Talk(key="wrong")
    async with talk:
        for _ in range(100):
            if talk.errors:
                break
            await asyncio.sleep(0.1)
    check("a wrong key is told", any("401" in str(error) for error in talk.errors))
    check("as an error", all(isinstance(error, ErrorFrame) for error in talk.errors))
    seen(f"{NAME} wrong key")


async def main():
    await turns()
    await interruption()
    await refusal()


if __name__ == "__main__":
    asyncio.run(main())
