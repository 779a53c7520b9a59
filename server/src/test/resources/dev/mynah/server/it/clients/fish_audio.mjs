// Drives a server with npm's fish-audio, unmodified.

import { FishAudioClient, RealtimeEvents } from "fish-audio";
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
  dribble,
  heard,
  inTime,
  refused,
  same,
  seen,
} from "./reporting.mjs";

const NAME = "fish-audio";
const client = (apiKey = KEY) => new FishAudioClient({ apiKey, baseUrl: URL });
const file = (content = RECORDING) => new File([content], "me.wav", { type: "audio/wav" });
const fish = client();

async function speech() {
  for (const [format, rate] of [["mp3", 44_100], ["wav", 44_100], ["pcm", 44_100], ["opus", 48_000]]) {
    const audio = await bytes(await fish.textToSpeech.convert({ text: TEXT, reference_id: VOICE, format }));
    heard(`${NAME} convert ${format}`, audio, format, { rate });
  }
  const orders = {
    "convert pcm at 24000": [{ format: "pcm", sample_rate: 24_000 }, { rate: 24_000 }],
    "convert wav at 16000": [{ format: "wav", sample_rate: 16_000, normalize: false }, {}],
    "convert opus at 24 kbit/s": [{ format: "opus", opus_bitrate: 24, latency: "normal" }, {}],
    "convert faster": [{ format: "wav", prosody: { speed: 1.25, volume: 3 } }, { speed: 1.25 }],
    "convert with a field unset": [{ format: "wav", sample_rate: undefined }, {}],
  };
  for (const [call, [order, facts]] of Object.entries(orders)) {
    const stream = await fish.textToSpeech.convert({ text: TEXT, reference_id: VOICE, ...order }, "s2-pro");
    heard(`${NAME} ${call}`, await bytes(stream), order.format, facts);
  }
  const references = [{ audio: file(), text: SAID }];
  const { data, rawResponse } = await fish.textToSpeech
    .convert({ text: TEXT, references, format: "mp3" })
    .withRawResponse();
  same("the media type", rawResponse.headers.get("content-type"), "audio/mpeg");
  heard(`${NAME} convert by reference`, await bytes(data), "mp3", { voice: "recording" });
}

/** Returns what was heard until the server has finished; fails as the connection does. */
async function realtime(call, order, text, key = KEY) {
  const connection = await client(key).textToSpeech.convertRealtime({ text: "", ...order }, text, "s1");
  const pieces = [];
  const ended = new Promise((resolve, reject) => {
    connection.on(RealtimeEvents.AUDIO_CHUNK, (piece) => pieces.push(piece));
    connection.on(RealtimeEvents.ERROR, reject);
    connection.on(RealtimeEvents.CLOSE, resolve);
  });
  try {
    await inTime(call, ended);
  } finally {
    connection.on(RealtimeEvents.ERROR, () => {});
    connection.close();
  }
  return Buffer.concat(pieces);
}

async function live() {
  for (const [format, rate] of [["mp3", 44_100], ["wav", 44_100], ["pcm", 44_100], ["opus", 48_000]]) {
    const call = `${NAME} convertRealtime ${format}`;
    heard(call, await realtime(call, { reference_id: VOICE, format }, dribble(TEXT)), format, { rate });
  }
  const references = [{ audio: new Uint8Array(RECORDING), text: SAID }];
  const call = `${NAME} convertRealtime by reference`;
  const audio = await realtime(call, { references, format: "wav" }, [TEXT]);
  heard(call, audio, "wav", { voice: "recording" });
  const wrong = `${NAME} live, wrong key`;
  await refused(wrong, "Error", { message: "Unexpected server response: 401" }, () =>
    realtime(wrong, {}, [TEXT], "wrong"),
  );
  const nobody = `${NAME} live, no voice to speak in`;
  await refused(nobody, "Error", {}, () => realtime(nobody, { reference_id: NOWHERE }, [TEXT]));
}

async function voices() {
  const made = await fish.voices.ivc.create({
    title: "Ida",
    voices: [file(), file()],
    texts: ["First this.", "Then that."],
    tags: ["warm", "npm"],
    description: "Made by a test",
    cover_image: new File([PICTURE], "cover.gif"),
    visibility: "unlist",
    enhance_audio_quality: true,
  });
  same("a new voice", [made.state, made.visibility, made.train_mode], ["trained", "unlist", "fast"]);
  same("its tags", [...made.tags].sort(), ["npm", "warm"]);
  seen(`${NAME} voices.ivc.create`);
  same("the voice shown", (await fish.voices.get(made._id)).title, "Ida");
  const page = await fish.voices.search({ self: true, tag: ["warm", "npm"], title: "Ida", sort_by: "score" });
  same("voices listed", page.items.map((voice) => voice._id), [made._id]);
  const everybody = await fish.voices.search({ page_size: 100, language: ["en"] });
  check("a voice for all is listed", everybody.items.some((voice) => voice._id === VOICE));
  seen(`${NAME} voices.search`);
  const stream = await fish.textToSpeech.convert({ text: TEXT, reference_id: made._id, format: "wav" });
  heard(`${NAME} convert in a voice made`, await bytes(stream), "wav", { voice: "recording" });
  same("an answer without a body", await fish.voices.update(made._id, { title: "Jo", tags: ["a", "b"] }), undefined);
  const shown = await fish.voices.get(made._id);
  same("the voice changed", [shown.title, [...shown.tags].sort()], ["Jo", ["a", "b"]]);
  await fish.voices.update(made._id, { cover_image: new File([PICTURE], "c.gif"), visibility: "private" });
  same("its visibility", (await fish.voices.get(made._id)).visibility, "private");
  seen(`${NAME} voices.update`);
  same("an answer without a body", await fish.voices.delete(made._id), undefined);
  await refused(`${NAME} voices.delete`, "FishAudioError", { statusCode: 404 }, () => fish.voices.get(made._id));
}

async function others() {
  const credit = await fish.user.get_api_credit();
  check("credit, as a text", typeof credit.credit === "string" && Number(credit.credit) >= 0);
  const pack = await fish.user.get_package();
  check("a package", pack.total >= pack.balance && typeof pack.finished_at === "string");
  seen(`${NAME} user`);
  if (LISTENS) {
    const told = await fish.speechToText.convert({ audio: file(), language: "en", ignore_timestamps: false });
    alike("what was said", told.text, SAID);
    check("when", told.segments[0].end > 0 && told.segments[0].end <= told.duration + 0.1);
    seen(`${NAME} speechToText.convert`);
  }
  const noise = file("This is no recording.");
  await refused(`${NAME} noise to transcribe`, "FishAudioError", { statusCode: 400 }, () =>
    fish.speechToText.convert({ audio: noise }),
  );
}

async function refusals() {
  const told = (call, status, action) =>
    refused(`${NAME} ${call}`, "FishAudioError", { statusCode: status }, action);
  await told("wrong key", 401, () => client("wrong").user.get_package());
  await told("no credit", 402, () => client(POOR_KEY).textToSpeech.convert({ text: TEXT }));
  await told("no such voice", 404, () => fish.voices.get(NOWHERE));
  await told("no voice to speak in", 400, () =>
    fish.textToSpeech.convert({ text: TEXT, reference_id: NOWHERE }),
  );
  await refused(`${NAME} a page too long`, "UnprocessableEntityError", { statusCode: 422 }, () =>
    fish.voices.search({ page_size: 1000 }),
  );
  try {
    await fish.textToSpeech.convert({ format: "mp3" });
    throw new Error("no text is refused, which doesn't hold");
  } catch (error) {
    same("its status", error.statusCode, 422);
    same("where", error.body.map((problem) => problem.loc.at(-1)), ["text"]);
    check("why", error.body.every((problem) => problem.msg && problem.type));
  }
  seen(`${NAME} no text`);
}

await speech();
await live();
await voices();
await others();
await refusals();
process.exit(0);
