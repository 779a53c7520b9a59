/*
 * Cuts MPEG audio (ISO 11172-3, 13818-3; layer III) into stretches of whole frames of about a
 * second, each with its time, so that a player can be given it from anywhere.
 *
 * A frame's head is four bytes: 11 bits of sync, version, layer, no CRC; bitrate, sampling rate,
 * padding; the rest doesn't matter here. Its length is samples / 8 * bitrate / rate + padding.
 */
import { Collector } from "./stretches.js";

const MPEG1 = 3;
const LAYER_3 = 1;
const RATES = { 3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000] };
const KBITS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];

/** What an encoder and a decoder together add before the first sample, where no head tells. */
const DELAY_SAMPLES = 576 + 529;

/**
 * @typedef {import('./stretches.js').Stretch} Stretch
 */
export class Mp3Cutter {
  #collector = new Collector();
  #rest = new Uint8Array(0);
  #at = 0;
  #rate = 0;

  /** The stretches found so far. */
  get stretches() {
    return this.#collector.stretches;
  }

  /** How long all of them play together, seconds. */
  get duration() {
    return this.#collector.duration;
  }

  /** By how much what is heard lags behind what was said, seconds. */
  get delay() {
    return this.#rate === 0 ? 0 : DELAY_SAMPLES / this.#rate;
  }

  /** Takes the next bytes of the file. */
  push(bytes) {
    const data = joined(this.#rest, bytes);
    let at = 0;
    while (at + 10 <= data.length) {
      const tag = id3Length(data, at);
      const frame = tag > 0 ? null : frameAt(data, at);
      const length = tag > 0 ? tag : (frame?.length ?? 1); // a byte that begins nothing is passed
      if (at + length > data.length) {
        break;
      }
      if (frame !== null) {
        this.#rate = frame.rate;
        this.#collector.add(this.#at + at, this.#at + at + length, frame.samples / frame.rate);
      }
      at += length;
    }
    this.#rest = data.slice(at);
    this.#at += at;
  }

  /** Takes note that no more comes. */
  end() {
    const frame = this.#rest.length >= 4 ? frameAt(this.#rest, 0) : null;
    if (frame !== null && frame.length <= this.#rest.length) {
      this.#rate = frame.rate;
      const seconds = frame.samples / frame.rate;
      this.#collector.add(this.#at, this.#at + frame.length, seconds);
    }
    this.#collector.end();
  }
}

/** The length of an ID3v2 tag with its head, 0 if none begins here. */
function id3Length(data, at) {
  if (data[at] !== 0x49 || data[at + 1] !== 0x44 || data[at + 2] !== 0x33) {
    return 0;
  }
  const size = [6, 7, 8, 9].reduce((sum, i) => (sum << 7) | (data[at + i] & 0x7f), 0);
  return 10 + size;
}

function frameAt(data, at) {
  if (data[at] !== 0xff || (data[at + 1] & 0xe0) !== 0xe0) {
    return null;
  }
  const version = (data[at + 1] >> 3) & 3;
  const layer = (data[at + 1] >> 1) & 3;
  const rate = RATES[version]?.[(data[at + 2] >> 2) & 3];
  const kbits = (version === MPEG1 ? KBITS_1 : KBITS_2)[data[at + 2] >> 4];
  if (layer !== LAYER_3 || rate === undefined || !kbits) {
    return null;
  }
  const samples = version === MPEG1 ? 1152 : 576;
  const padding = (data[at + 2] >> 1) & 1;
  return { rate, samples, length: Math.floor((samples * kbits * 125) / rate) + padding };
}

function joined(first, second) {
  if (first.length === 0) {
    return second;
  }
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
