import { api, isAbort } from "../api.js";
import { span } from "../format.js";
import { fill, h } from "../dom.js";
import { hasPage } from "../pages.js";
import { href } from "../router.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { field } from "../ui/field.js";
import { errorState, notice } from "../ui/states.js";
import { announce } from "../ui/toast.js";

const FIRST_SENTENCE = "Hello. This is what I sound like now, and I can read you anything you like.";

/**
 * Shows a voice that was just made: what was found in the recording, and both to compare.
 *
 * @param {HTMLElement} main
 * @param {{voiceId: string, info: object, signal: AbortSignal, onanother: () => void,
 *   onagain: () => void}} how
 */
export async function showResult(main, { voiceId, info, signal, onanother, onagain }) {
  const voice = await api.get(`fish/model/${encodeURIComponent(voiceId)}`, { signal });
  document.title = `${voice.title} · Mynah`;
  const heading = h("h1", { tabindex: "-1" }, `“${voice.title}” is ready`);
  const warnings = voice.report?.warnings ?? [];
  main.replaceChildren(
    h(
      "header",
      { class: "page-head clone-ready" },
      h("img", { class: "cover", src: voice.cover_image, alt: "", width: 72, height: 72 }),
      h("div", null, heading, h("p", { class: "lead" }, measured(voice.report))),
    ),
    h("div", { class: "stack" }, warnings.map((each) => notice("warning", each.message))),
    compare(voice, info, signal),
    h(
      "div",
      { class: "row clone-next" },
      hasPage("/voices/:id") ? button({ label: "Open the voice", icon: "voices", href: href(`/voices/${voice._id}`) }) : null,
      hasPage("/speak") ? button({ label: "Speak with it", icon: "speak", href: href("/speak", { voice: voice._id }) }) : null,
      button({ label: "Clone another", icon: "plus", kind: "quiet", onclick: onanother }),
      warnings.length > 0 ? button({ label: "Try again with a better recording", icon: "refresh", kind: "quiet", onclick: onagain }) : null,
    ),
  );
  heading.focus({ preventScroll: true });
  announce(`${voice.title} is ready`);
}

function measured(report) {
  if (!report) {
    return "Hear it below.";
  }
  const words = [`Made from ${span(report.used_seconds)} of speech`];
  if (Number.isFinite(report.median_f0_hz) && report.median_f0_hz > 0) {
    words.push(`pitch about ${Math.round(report.median_f0_hz)} Hz`);
  }
  return `${words.join(", ")}.`;
}

/** The recording and the clone beside each other, and a sentence of the user's own. */
function compare(voice, info, signal) {
  const spokenSample = voice.samples[0];
  const references = voice.samples.slice(1);
  const original = audioPlayer({ title: "the recording", source: references[0]?.audio ?? null });
  const clone = audioPlayer({ title: "the clone", source: spokenSample?.audio ?? null });
  const said = h("p", { class: "said" }, spokenSample?.text ?? "");
  const problem = h("div", { role: "alert" });
  const say = button({ label: "Say it", icon: "speak", kind: "primary", type: "submit" });
  const text = field({
    label: "Let it say your own sentence",
    multiline: true,
    rows: 2,
    maxlength: info.server.limits.text_characters,
    value: FIRST_SENTENCE,
    oninput: () => text.setError(null),
  });

  async function speak() {
    const wanted = text.input.value.trim();
    if (wanted === "") {
      text.setError("Write something to say.");
      text.input.focus();
      return;
    }
    fill(problem);
    try {
      const response = await api.fetch("POST", "v1/tts", { text: wanted, reference_id: voice._id, format: "wav" }, { signal });
      clone.setSource(await response.blob());
      fill(said, wanted);
      announce("Spoken");
      await clone.audio.play();
    } catch (failure) {
      if (!isAbort(failure) && failure.name !== "NotAllowedError") {
        fill(problem, errorState(failure));
      }
    }
  }

  return h(
    "section",
    { class: "card stack clone-compare", "aria-labelledby": "clone-compare" },
    h("div", { class: "row spread" }, h("h2", { id: "clone-compare" }, "Hear both"), bothInTurn(original, clone, signal)),
    h(
      "div",
      { class: "clone-sides" },
      side("The recording", original, references.length > 1 ? `The first of ${references.length}` : "As it was handed in"),
      side("The clone", clone, said),
    ),
    h(
      "form",
      {
        class: "stack",
        novalidate: true,
        onsubmit: (event) => {
          event.preventDefault();
          say.during(speak);
        },
      },
      text,
      problem,
      h("div", { class: "row" }, say),
    ),
  );
}

function side(name, player, text) {
  return h("div", { class: "clone-side" }, h("h3", null, name), player, h("div", { class: "muted small" }, text));
}

const HEARD_SECONDS = 6; // of the recording, which may be long

/** Plays a little of the recording, then the clone. */
function bothInTurn(original, clone, signal) {
  const element = button({ label: "Play one after the other", icon: "play", small: true, onclick: run });
  let turn = 0;

  async function run() {
    turn += 1;
    const mine = turn;
    original.audio.currentTime = 0;
    clone.audio.currentTime = 0;
    await play(original.audio);
    await heard(original.audio, HEARD_SECONDS);
    if (mine === turn && !signal.aborted && (original.audio.ended || original.audio.currentTime >= HEARD_SECONDS)) {
      original.audio.pause();
      await play(clone.audio);
    }
  }

  return element;
}

function play(audio) {
  return audio.play().catch((failure) => {
    if (failure.name !== "AbortError") {
      throw failure;
    }
  });
}

/** Resolves when so much was heard, or it was paused or ended. */
function heard(audio, seconds) {
  return new Promise((done) => {
    const stop = () => {
      if (audio.paused || audio.ended || audio.currentTime >= seconds) {
        ["timeupdate", "pause", "ended"].forEach((event) => audio.removeEventListener(event, stop));
        done();
      }
    };
    ["timeupdate", "pause", "ended"].forEach((event) => audio.addEventListener(event, stop));
    stop();
  });
}
