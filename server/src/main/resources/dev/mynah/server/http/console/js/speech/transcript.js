/** Shows a text while it is spoken: the word that is heard is lit, and each can be gone to. */
import { fill, h } from "../dom.js";
import { placeWords } from "./wordClock.js";

/** So long after somebody has scrolled, the text doesn't follow what is heard, ms. */
const LEAVE_ALONE_MS = 4000;

export class Transcript {
  #clock;
  #go;
  #drawn = []; // by chunk: {words: what is drawn, element, spans: by the word's number in it}
  #rest = h("span", { class: "transcript-rest" });
  #heard = -1;
  #scrolledAt = 0;
  #said = h("span", { class: "visually-hidden", "aria-live": "polite" });

  /**
   * @param {import('./wordClock.js').WordClock} clock
   * @param {string} text all that is to be spoken
   * @param {(word: import('./wordClock.js').Word) => void} go asked to play from a word
   */
  constructor(clock, text, go) {
    this.#clock = clock;
    this.#go = go;
    this.#rest.textContent = text;
    this.text = h(
      "div",
      {
        class: "transcript",
        tabindex: "0",
        role: "group",
        "aria-label": "What is spoken. The left and right arrow keys go from word to word.",
        onclick: (event) => this.#clicked(event),
        onkeydown: (event) => this.#pressed(event),
        onwheel: () => this.#leaveAlone(),
        ontouchmove: () => this.#leaveAlone(),
      },
      this.#rest,
    );
    this.element = h("div", { class: "transcript-box" }, this.text, this.#said);
  }

  /** Draws what is new among the chunks and their words. */
  grown() {
    const { chunks } = this.#clock;
    for (let i = Math.max(0, this.#drawn.length - 2); i < chunks.length; i++) {
      if (this.#drawn[i]?.words !== chunks[i].words) {
        this.#draw(i, chunks[i]);
      }
    }
  }

  /**
   * Lights the word heard at a time.
   *
   * @param {number} seconds
   * @param {boolean} follow whether to keep it in sight
   */
  show(seconds, follow) {
    const heard = this.#clock.at(seconds);
    if (heard === this.#heard) {
      return;
    }
    this.#light(heard);
    if (follow && performance.now() - this.#scrolledAt > LEAVE_ALONE_MS) {
      this.#keepInSight(this.#span(heard));
    }
  }

  /** Shows that all of it was heard. */
  finish() {
    this.#light(this.#clock.words.length);
  }

  #draw(number, { content, words }) {
    const known = this.#drawn[number];
    const element = known?.element ?? h("span", { class: "transcript-chunk" });
    const spans = [];
    fill(
      element,
      placeWords(content, words).map(({ text, word }) => {
        if (word < 0) {
          return text;
        }
        spans[word] = h("span", { class: "word", dataset: { chunk: number, word } }, text);
        return spans[word];
      }),
    );
    this.#drawn[number] = { words, element, spans };
    if (known === undefined) {
      this.#insert(element, content);
    }
    const { first } = this.#clock.chunks[number];
    spans.forEach((span, word) => {
      span.classList.toggle("said", first + word <= this.#heard);
      span.classList.toggle("lit", first + word === this.#heard);
    });
  }

  /** Puts a chunk where it stands in what is still to come. */
  #insert(element, content) {
    const rest = this.#rest.textContent;
    const at = rest.indexOf(content);
    if (at >= 0) {
      this.#rest.before(rest.slice(0, at));
      this.#rest.textContent = rest.slice(at + content.length);
    }
    this.#rest.before(element);
  }

  #light(heard) {
    const from = Math.min(heard, this.#heard);
    const to = Math.max(heard, this.#heard);
    this.#span(this.#heard)?.classList.remove("lit");
    for (let i = Math.max(0, from); i <= to; i++) {
      this.#span(i)?.classList.toggle("said", i <= heard);
    }
    this.#span(heard)?.classList.add("lit");
    this.#heard = heard;
  }

  #span(number) {
    if (number < 0) {
      return undefined;
    }
    const { chunks } = this.#clock;
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (chunks[middle].first + chunks[middle].words.length <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return this.#drawn[low]?.spans[number - chunks[low].first];
  }

  #keepInSight(span) {
    if (span === undefined) {
      return;
    }
    const box = this.text.getBoundingClientRect();
    const word = span.getBoundingClientRect();
    if (word.top < box.top + 8 || word.bottom > box.bottom - 8) {
      this.text.scrollTop += word.top - box.top - box.height / 3;
    }
  }

  #clicked(event) {
    const span = event.target.closest(".word");
    if (span !== null && getSelection().isCollapsed) {
      const chunk = this.#clock.chunks[Number(span.dataset.chunk)];
      this.#go(chunk.words[Number(span.dataset.word)]);
    }
  }

  #pressed(event) {
    const { words } = this.#clock;
    const steps = { ArrowLeft: this.#heard - 1, ArrowRight: this.#heard + 1, Home: 0, End: words.length - 1 };
    const to = steps[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey || words.length === 0) {
      return;
    }
    event.preventDefault();
    const word = words[Math.min(Math.max(0, to), words.length - 1)];
    this.#scrolledAt = 0;
    this.#go(word);
    fill(this.#said, word.text);
  }

  #leaveAlone() {
    this.#scrolledAt = performance.now();
  }
}
