/** Runs beside the sound: hands the samples of the microphone over, some at a time. */

const BLOCK_SAMPLES = 2_048; // 43 ms at 48 kHz: often enough for a meter that moves

class Recorder extends AudioWorkletProcessor {
  #block = new Float32Array(BLOCK_SAMPLES);
  #filled = 0;

  process(inputs) {
    const channel = inputs[0]?.[0];
    if (channel) {
      this.#take(channel);
    }
    return true;
  }

  #take(samples) {
    let from = 0;
    while (from < samples.length) {
      const count = Math.min(samples.length - from, BLOCK_SAMPLES - this.#filled);
      this.#block.set(samples.subarray(from, from + count), this.#filled);
      this.#filled += count;
      from += count;
      if (this.#filled === BLOCK_SAMPLES) {
        this.port.postMessage(this.#block, [this.#block.buffer]);
        this.#block = new Float32Array(BLOCK_SAMPLES);
        this.#filled = 0;
      }
    }
  }
}

registerProcessor("recorder", Recorder);
