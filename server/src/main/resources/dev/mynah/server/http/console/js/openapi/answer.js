/** Shows an answer while it comes: its status, its header, its body whatever it is. */

import { bytes } from "../format.js";
import { add, fill, h } from "../dom.js";
import { EventParser } from "../sse.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { badge } from "../ui/states.js";
import { jsonView } from "./prose.js";

const MOST_TEXT = 200_000; // characters shown
const PLAYED_EARLY = "audio/mpeg"; // what browsers take in pieces

/**
 * Reads an answer into an element.
 *
 * @param {HTMLElement} place
 * @param {Response} response
 * @param {number} sentAt when the request went out, as performance.now() tells
 * @param {(text: string) => void} tell says aloud how it goes
 */
export async function showAnswer(place, response, sentAt, tell) {
  const firstByte = Math.round(performance.now() - sentAt);
  const took = h("span", { class: "muted small" }, `first byte after ${firstByte} ms`);
  const body = h("div", { class: "try-body" });
  fill(
    place,
    h("div", { class: "row" }, badge(`${response.status} ${response.statusText}`.trim(), response.ok ? "ok" : "error"), took),
    headersView(response.headers),
    body,
  );
  tell(`Answer ${response.status} after ${firstByte} milliseconds`);
  const type = (response.headers.get("content-type") ?? "").split(";")[0].trim();
  const size = await (type === "text/event-stream" ? showEvents(body, response) : type.startsWith("audio/") ? showAudio(body, response, type) : showText(body, response, type));
  add(took, [`, ${bytes(size)} after ${Math.round(performance.now() - sentAt)} ms`]);
}

function headersView(headers) {
  const rows = [...headers].map(([name, value]) => [h("dt", null, h("code", null, name)), h("dd", { class: "mono" }, value)]);
  return h("details", { class: "try-more" }, h("summary", null, `${rows.length} header fields`), h("dl", { class: "try-headers" }, rows));
}

async function pieces(response, take) {
  const reader = response.body?.getReader();
  let size = 0;
  for (;;) {
    const { done, value } = reader ? await reader.read() : { done: true };
    if (done) {
      return size;
    }
    size += value.length;
    await take(value);
  }
}

async function showText(body, response, type) {
  const parts = [];
  const size = await pieces(response, (part) => parts.push(part));
  const blob = new Blob(parts, { type });
  if (size === 0) {
    fill(body, h("p", { class: "muted" }, "The body is empty."));
  } else if (type.startsWith("image/")) {
    fill(body, h("img", { src: URL.createObjectURL(blob), alt: "The picture that was answered" }));
  } else if (/json|yaml|text|csv|html/.test(type)) {
    const text = await blob.text();
    fill(body, type === "application/json" ? json(text) : plain(text));
    links(body, text);
  } else {
    fill(body, download(blob, "answer"));
  }
  return size;
}

function json(text) {
  try {
    return text.length > MOST_TEXT ? plain(text) : jsonView(JSON.parse(text));
  } catch {
    return plain(text);
  }
}

function plain(text) {
  const cut = text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}\n...` : text;
  return h("pre", { class: "code", tabindex: 0 }, cut);
}

/** What an answer links to can be heard at once. */
function links(body, text) {
  const found = /"audio_url":"([^"]+)"/.exec(text);
  if (found) {
    const url = new URL(JSON.parse(`"${found[1]}"`));
    add(body, [audioPlayer({ title: "the speech", source: `${url.pathname.slice(1)}${url.search}` })]);
  }
}

/** @returns {HTMLElement} a link that saves what was answered */
export function download(blob, name) {
  return h("a", { class: "button button-plain", href: URL.createObjectURL(blob), download: name }, `Save ${bytes(blob.size)}`);
}

const ENDINGS = { "audio/mpeg": "mp3", "audio/wav": "wav", "audio/ogg": "ogg", "audio/aac": "aac", "audio/flac": "flac", "audio/pcm": "pcm" };

async function showAudio(body, response, type) {
  const player = type === "audio/pcm" ? null : audioPlayer({ title: "the answer" });
  const count = h("p", { class: "muted small" });
  fill(body, player, count);
  const early = player && type === PLAYED_EARLY && window.MediaSource?.isTypeSupported(type) ? await openSource(player, type) : null;
  const parts = [];
  let size = 0;
  await pieces(response, (part) => {
    parts.push(part);
    size += part.length;
    fill(count, `${bytes(size)} so far`);
    early?.push(part);
  });
  const blob = new Blob(parts, { type });
  await early?.end();
  if (!early) {
    player?.setSource(blob);
  }
  fill(count, `${bytes(size)} of ${type}`);
  add(body, [download(blob, `answer.${ENDINGS[type] ?? "bin"}`)]);
  return size;
}

/** Lets a player begin before all of it is there. */
async function openSource(player, type) {
  const source = new MediaSource();
  const opened = new Promise((done) => source.addEventListener("sourceopen", done, { once: true }));
  player.setSource(URL.createObjectURL(source));
  player.audio.preload = "auto";
  player.audio.load();
  await opened;
  const buffer = source.addSourceBuffer(type);
  let last = Promise.resolve();
  const append = (part) =>
    new Promise((done) => {
      buffer.addEventListener("updateend", done, { once: true });
      buffer.appendBuffer(part);
    });
  return {
    push(part) {
      last = last.then(() => append(part));
    },
    async end() {
      await last;
      source.endOfStream();
    },
  };
}

async function showEvents(body, response) {
  const list = h("ol", { class: "try-events", tabindex: 0, "aria-label": "Events" });
  fill(body, list);
  const parser = new EventParser();
  return pieces(response, (part) => {
    for (const { event, data } of parser.push(part)) {
      add(list, [h("li", null, badge(event, event === "error" ? "error" : "plain"), " ", h("code", null, short(data)))]);
    }
  });
}

/** @returns {string} the text of an event, audio in it told by its length */
export function short(data) {
  return data.replaceAll(/"([A-Za-z0-9+/=]{80,})"/g, (_, audio) => `"(${audio.length} characters of base64)"`);
}
