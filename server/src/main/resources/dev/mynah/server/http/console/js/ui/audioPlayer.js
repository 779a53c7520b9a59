import { clock } from "../format.js";
import { fill, h } from "../dom.js";
import { icon } from "./icon.js";

let playing = null; // the audio element that is heard; starting another one stops it

/**
 * Makes a player: play and pause, a slider for the place, the time. `audio` is its audio element;
 * `setSource(source)` takes another recording.
 *
 * @param {{title: string, source?: string|Blob|null, seconds?: number, compact?: boolean}} wish
 *   `title` tells what is heard, `source` is a URL or a Blob, `seconds` its length if it is known
 *   before it is loaded; a compact player is its button alone
 * @returns {HTMLElement & {audio: HTMLAudioElement, setSource: (source: string|Blob|null) => void}}
 */
export function audioPlayer({ title, source = null, seconds = NaN, compact = false }) {
  const audio = h("audio", { preload: "none" });
  const face = h("span", { class: "player-face" });
  const words = h("span", { class: "visually-hidden" });
  const toggle = h("button", { type: "button", class: "player-button", onclick: flip }, face, words);
  const place = h("input", { type: "range", class: "slider player-place", min: 0, max: 1000, step: 1, value: 0, "aria-label": `Place in ${title}` });
  const time = h("span", { class: "player-time" });
  const problem = h("p", { class: "field-error", role: "alert", hidden: true });
  const element = h("div", { class: ["player", compact && "player-compact"] }, toggle, compact ? null : [place, time], audio, problem);
  let madeUrl = null;

  const length = () => (Number.isFinite(audio.duration) ? audio.duration : seconds);

  function flip() {
    if (!audio.paused) {
      audio.pause();
      return;
    }
    playing?.pause();
    playing = audio;
    audio.play().catch((failure) => {
      if (failure.name !== "AbortError") {
        tell("This recording can't be played. Its link may have expired: load the page again.");
      }
    });
  }

  function tell(text) {
    problem.hidden = !text;
    fill(problem, text);
  }

  function show() {
    const on = !audio.paused;
    toggle.dataset.playing = String(on);
    fill(face, icon(on ? "pause" : "play", { size: compact ? 18 : 20 }));
    fill(words, `${on ? "Pause" : "Play"} ${title}`);
    const whole = length();
    const part = whole > 0 ? Math.min(1, audio.currentTime / whole) : 0;
    place.value = String(part * 1000);
    place.style.setProperty("--part", `${part * 100}%`);
    place.setAttribute("aria-valuetext", `${clock(audio.currentTime)} of ${clock(whole)}`);
    fill(time, Number.isFinite(whole) ? `${clock(audio.currentTime)} / ${clock(whole)}` : clock(audio.currentTime));
  }

  for (const event of ["play", "pause", "ended", "timeupdate", "durationchange", "loadedmetadata"]) {
    audio.addEventListener(event, show);
  }
  audio.addEventListener("play", () => tell(""));
  place.addEventListener("input", () => {
    const whole = length();
    if (whole > 0) {
      audio.currentTime = (Number(place.value) / 1000) * whole;
    }
  });
  element.audio = audio;
  element.setSource = (next) => {
    if (madeUrl) {
      URL.revokeObjectURL(madeUrl);
      madeUrl = null;
    }
    audio.pause();
    toggle.disabled = !next;
    if (next instanceof Blob) {
      madeUrl = URL.createObjectURL(next);
      audio.src = madeUrl;
      audio.preload = "metadata";
    } else if (next) {
      audio.src = next;
    } else {
      audio.removeAttribute("src");
    }
    show();
  };
  element.setSource(source);
  return element;
}
