/** One text being spoken, from the order to the file: what is shown of it, and its way into the history. */
import { isAbort } from "../api.js";
import { fill, h } from "../dom.js";
import { bytes, clock } from "../format.js";
import { href } from "../router.js";
import { button } from "../ui/button.js";
import { badge } from "../ui/states.js";
import { announce } from "../ui/toast.js";
import { download } from "./download.js";
import { failureNotice, isVoiceGone } from "./failureNotice.js";
import { HistoryStore } from "./historyStore.js";
import { playsWhileMade } from "./playbacks.js";
import { Recording } from "./recording.js";
import { formatWords, mannerWords } from "./settingsForm.js";
import { speak } from "./speaking.js";
import { SpeechPlayer } from "./speechPlayer.js";

const MILLIS = 1000;
const history = new HistoryStore();

export class SpeechRun {
  /** Whether the server knows the voice no more. */
  voiceGone = false;
  #order;
  #how;
  #recording;
  #player;
  #stopping = new AbortController();
  #begunAt = 0;
  #firstSound = null; // seconds
  #took = null; // seconds
  #closed = false;
  #state = h("span", { class: "speak-state" });
  #facts = h("p", { class: "muted small speak-facts" });
  #problem = h("div", { class: "speak-problem" });
  #save;

  /**
   * @param {import('./speaking.js').Order} order
   * @param {{owner: string, signal: AbortSignal, again: () => void}} how `signal` ends the page,
   *   `again` speaks anew
   */
  constructor(order, how) {
    this.#order = order;
    this.#how = how;
    this.#recording = new Recording(order.format, order.sampleRate);
    this.#player = new SpeechPlayer({
      recording: this.#recording,
      text: order.text,
      name: "the speech",
      onState: (state) => this.#heard(state),
    });
    this.#save = button({ label: "Download", icon: "download", small: true, onclick: () => this.#download() });
    this.#save.hidden = true;
    this.element = h(
      "section",
      { class: "card speak-run", "aria-label": "Spoken" },
      h("div", { class: "speak-run-head" }, h("h2", null, order.voice.title), this.#state),
      this.#problem,
      this.#player.element,
      h("div", { class: "speak-run-foot" }, this.#facts, this.#save),
    );
  }

  /** Has it spoken, and plays it meanwhile. */
  async speak() {
    this.#begunAt = performance.now();
    this.#show("Waiting for the first sound", "accent");
    const { signal } = this.#stopping;
    this.#player.play();
    try {
      await speak(this.#order, this.#recording, { signal, grown: () => this.#grown() });
      this.#took = (performance.now() - this.#begunAt) / MILLIS;
      this.#show("Done", "ok");
      announce("All of it is made.");
    } catch (failure) {
      this.#failed(failure);
    }
    await this.#keep();
  }

  /** Stops speaking and playing at once; what there is can still be heard. */
  stop() {
    this.#stopping.abort();
    this.#player.pause();
  }

  /** Stops, and ends the player. */
  close() {
    this.#closed = true;
    this.#stopping.abort();
    this.#player.close();
  }

  #grown() {
    if (!this.#closed) {
      this.#player.grown();
      this.#writeFacts();
    }
  }

  #heard(state) {
    if (state === "playing" && this.#firstSound === null) {
      this.#firstSound = (performance.now() - this.#begunAt) / MILLIS;
      if (!this.#recording.whole) {
        this.#show("Speaking", "accent");
      }
    }
    if (state === "failed") {
      fill(
        this.#problem,
        failureNotice(
          { status: -1, message: "This browser can't play it. It can still be downloaded." },
          { heard: 0, retry: this.#how.again, signal: this.#how.signal },
        ),
      );
    }
    this.#writeFacts();
  }

  #failed(failure) {
    if (isAbort(failure)) {
      this.#show("Stopped", "warning");
      return;
    }
    this.voiceGone = isVoiceGone(failure);
    const heard = this.#recording.duration;
    this.#show(heard > 0 ? "Broken off" : "Failed", "error");
    if (heard === 0) {
      this.#player.pause();
      this.#player.element.hidden = true;
    }
    fill(this.#problem, failureNotice(failure, { heard, retry: this.#how.again, signal: this.#how.signal }));
  }

  #show(text, kind) {
    fill(this.#state, badge(text, kind));
  }

  #writeFacts() {
    const { duration, size, whole } = this.#recording;
    const facts = [formatWords(this.#order), mannerWords(this.#order)];
    if (size > 0) {
      facts.push(`${clock(duration)}, ${bytes(size)}`);
    }
    if (this.#firstSound !== null) {
      facts.push(`first sound after ${this.#firstSound.toFixed(2)} s`);
    }
    if (this.#took !== null && duration > 0) {
      facts.push(`real-time factor ${(this.#took / duration).toFixed(2)}`);
    }
    if (!whole && !playsWhileMade(this.#order.format)) {
      facts.push("plays once all of it is made");
    }
    const text = facts.filter(Boolean).join(" · ");
    if (this.#facts.textContent !== text) {
      this.#facts.textContent = text;
    }
    this.#save.hidden = !whole || size === 0;
  }

  async #download() {
    download(await this.#recording.file(), this.#order);
  }

  /** Puts what can be heard into the history. */
  async #keep() {
    const recording = this.#recording;
    this.#writeFacts();
    if (recording.duration === 0) {
      return;
    }
    const entry = {
      id: crypto.getRandomValues(new Uint32Array(4)).join("-"),
      owner: this.#how.owner,
      at: Date.now(),
      order: this.#order,
      duration: recording.duration,
      sampleRate: recording.sampleRate,
      whole: this.#took !== null,
      chunks: recording.clock.chunks.map(({ content, words }) => ({ content, words })),
    };
    try {
      await history.add(entry, await recording.file());
    } catch (failure) {
      this.#problem.append(
        h(
          "p",
          { class: "muted small" },
          "This browser doesn't keep it in the history: ",
          failure?.message || failure?.name || "it has no room",
          ".",
        ),
      );
      return;
    }
    if (!this.#closed) {
      this.element
        .querySelector(".speak-run-foot")
        .append(h("a", { class: "small speak-kept", href: href("/history") }, "Kept in the history"));
    }
  }
}
