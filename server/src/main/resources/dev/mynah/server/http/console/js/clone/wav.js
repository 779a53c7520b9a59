/** Recordings as files. */

const HEADER_BYTES = 44;
const PLAIN_PCM = 1;
const MONO = 1;
const SAMPLE_BYTES = 2;
const FULL_SCALE = 32_767;

/**
 * Writes samples as a 16-bit mono WAV file.
 *
 * @param {Float32Array} samples within -1 to 1; what is beyond is cut
 * @param {number} sampleRate in Hz
 * @returns {Blob}
 */
export function wavOf(samples, sampleRate) {
  const dataBytes = samples.length * SAMPLE_BYTES;
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + dataBytes));
  writeText(view, 0, "RIFF");
  view.setUint32(4, HEADER_BYTES - 8 + dataBytes, true);
  writeText(view, 8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, PLAIN_PCM, true);
  view.setUint16(22, MONO, true);
  view.setUint32(24, sampleRate, true);
  view.setUint32(28, sampleRate * SAMPLE_BYTES, true);
  view.setUint16(32, SAMPLE_BYTES, true);
  view.setUint16(34, 8 * SAMPLE_BYTES, true);
  writeText(view, 36, "data");
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < samples.length; i += 1) {
    const sample = Math.max(-1, Math.min(1, samples[i]));
    view.setInt16(HEADER_BYTES + i * SAMPLE_BYTES, Math.round(sample * FULL_SCALE), true);
  }
  return new Blob([view], { type: "audio/wav" });
}

function writeText(view, at, text) {
  for (let i = 0; i < text.length; i += 1) {
    view.setUint8(at + i, text.charCodeAt(i));
  }
}
