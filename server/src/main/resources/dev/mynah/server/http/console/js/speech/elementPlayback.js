/** Plays by an audio element; what it is given to play is for others to say. */
export class ElementPlayback {
  #changed;
  #state = "paused";
  #listening = new AbortController();

  /**
   * @param {HTMLAudioElement} audio
   * @param {() => void} changed told of every change of the state
   */
  constructor(audio, changed) {
    this.audio = audio;
    this.#changed = changed;
    this.on("playing", () => this.enter("playing"));
    this.on("waiting", () => this.enter("waiting"));
    this.on("ended", () => this.enter("ended"));
    this.on("pause", () => this.enter(audio.ended ? "ended" : "paused"));
    this.on("error", () => this.enter("failed"));
  }

  /** @returns {import('./samplePlayback.js').PlaybackState} */
  get state() {
    return this.#state;
  }

  get time() {
    return this.audio.currentTime;
  }

  async play() {
    this.enter("waiting");
    try {
      await this.audio.play();
    } catch (error) {
      if (error.name !== "AbortError") {
        this.enter(error.name === "NotAllowedError" ? "paused" : "failed");
      }
    }
  }

  pause() {
    this.audio.pause();
    if (this.#state === "waiting") {
      this.enter("paused");
    }
  }

  close() {
    this.#listening.abort();
    this.audio.pause();
    this.audio.removeAttribute("src");
    this.audio.load();
  }

  /** @protected */
  on(event, act, target = this.audio) {
    target.addEventListener(event, act, { signal: this.#listening.signal });
  }

  /** @protected */
  get closed() {
    return this.#listening.signal.aborted;
  }

  /** @protected */
  enter(state) {
    if (state === this.#state) {
      return;
    }
    this.#state = state;
    this.#changed();
  }
}
