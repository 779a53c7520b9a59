/** Speech in one format, with the times of its words; it may still be growing. */
import { ByteStore } from "./byteStore.js";
import { Mp3Cutter } from "./mp3.js";
import { OggCutter } from "./ogg.js";
import { readWavHead, withSizes } from "./wav.js";
import { WordClock } from "./wordClock.js";

/** @typedef {'mp3' | 'wav' | 'opus' | 'pcm'} Format */

/** Media types and the ends of file names by format. */
export const FORMATS = {
  mp3: { type: "audio/mpeg", ending: "mp3" },
  wav: { type: "audio/wav", ending: "wav" },
  opus: { type: "audio/ogg", ending: "opus" },
  pcm: { type: "audio/pcm", ending: "pcm" },
};

const BYTES_A_SAMPLE = 2;
const LONGEST_HEAD = 64 * 1024;
const READ_BYTES = 256 * 1024;

export class Recording {
  #store = new ByteStore();
  #start = new Uint8Array(0);
  #wav = null;
  #cutter;
  #whole = false;

  /**
   * @param {Format} format
   * @param {number} sampleRate of plain samples; other formats say it themselves
   */
  constructor(format, sampleRate) {
    this.format = format;
    this.sampleRate = sampleRate;
    this.clock = new WordClock();
    this.#cutter = format === "mp3" ? new Mp3Cutter() : format === "opus" ? new OggCutter() : null;
  }

  /**
   * Reads a recording that has been kept.
   *
   * @param {Format} format
   * @param {number} sampleRate
   * @param {Blob} file
   * @returns {Promise<Recording>}
   */
  static async of(format, sampleRate, file) {
    const recording = new Recording(format, sampleRate);
    for (let at = 0; at < file.size; at += READ_BYTES) {
      recording.append(new Uint8Array(await file.slice(at, at + READ_BYTES).arrayBuffer()));
    }
    recording.end();
    return recording;
  }

  /** Whether no more comes. */
  get whole() {
    return this.#whole;
  }

  /** How many bytes there are. */
  get size() {
    return this.#store.size;
  }

  /** How much can be heard by now, seconds. */
  get duration() {
    return this.#cutter === null ? this.frames / this.sampleRate : this.#cutter.duration;
  }

  /** By how much what is heard lags behind the times of the words, seconds. */
  get delay() {
    return this.#cutter === null ? 0 : this.#cutter.delay;
  }

  /** What a compressed recording can be played by. */
  get stretches() {
    return this.#cutter?.stretches ?? [];
  }

  /** What describes an Opus stream, null until it is known. */
  get head() {
    return this.#cutter?.head ?? null;
  }

  /** How many plain samples there are; 0 of a compressed recording. */
  get frames() {
    if (this.#cutter !== null || (this.format === "wav" && this.#wav === null)) {
      return 0;
    }
    return Math.floor((this.#store.size - this.#dataStart()) / BYTES_A_SAMPLE);
  }

  /** @param {Uint8Array} bytes what comes next of the file */
  append(bytes) {
    if (bytes.length === 0) {
      return;
    }
    this.#store.append(bytes);
    this.#cutter?.push(bytes);
    if (this.format === "wav" && this.#wav === null) {
      this.#readHead(bytes);
    }
  }

  /** Takes note that no more comes, be it whole or broken off. */
  end() {
    this.#cutter?.end();
    this.#whole = true;
  }

  /** Returns the bytes in [from, to). */
  read(from, to) {
    return this.#store.read(from, to);
  }

  /** Returns the bytes of plain samples [from, to). */
  readFrames(from, to) {
    const start = this.#dataStart();
    return this.#store.read(start + from * BYTES_A_SAMPLE, start + to * BYTES_A_SAMPLE);
  }

  /**
   * Returns the file as it came. Only a WAV's head is completed by its sizes, which nobody knew
   * when it was sent.
   *
   * @returns {Promise<Blob>}
   */
  async file() {
    const file = this.#store.blob(FORMATS[this.format].type);
    return this.#wav === null ? file : withSizes(file, this.#wav);
  }

  #dataStart() {
    return this.#wav?.dataStart ?? 0;
  }

  #readHead(bytes) {
    const start = new Uint8Array(this.#start.length + bytes.length);
    start.set(this.#start);
    start.set(bytes, this.#start.length);
    this.#wav = readWavHead(start);
    this.#start = this.#wav === null ? start : new Uint8Array(0);
    if (this.#start.length > LONGEST_HEAD) {
      throw new TypeError("This WAV has no samples.");
    }
    if (this.#wav !== null) {
      this.sampleRate = this.#wav.sampleRate;
    }
  }
}
