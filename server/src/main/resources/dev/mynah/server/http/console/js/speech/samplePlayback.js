/** Plays plain samples by Web Audio while they are being made. */
import { SampleSchedule } from "./sampleSchedule.js";
import { samplesOf } from "./wav.js";

const LOOK_EVERY = 100; // ms

/**
 * What plays a recording. Times are seconds of the recording as it is heard.
 *
 * @typedef {'paused' | 'waiting' | 'playing' | 'ended' | 'failed'} PlaybackState
 */
export class SamplePlayback {
  #recording;
  #context;
  #changed;
  #schedule = null;
  #sources = new Set();
  #frame = 0;
  #state = "paused";
  #timer = 0;
  #run = 0;

  /**
   * @param {import('./recording.js').Recording} recording
   * @param {() => void} changed told of every change of the state
   */
  constructor(recording, changed) {
    this.#recording = recording;
    this.#changed = changed;
    this.#context = new AudioContext({ sampleRate: recording.sampleRate, latencyHint: "playback" });
  }

  /** @returns {PlaybackState} */
  get state() {
    return this.#state;
  }

  /** What is being heard. */
  get time() {
    if (this.#schedule === null) {
      return this.#frame / this.#recording.sampleRate;
    }
    const heard = this.#context.currentTime - (this.#context.outputLatency || 0);
    return this.#schedule.position(heard) / this.#recording.sampleRate;
  }

  /** Plays from where it stands, or from the beginning after the end. */
  async play() {
    if (this.#schedule !== null) {
      return;
    }
    if (this.#state === "ended") {
      this.#frame = 0;
    }
    const run = ++this.#run;
    this.#enter("waiting");
    await this.#context.resume();
    if (run !== this.#run) {
      return;
    }
    this.#schedule = new SampleSchedule(this.#recording.sampleRate, this.#frame);
    this.#pump(run);
  }

  pause() {
    this.#halt();
    if (this.#state !== "ended") {
      this.#enter("paused");
    }
  }

  /** Goes to a time, and goes on playing if it does. */
  seek(seconds) {
    const playing = this.#state === "playing" || this.#state === "waiting";
    this.#halt();
    const within = Math.min(Math.max(0, seconds), this.#recording.duration);
    this.#frame = Math.round(within * this.#recording.sampleRate);
    this.#enter("paused");
    return playing ? this.play() : Promise.resolve();
  }

  /** Tells that the recording has grown or is whole. */
  grown() {}

  close() {
    this.#halt();
    this.#context.close();
  }

  async #pump(run) {
    const { frames, whole, sampleRate } = this.#recording;
    const now = this.#context.currentTime;
    const wanted = this.#schedule.want(now, frames, whole);
    if (wanted !== null) {
      const bytes = await this.#recording.readFrames(wanted.from, wanted.to);
      if (run !== this.#run) {
        return;
      }
      this.#hand(wanted, samplesOf(bytes), sampleRate);
      this.#pump(run);
      return;
    }
    if (this.#schedule.dry(now)) {
      if (whole && this.#schedule.next >= frames) {
        this.#halt();
        this.#frame = frames;
        this.#enter("ended");
        return;
      }
      this.#enter("waiting");
    }
    this.#timer = setTimeout(() => this.#pump(run), LOOK_EVERY);
  }

  #hand(frames, samples, sampleRate) {
    const buffer = this.#context.createBuffer(1, samples.length, sampleRate);
    buffer.copyToChannel(samples, 0);
    const source = this.#context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.#context.destination);
    source.onended = () => this.#sources.delete(source);
    this.#sources.add(source);
    source.start(this.#schedule.hand(frames, this.#context.currentTime));
    this.#enter("playing");
  }

  #halt() {
    this.#run++;
    clearTimeout(this.#timer);
    this.#frame = Math.round(this.time * this.#recording.sampleRate);
    this.#schedule = null;
    for (const source of this.#sources) {
      source.onended = null;
      source.stop();
      source.disconnect();
    }
    this.#sources.clear();
  }

  #enter(state) {
    if (state === this.#state) {
      return;
    }
    this.#state = state;
    this.#changed();
  }
}
