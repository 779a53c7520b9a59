import { fill, h } from "../dom.js";
import { decibels, spokenLevel } from "./quality.js";

const LOWEST_DB = -60;
const HELD_MS = 1_000; // for how long a word stays, so that it can be read
const FALL = 0.85; // of the bar from one look to the next

/**
 * Makes a live level meter: a bar that follows the voice, and a word about it that changes at most
 * once a second. `take(level)` feeds it.
 *
 * @returns {HTMLElement & {take: (level: {peak: number, rms: number}) => void, reset: () => void}}
 */
export function levelMeter() {
  const bar = h("span", { class: "meter-bar" });
  const words = h("span", { class: "meter-words" });
  const element = h("div", { class: "meter" }, h("span", { class: "meter-track", "aria-hidden": "true" }, bar), words);
  let shown = 0;
  let loudest = { peak: 0, rms: 0 };
  let since = performance.now();

  element.take = (level) => {
    const part = Math.max(0, Math.min(1, 1 - decibels(level.rms * Math.SQRT2) / LOWEST_DB));
    shown = Math.max(part, shown * FALL);
    bar.style.setProperty("--level", String(shown));
    loudest = { peak: Math.max(loudest.peak, level.peak), rms: Math.max(loudest.rms, level.rms) };
    if (performance.now() - since >= HELD_MS) {
      say(spokenLevel(loudest));
      loudest = { peak: 0, rms: 0 };
      since = performance.now();
    }
  };
  element.reset = () => {
    shown = 0;
    bar.style.setProperty("--level", "0");
    say({ state: "quiet", text: "" });
  };

  function say({ state, text }) {
    element.dataset.state = state;
    if (words.textContent !== text) {
      fill(words, text);
    }
  }

  element.reset();
  return element;
}
