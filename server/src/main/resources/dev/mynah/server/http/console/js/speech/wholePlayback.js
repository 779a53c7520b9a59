/** Plays a recording by the browser's own means, which takes that it is whole. */
import { ElementPlayback } from "./elementPlayback.js";

export class WholePlayback extends ElementPlayback {
  #recording;
  #url = null;
  #wanted = false;

  /**
   * @param {import('./recording.js').Recording} recording
   * @param {HTMLAudioElement} audio
   * @param {() => void} changed told of every change of the state
   */
  constructor(recording, audio, changed) {
    super(audio, changed);
    this.#recording = recording;
    this.grown();
  }

  /** Plays as soon as everything is there. */
  async play() {
    this.#wanted = true;
    if (this.#url === null) {
      this.enter("waiting");
    } else {
      await super.play();
    }
  }

  pause() {
    this.#wanted = false;
    super.pause();
  }

  async seek(seconds) {
    if (this.#url !== null) {
      this.audio.currentTime = Math.min(Math.max(0, seconds), this.#recording.duration);
      if (this.state === "ended") {
        this.enter("paused");
      }
    }
  }

  /** Tells that the recording has grown or is whole. */
  async grown() {
    if (!this.#recording.whole || this.#url !== null) {
      return;
    }
    const file = await this.#recording.file();
    if (this.closed || this.#url !== null) {
      return;
    }
    this.#url = URL.createObjectURL(file);
    this.audio.src = this.#url;
    if (this.#wanted) {
      await super.play();
    }
  }

  close() {
    super.close();
    if (this.#url !== null) {
      URL.revokeObjectURL(this.#url);
    }
  }
}
