/*
 * Reads Ogg (RFC 3533) with Opus in it (RFC 7845) as it comes, and cuts it into stretches of whole
 * pages, as this server writes them: no packet spans two pages.
 */
import { Collector } from "./stretches.js";

const HEAD_BYTES = 27;
const OPUS_TICKS = 48000; // a second, whatever rate was encoded
/** Frame lengths by the configuration in a packet's first byte (RFC 6716, 3.1), milliseconds. */
const SILK = [10, 20, 40, 60];
const HYBRID = [10, 20];
const CELT = [2.5, 5, 10, 20];

export class OggCutter {
  #collector = new Collector();
  #rest = new Uint8Array(0);
  #at = 0;
  #pages = 0;
  /** The packet that describes the stream, null until it is there. */
  head = null;

  /** @returns {import('./stretches.js').Stretch[]} the stretches found so far */
  get stretches() {
    return this.#collector.stretches;
  }

  /** How long all of them play together, seconds, with what is skipped at the beginning. */
  get duration() {
    return this.#collector.duration;
  }

  /** By how much what is heard lags behind what was said, seconds: players skip what it is here. */
  get delay() {
    return 0;
  }

  /** Takes the next bytes of the file. */
  push(bytes) {
    const data = new Uint8Array(this.#rest.length + bytes.length);
    data.set(this.#rest);
    data.set(bytes, this.#rest.length);
    let at = 0;
    for (let page = pageAt(data, at); page !== null; page = pageAt(data, at)) {
      this.#take(page, this.#at + at);
      at += page.length;
    }
    this.#rest = data.slice(at);
    this.#at += at;
  }

  /** Takes note that no more comes. */
  end() {
    this.#collector.end();
  }

  #take(page, at) {
    if (this.#pages === 0) {
      this.head = page.packets[0];
    }
    if (this.#pages >= 2) {
      // after the description and the tags
      const seconds = page.packets.reduce((sum, packet) => sum + packetSeconds(packet), 0);
      this.#collector.add(at, at + page.length, seconds);
    }
    this.#pages++;
  }
}

/**
 * Returns the packets of whole pages.
 *
 * @param {Uint8Array} pages
 * @returns {Uint8Array[]}
 */
export function packetsOf(pages) {
  const packets = [];
  let at = 0;
  for (let page = pageAt(pages, at); page !== null; page = pageAt(pages, at)) {
    packets.push(...page.packets);
    at += page.length;
  }
  return packets;
}

/** Returns how long an Opus packet plays, seconds. */
export function packetSeconds(packet) {
  const config = packet[0] >> 3;
  const millis = config < 12 ? SILK[config & 3] : config < 16 ? HYBRID[config & 1] : CELT[config & 3];
  const code = packet[0] & 3;
  const frames = code === 0 ? 1 : code === 3 ? packet[1] & 0x3f : 2;
  return (frames * millis) / 1000;
}

/** Returns how much is to be skipped at the beginning of a stream, seconds. */
export function skippedSeconds(head) {
  return (head[10] | (head[11] << 8)) / OPUS_TICKS;
}

/** The page at a place, null if it isn't whole. */
function pageAt(data, at) {
  if (at + HEAD_BYTES > data.length) {
    return null;
  }
  if (data[at] !== 0x4f || data[at + 1] !== 0x67 || data[at + 2] !== 0x67 || data[at + 3] !== 0x53) {
    throw new TypeError("This is no Ogg.");
  }
  const segments = data[at + 26];
  const start = at + HEAD_BYTES + segments;
  if (start > data.length) {
    return null;
  }
  const lengths = [];
  let open = 0;
  for (const size of data.subarray(at + HEAD_BYTES, start)) {
    open += size;
    if (size < 255) {
      lengths.push(open);
      open = 0;
    }
  }
  const bytes = lengths.reduce((sum, length) => sum + length, open);
  if (start + bytes > data.length) {
    return null;
  }
  const packets = [];
  let from = start;
  for (const length of lengths) {
    packets.push(data.subarray(from, from + length));
    from += length;
  }
  return { packets, length: HEAD_BYTES + segments + bytes };
}
