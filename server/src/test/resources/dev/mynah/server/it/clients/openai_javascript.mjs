// Drives a server with npm's openai, unmodified.

import OpenAI, { toFile } from "openai";
import {
  KEY,
  LISTENS,
  POOR_KEY,
  RECORDING,
  SAID,
  TEXT,
  URL,
  VOICE,
  VOICE_NAME,
  alike,
  bytes,
  check,
  heard,
  refused,
  same,
  seen,
} from "./reporting.mjs";

const NAME = "openai (npm)";
const PCM_RATE = 24_000; // Hz
const client = (apiKey = KEY) => new OpenAI({ apiKey, baseURL: URL + "/v1", maxRetries: 0 });
const ai = client();
const order = (more = {}) => ({ model: "tts-1", input: TEXT, voice: VOICE, ...more });
const whole = async (response) => Buffer.from(await response.arrayBuffer());
const file = () => toFile(RECORDING, "me.wav");

async function speech() {
  for (const format of ["mp3", "opus", "aac", "flac", "wav", "pcm"]) {
    const audio = await whole(await ai.audio.speech.create(order({ response_format: format })));
    heard(`${NAME} speech ${format}`, audio, format, { rate: PCM_RATE });
  }
  const response = await ai.audio.speech.create(order({ response_format: "opus", voice: { id: VOICE } }));
  heard(`${NAME} speech in pieces`, await bytes(response.body), "opus");
  const fast = order({ speed: 1.25, response_format: "wav", instructions: "Whisper." });
  heard(`${NAME} speech faster`, await whole(await ai.audio.speech.create(fast)), "wav", { speed: 1.25 });
  const named = order({ voice: VOICE_NAME, response_format: "wav" });
  heard(`${NAME} speech by a voice's name`, await whole(await ai.audio.speech.create(named)), "wav");
  const usual = order({ voice: "nova", response_format: "wav" });
  heard(`${NAME} speech by a usual voice`, await whole(await ai.audio.speech.create(usual)), "wav", { voice: "any" });
  const events = await ai.audio.speech.create(order({ stream_format: "sse", response_format: "pcm" }));
  check("a stream of events", events.headers.get("content-type").startsWith("text/event-stream"));
  const told = (await events.text())
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => JSON.parse(line.slice("data: ".length)));
  same("the last event", told.at(-1).type, "speech.audio.done");
  const pieces = told.filter((event) => event.type === "speech.audio.delta");
  const audio = Buffer.concat(pieces.map((event) => Buffer.from(event.audio, "base64")));
  heard(`${NAME} speech as events`, audio, "pcm", { rate: PCM_RATE });
}

async function transcriptions() {
  const transcribe = async (more) => ai.audio.transcriptions.create({ model: "whisper-1", file: await file(), ...more });
  alike("words", (await transcribe()).text, SAID);
  seen(`${NAME} transcription json`);
  alike("words", await transcribe({ response_format: "text" }), SAID);
  check("cues", (await transcribe({ response_format: "srt" })).startsWith("1\n00:00:"));
  check("cues", (await transcribe({ response_format: "vtt" })).startsWith("WEBVTT\n"));
  seen(`${NAME} transcription text, srt and vtt`);
  const told = await transcribe({ response_format: "verbose_json", timestamp_granularities: ["word", "segment"] });
  alike("single words", told.words.map((each) => each.word).join(" "), SAID);
  alike("segments", told.segments.map((part) => part.text).join(" "), SAID);
  check("its length", told.duration > 1);
  seen(`${NAME} transcription verbose_json`);
  let text = "";
  for await (const event of await transcribe({ stream: true, model: "gpt-4o-transcribe" })) {
    text = event.type === "transcript.text.done" ? event.text : text;
  }
  alike("words", text, SAID);
  seen(`${NAME} transcription as events`);
}

async function others() {
  const ids = [];
  for await (const model of ai.models.list()) {
    ids.push(model.id);
  }
  check(`the usual models, ${ids},`, ids.includes("tts-1") && ids.includes("gpt-4o-mini-tts"));
  check(`what listens, ${ids},`, ids.includes("whisper-1") || !LISTENS);
  same("a model", (await ai.models.retrieve("tts-1")).object, "model");
  seen(`${NAME} models`);
  const consent = await ai.audio.voiceConsents.create({ name: "Ned", language: "en-US", recording: await file() });
  const made = await ai.audio.voices.create({ name: "Ned", consent: consent.id, audio_sample: await file() });
  same("a voice", [made.object, made.name], ["audio.voice", "Ned"]);
  const own = order({ voice: { id: made.id }, response_format: "wav" });
  const audio = await whole(await ai.audio.speech.create(own));
  heard(`${NAME} speech in a voice made`, audio, "wav", { voice: "recording" });
}

async function refusals() {
  const told = (call, kind, facts, key, more) =>
    refused(`${NAME} ${call}`, kind, facts, () => client(key).audio.speech.create(order(more)));
  await told("wrong key", "AuthenticationError", { status: 401, code: "invalid_api_key" }, "wrong");
  await told("no credit", "RateLimitError", { status: 429, code: "insufficient_quota" }, POOR_KEY);
  await told("no text", "BadRequestError", { status: 400, param: "input" }, KEY, { input: "" });
  await told("no such voice", "NotFoundError", { status: 404, param: "voice" }, KEY, { voice: "nobody at all" });
  await refused(`${NAME} no such model`, "NotFoundError", { status: 404 }, () => ai.models.retrieve("no-such-model"));
}

await speech();
if (LISTENS) {
  await transcriptions();
}
await others();
await refusals();
