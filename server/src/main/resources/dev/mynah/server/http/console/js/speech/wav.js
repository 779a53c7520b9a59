/*
 * Reads and mends the heads of WAV files (RIFF, 16-bit PCM). A file that is sent while it is made
 * can't know its sizes, and carries the largest there are.
 */

/** @typedef {{sampleRate: number, channels: number, dataStart: number, sizeAt: number}} WavHead */

const PCM = 1;
const BITS = 16;

/**
 * Reads a head.
 *
 * @param {Uint8Array} bytes the first bytes of a file
 * @returns {WavHead | null} null if these are too few to tell
 * @throws {TypeError} if it is none of 16-bit PCM
 */
export function readWavHead(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12) {
    return null;
  }
  if (ascii(view, 0) !== "RIFF" || ascii(view, 8) !== "WAVE") {
    throw new TypeError("This is no WAV.");
  }
  let format = null;
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = ascii(view, at);
    const size = view.getUint32(at + 4, true);
    if (name === "data") {
      if (format === null) {
        throw new TypeError("This WAV has no format.");
      }
      return { ...format, dataStart: at + 8, sizeAt: at + 4 };
    }
    if (name === "fmt " && at + 24 <= bytes.length) {
      if (view.getUint16(at + 8, true) !== PCM || view.getUint16(at + 22, true) !== BITS) {
        throw new TypeError("This WAV is not 16-bit PCM.");
      }
      format = {
        channels: view.getUint16(at + 10, true),
        sampleRate: view.getUint32(at + 12, true),
      };
    }
    at += 8 + size + (size & 1);
  }
  return null;
}

/**
 * Returns a file with the sizes in its head set to what they are. The sound stays as it is.
 *
 * @param {Blob} file
 * @param {WavHead} head
 * @returns {Promise<Blob>}
 */
export async function withSizes(file, head) {
  const bytes = new Uint8Array(await file.slice(0, head.dataStart).arrayBuffer());
  const view = new DataView(bytes.buffer);
  view.setUint32(4, file.size - 8, true);
  view.setUint32(head.sizeAt, file.size - head.dataStart, true);
  return new Blob([bytes, file.slice(head.dataStart)], { type: file.type });
}

/**
 * Turns 16-bit samples, little-endian, into numbers from -1 to 1.
 *
 * @param {Uint8Array} bytes whole samples
 * @returns {Float32Array}
 */
export function samplesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const samples = new Float32Array(bytes.length >> 1);
  for (let i = 0; i < samples.length; i++) {
    samples[i] = view.getInt16(2 * i, true) / 0x8000;
  }
  return samples;
}

function ascii(view, at) {
  return String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
}
