/** Has a text spoken: fills a recording from the server's events, and measures how fast it comes. */
import { api, ApiError, isAbort } from "../api.js";

const PATH = "v1/tts/stream/with-timestamp";

/**
 * @typedef {{text: string, voice: {id: string, title: string}, speed: number, volume: number,
 *   format: import('./recording.js').Format, sampleRate: number, mp3Bitrate: number,
 *   opusBitrate: number, latency: string}} Order
 */

/**
 * Writes an order as the server wants it.
 *
 * @param {Order} order
 */
export function requestOf(order) {
  const request = {
    text: order.text,
    reference_id: order.voice.id,
    format: order.format,
    latency: order.latency,
    prosody: { speed: order.speed, volume: order.volume },
  };
  if (order.format === "opus") {
    request.opus_bitrate = order.opusBitrate;
  } else {
    request.sample_rate = order.sampleRate;
  }
  if (order.format === "mp3") {
    request.mp3_bitrate = order.mp3Bitrate;
  }
  return request;
}

/**
 * Speaks until everything is said.
 *
 * @param {Order} order
 * @param {import('./recording.js').Recording} recording filled, and ended in any case
 * @param {{grown: () => void, signal: AbortSignal}} how `grown` is called after every change
 * @throws {ApiError} what went wrong; what came before it is in the recording. `broken` is true if
 *     there is something to hear
 */
export async function speak(order, recording, { grown, signal }) {
  try {
    for await (const { event, data } of api.stream("POST", PATH, requestOf(order), { signal })) {
      if (event === "error") {
        throw errorOf(data);
      }
      take(recording, data);
      grown();
    }
    if (recording.size === 0) {
      throw cut();
    }
  } catch (failure) {
    if (isAbort(failure) || failure instanceof ApiError) {
      throw failure;
    }
    if (failure instanceof TypeError && failure.message.startsWith("This ")) {
      throw failure;
    }
    throw cut(); // the browser says no more than that the network failed
  } finally {
    recording.end();
    grown();
  }
}

/** Puts what an event holds into a recording. */
export function take(recording, data) {
  recording.clock.begin(data.chunk_seq, data.content);
  if (data.audio_base64) {
    recording.append(bytesOf(data.audio_base64));
  }
  if (data.alignment !== null) {
    const offset = data.chunk_audio_offset_sec;
    recording.clock.align(
      data.chunk_seq,
      data.alignment.segments.map(({ text, start, end }) => ({
        text,
        start: offset + start,
        end: offset + end,
      })),
    );
  }
}

function bytesOf(base64) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = text.charCodeAt(i);
  }
  return bytes;
}

function errorOf(data) {
  const status = data?.status ?? 500;
  return new ApiError({
    status,
    code: `http_${status}`,
    message: data?.message ?? "The server stopped speaking.",
  });
}

function cut() {
  return new ApiError({
    status: 0,
    code: "cut",
    message: "The connection broke before everything was said.",
  });
}
