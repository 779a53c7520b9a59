/** A player of speech that may still be growing: play, pause, place, time, and the words in time. */
import { fill, h } from "../dom.js";
import { clock as written } from "../format.js";
import { icon } from "../ui/icon.js";
import { playbackOf } from "./playbacks.js";
import { Transcript } from "./transcript.js";

const STEP = 5; // seconds an arrow key moves
const SOON = 0.02; // a word gone to begins this much before its time, so that nothing of it is lost

let playing = null; // the player that is heard; starting another one pauses it

export class SpeechPlayer {
  #recording;
  #playback;
  #transcript;
  #frame = 0;
  #onState;
  #face = h("span", { class: "player-face" });
  #words = h("span", { class: "visually-hidden" });
  #time = h("span", { class: "player-time" });
  #audio = h("audio", { preload: "auto" });
  #toggle;
  #place;
  #drawn = null;
  #name;

  /**
   * @param {{recording: import('./recording.js').Recording, text: string, name: string,
   *   onState?: (state: import('./samplePlayback.js').PlaybackState) => void}} wish `name` tells
   *   what is heard, e.g. "your text"
   */
  constructor({ recording, text, name, onState = () => {} }) {
    this.#recording = recording;
    this.#name = name;
    this.#onState = onState;
    this.#toggle = h(
      "button",
      { type: "button", class: "player-button", onclick: () => this.flip() },
      this.#face,
      this.#words,
    );
    this.#place = h("input", {
      type: "range",
      class: "slider player-place",
      min: 0,
      max: 0,
      step: "any",
      value: 0,
      "aria-label": `Place in ${name}`,
      oninput: () => this.#playback.seek(Number(this.#place.value)).then(() => this.#draw()),
      onkeydown: (event) => this.#pressed(event),
    });
    this.#transcript = new Transcript(recording.clock, text, (word) => this.#goTo(word));
    const bar = h("div", { class: "player speech-bar" }, this.#toggle, this.#place, this.#time, this.#audio);
    this.element = h("div", { class: "speech-player" }, bar, this.#transcript.element);
    this.#playback = playbackOf(recording, this.#audio, () => this.#changed());
    this.#draw();
  }

  /** @returns {import('./samplePlayback.js').PlaybackState} */
  get state() {
    return this.#playback.state;
  }

  /** What is being heard, seconds. */
  get time() {
    return this.#playback.time;
  }

  async play() {
    if (playing !== this) {
      playing?.pause();
      playing = this;
    }
    await this.#playback.play();
  }

  pause() {
    this.#playback.pause();
  }

  /** Pauses what plays, and plays what doesn't. */
  flip() {
    if (this.state === "playing" || this.state === "waiting") {
      this.pause();
    } else {
      return this.play();
    }
    return undefined;
  }

  /** Tells that the recording has grown or is whole. */
  grown() {
    this.#playback.grown();
    this.#drawSoon();
  }

  /** Ends it for good. */
  close() {
    cancelAnimationFrame(this.#frame);
    if (playing === this) {
      playing = null;
    }
    this.#playback.close();
  }

  async #goTo(word) {
    await this.#playback.seek(Math.max(0, word.start + this.#recording.delay - SOON));
    this.#transcript.show(word.start, true);
    if (this.state === "ended") {
      this.#draw();
    }
    await this.play();
  }

  #pressed(event) {
    const by = { ArrowLeft: -STEP, ArrowDown: -STEP, ArrowRight: STEP, ArrowUp: STEP }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.#playback.seek(this.time + by).then(() => this.#draw());
    }
  }

  #changed() {
    this.#draw();
    this.#onState(this.state);
  }

  #drawSoon() {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        this.#draw();
      });
    }
  }

  #draw() {
    const { state, time } = this;
    const length = Math.max(this.#recording.duration, time);
    const ended = state === "ended";
    this.#drawToggle(state);
    this.#place.max = String(length);
    this.#place.value = String(ended ? length : time);
    this.#place.style.setProperty("--part", `${length > 0 ? Math.min(1, (ended ? length : time) / length) * 100 : 0}%`);
    const text = `${written(ended ? length : time)} / ${written(length)}`;
    if (this.#time.textContent !== text) {
      fill(this.#time, text);
      this.#place.setAttribute("aria-valuetext", text.replace("/", "of"));
    }
    this.#transcript.grown();
    if (ended) {
      this.#transcript.finish();
    } else {
      this.#transcript.show(time - this.#recording.delay + SOON, state === "playing");
    }
    if (state === "playing") {
      this.#drawSoon();
    }
  }

  #drawToggle(state) {
    const face = state === "playing" || state === "waiting" ? "Pause" : state === "ended" ? "Replay" : "Play";
    this.#toggle.dataset.state = state;
    if (face !== this.#drawn) {
      this.#drawn = face;
      this.#toggle.dataset.playing = String(face === "Pause");
      fill(this.#face, icon({ Pause: "pause", Replay: "refresh", Play: "play" }[face]));
      fill(this.#words, `${face} ${this.#name}`);
    }
  }
}
