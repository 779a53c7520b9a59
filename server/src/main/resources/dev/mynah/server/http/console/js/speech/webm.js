/*
 * Puts Opus packets into WebM (RFC 8794, RFC 9559), because browsers play that while it is being
 * made, and Ogg only when it is whole. The packets stay as they are.
 */
import { packetSeconds, skippedSeconds } from "./ogg.js";

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CLUSTER = 0x1f43b675;
const NANOS = 1e9;
const NANOS_A_TICK = 1e6; // times are in milliseconds
const SEEK_PREROLL = 80e6; // nanoseconds, as Opus wants it
const KEY_FRAME = 0x80;
const TRACK = 0x81; // number 1 as a variable-length number
const UNKNOWN_SIZE = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

/**
 * Returns what stands before all clusters.
 *
 * @param {Uint8Array} head Opus' description of the stream, as it is in Ogg
 * @returns {Uint8Array}
 */
export function webmHead(head) {
  const ebml = element(EBML, [
    ...element(0x4286, [1]), // version
    ...element(0x42f7, [1]),
    ...element(0x42f2, [4]), // longest id
    ...element(0x42f3, [8]), // longest size
    ...element(0x4282, ascii("webm")),
    ...element(0x4287, [4]),
    ...element(0x4285, [2]),
  ]);
  const info = element(INFO, [
    ...element(0x2ad7b1, unsigned(NANOS_A_TICK)),
    ...element(0x4d80, ascii("mynah")),
    ...element(0x5741, ascii("mynah")),
  ]);
  const audio = element(0xe1, [...element(0xb5, float64(48000)), ...element(0x9f, [head[9]])]);
  const track = element(0xae, [
    ...element(0xd7, [1]), // number
    ...element(0x73c5, [1]), // id
    ...element(0x83, [2]), // audio
    ...element(0x86, ascii("A_OPUS")),
    ...element(0x56aa, unsigned(Math.round(skippedSeconds(head) * NANOS))),
    ...element(0x56bb, unsigned(SEEK_PREROLL)),
    ...element(0x63a2, [...head]),
    ...audio,
  ]);
  return Uint8Array.from([...ebml, ...id(SEGMENT), ...UNKNOWN_SIZE, ...info, ...element(TRACKS, track)]);
}

/**
 * Returns a cluster.
 *
 * @param {Uint8Array[]} packets at most 30 seconds of them
 * @param {number} time when the first is heard, seconds
 * @returns {Uint8Array}
 */
export function webmCluster(packets, time) {
  const base = Math.round(time * 1000);
  const content = element(0xe7, unsigned(base));
  let at = time;
  for (const packet of packets) {
    const offset = Math.round(at * 1000) - base;
    content.push(...element(0xa3, [TRACK, offset >> 8, offset & 0xff, KEY_FRAME, ...packet]));
    at += packetSeconds(packet);
  }
  return Uint8Array.from(element(CLUSTER, content));
}

function element(name, content) {
  return [...id(name), ...size(content.length), ...content];
}

function id(name) {
  return unsigned(name);
}

/** A length as four bytes, whose first has the bit that says so. */
function size(length) {
  return [0x10 | (length >>> 24), (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff];
}

function unsigned(number) {
  const bytes = [];
  for (let rest = number; rest > 0; rest = Math.floor(rest / 256)) {
    bytes.unshift(rest % 256);
  }
  return bytes.length === 0 ? [0] : bytes;
}

function float64(number) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, number);
  return [...bytes];
}

function ascii(text) {
  return [...text].map((letter) => letter.charCodeAt(0));
}
