// Drives a server with npm's fish-audio-sdk, unmodified.

import sdk from "fish-audio-sdk";
import {
  KEY,
  LISTENS,
  NOWHERE,
  PICTURE,
  POOR_KEY,
  RECORDING,
  SAID,
  TEXT,
  URL,
  VOICE,
  alike,
  bytes,
  check,
  heard,
  inTime,
  refused,
  same,
  seen,
} from "./reporting.mjs";

const { ASRRequest, ReferenceAudio, Session, TTSRequest, WebSocketSession } = sdk;
const NAME = "fish-audio-sdk";
const session = new Session(KEY, URL);

async function speech() {
  for (const [format, rate] of [["mp3", 44_100], ["wav", 44_100], ["pcm", 44_100], ["opus", 48_000]]) {
    const request = new TTSRequest(TEXT, { referenceId: VOICE, format });
    const call = `${NAME} tts ${format}`;
    heard(call, await inTime(call, bytes(session.tts(request))), format, { rate });
  }
  const fast = new TTSRequest(TEXT, {
    referenceId: VOICE,
    format: "pcm",
    sampleRate: 16_000,
    opusBitrate: 64,
    latency: "normal",
    prosody: { speed: 1.25, volume: 0 },
  });
  const quick = await bytes(session.tts(fast, { model: "s1" }));
  heard(`${NAME} tts faster`, quick, "pcm", { rate: 16_000, speed: 1.25 });
  const cloning = new TTSRequest(TEXT, { references: [new ReferenceAudio(RECORDING, SAID)], format: "wav" });
  heard(`${NAME} tts by reference`, await bytes(session.tts(cloning)), "wav", { voice: "recording" });
}

async function live() {
  const socket = new WebSocketSession(KEY, URL.replace("http", "ws"));
  for (const [format, rate] of [["mp3", 44_100], ["wav", 44_100], ["pcm", 44_100], ["opus", 48_000]]) {
    const call = `${NAME} WebSocketSession.tts ${format}`;
    const request = new TTSRequest("", { referenceId: VOICE, format });
    const text = [TEXT.slice(0, 7), TEXT.slice(7)]; // at once: it hears nothing before all is said
    heard(call, await inTime(call, bytes(socket.tts(request, text))), format, { rate });
  }
  const call = `${NAME} WebSocketSession.tts by reference`;
  const request = new TTSRequest("", { references: [new ReferenceAudio(RECORDING, SAID)], format: "wav" });
  heard(call, await inTime(call, bytes(socket.tts(request, [TEXT]))), "wav", { voice: "recording" });
  const nobody = new TTSRequest("", { referenceId: NOWHERE });
  await refused(`${NAME} live, no voice to speak in`, "WebSocketError", { message: "Server error" }, () =>
    inTime("the refusal", bytes(socket.tts(nobody, [TEXT]))),
  );
  await socket.close();
  const wrong = new WebSocketSession("wrong", URL.replace("http", "ws"));
  await refused(`${NAME} live, wrong key`, "Error", { message: "Unexpected server response: 401" }, () =>
    bytes(wrong.tts(nobody, [TEXT])),
  );
}

async function voices() {
  const made = await session.createModel({
    title: "Kim",
    voices: [RECORDING, RECORDING],
    texts: ["First, this.", "Then that."],
    tags: ["warm", "sdk"],
    description: "Made by a test",
    coverImage: PICTURE,
  });
  same("a new voice", [made.state, made.visibility], ["trained", "private"]);
  same("its tags", [...made.tags].sort(), ["sdk", "warm"]);
  same("the voice shown", (await session.getModel(made.id)).title, "Kim");
  const page = await session.listModels({ self: true, tag: ["warm", "sdk"], title: "Kim", pageSize: 5 });
  same("voices listed", page.items.map((voice) => voice.id), [made.id]);
  const everybody = await session.listModels({ pageSize: 100, sortBy: "task_count" });
  check("a voice for all is listed", everybody.items.some((voice) => voice.id === VOICE));
  seen(`${NAME} models`);
  await session.updateModel(made.id, { title: "Lou", tags: ["a", "b"], visibility: "unlist" });
  const shown = await session.getModel(made.id);
  same("the voice changed", [shown.title, shown.visibility], ["Lou", "unlist"]);
  same("its tags", [...shown.tags].sort(), ["a", "b"]);
  await session.updateModel(made.id, { coverImage: PICTURE });
  seen(`${NAME} updateModel`);
  await session.deleteModel(made.id);
  await refused(`${NAME} deleteModel`, "HttpCodeError", { status: 404 }, () => session.getModel(made.id));
}

async function others() {
  const credit = await session.getApiCredit({ checkFreeCredit: true });
  check("credit", Number(credit.credit) >= 0 && credit._id);
  check("a package", (await session.getPackage()).total >= 0);
  seen(`${NAME} wallet`);
  if (LISTENS) {
    const told = await session.asr(new ASRRequest(RECORDING, "en", false));
    alike("what was said", told.text, SAID);
    check("when", told.segments[0].end > 0);
    same("no times", (await session.asr(new ASRRequest(RECORDING))).segments, []);
    seen(`${NAME} asr`);
  }
}

async function refusals() {
  const told = (call, status, action) => refused(`${NAME} ${call}`, "HttpCodeError", { status }, action);
  const poor = new Session(POOR_KEY, URL);
  await told("wrong key", 401, () => new Session("wrong", URL).getPackage());
  await told("no credit", 402, () => bytes(poor.tts(new TTSRequest(TEXT))));
  await told("no such voice", 404, () => session.getModel(NOWHERE));
  await told("no voice to speak in", 400, () => bytes(session.tts(new TTSRequest(TEXT, { referenceId: NOWHERE }))));
  await told("no text", 400, () => bytes(session.tts(new TTSRequest(""))));
  await told("a page too long", 422, () => session.listModels({ pageSize: 1000 }));
  poor.close();
}

await speech();
await live();
await voices();
await others();
await refusals();
session.close();
