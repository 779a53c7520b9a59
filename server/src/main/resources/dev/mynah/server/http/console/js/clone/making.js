import { bytes, clock } from "../format.js";
import { fill, h } from "../dom.js";
import { hasPage } from "../pages.js";
import { href } from "../router.js";
import { button } from "../ui/button.js";
import { pageHead } from "../ui/pageHead.js";
import { progressBar, stepList } from "../ui/progress.js";
import { notice } from "../ui/states.js";
import { announce } from "../ui/toast.js";
import { running } from "./draft.js";
import { explained } from "./failures.js";
import { follow } from "./follow.js";

const STEPS = [
  { id: "waiting", label: "Waiting for its turn" },
  { id: "fetching", label: "Getting the recording" },
  { id: "decoding", label: "Reading the audio" },
  { id: "inspecting", label: "Looking for speech" },
  { id: "profile", label: "Making the voice's profile" },
  { id: "sample", label: "Speaking a first sentence" },
  { id: "cover", label: "Drawing a cover" },
];

/**
 * Shows how a voice is made, until it is there or can't be.
 *
 * @param {HTMLElement} main
 * @param {{clone: {task: string, title: string, names?: string[]}, signal: AbortSignal,
 *   onready: (voiceId: string) => Promise<void>, onagain: () => void}} how
 */
export async function showMaking(main, { clone, signal, onready, onagain }) {
  const steps = stepList(STEPS, "Steps of making the voice");
  const bar = h("div", { class: "clone-bytes" });
  const connection = h("div", { role: "status" });
  const time = h("p", { class: "muted small mic-time" }, elapsed(0));
  const heading = pageHead({ title: `Making “${clone.title}”`, lead: "You may leave this page; the voice is made all the same." });
  main.replaceChildren(heading, h("section", { class: "card stack clone-making", "aria-label": "Progress" }, steps, bar, connection, time));
  arriveAt(heading.querySelector("h1"));
  const view = progressView(steps, bar);
  const begun = Date.now();
  const timer = setInterval(() => fill(time, elapsed(Date.now() - begun)), 1_000);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
  try {
    const end = await follow(clone.task, {
      signal,
      onprogress: view.show,
      onconnection: (there) => fill(connection, there ? null : notice("warning", "The connection is lost; trying again. The voice is being made all the same.")),
    });
    running.set(null);
    if (end.state === "succeeded" && end.voice_id) {
      view.done();
      await onready(end.voice_id);
    } else {
      fill(bar);
      view.failed();
      showFailed(main, { clone, end, onagain });
    }
  } finally {
    clearInterval(timer);
  }
}

/** What had the focus is gone; readers of the screen go on here. */
function arriveAt(heading) {
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
}

function elapsed(milliseconds) {
  return `${clock(milliseconds / 1000)} elapsed`;
}

/** Marks the steps as they go by. */
function progressView(steps, place) {
  let current = -1;
  let bar = null;

  function show(facts) {
    const at = STEPS.findIndex(({ id }) => id === facts.step);
    if (at < 0) {
      return; // worked on where nobody can see how far it is
    }
    if (at !== current) {
      begin(at);
    }
    steps.set(facts.step, "active", remark(facts));
    fetched(facts);
  }

  function begin(at) {
    STEPS.forEach(({ id }, i) => steps.set(id, i < at ? "done" : "waiting", i === at ? "" : undefined));
    current = at;
    announce(STEPS[at].label);
  }

  function fetched({ step, bytes: come, total_bytes: total }) {
    if (step !== "fetching" || come === undefined) {
      bar = null;
      fill(place);
      return;
    }
    if (bar === null) {
      bar = progressBar({ label: "Downloaded" });
      fill(place, bar);
    }
    bar.update(total ? { value: come, max: total, text: `${bytes(come)} of ${bytes(total)}` } : { text: bytes(come) });
  }

  return {
    show,
    done() {
      STEPS.forEach(({ id }) => steps.set(id, "done"));
      fill(place);
    },
    failed() {
      if (current >= 0) {
        steps.set(STEPS[current].id, "failed", "");
      }
    },
  };
}

function remark({ step, place, recording, recordings }) {
  if (step === "waiting" && place) {
    return place === 1 ? "next" : `number ${place}`;
  }
  return recordings > 1 ? `${recording} of ${recordings}` : "";
}

function showFailed(main, { clone, end, onagain }) {
  const { title, message, advice } = explained(end, clone.names);
  document.title = `${title} · Mynah`;
  const heading = h("h1", null, title);
  main.querySelector(".page-head").replaceChildren(
    h("div", { class: "page-head-line" }, heading),
    h("p", { class: "lead" }, message || `“${clone.title}” was not made.`),
  );
  main.append(
    h(
      "section",
      { class: "section stack clone-advice" },
      h("h2", null, "What you can do"),
      h("ul", { class: "stack advice" }, advice.map((line) => h("li", null, line))),
      h(
        "div",
        { class: "row" },
        button({ label: "Try again with a better recording", icon: "refresh", kind: "primary", onclick: onagain }),
        hasPage("/voices") ? button({ label: "Back to your voices", href: href("/voices"), kind: "quiet" }) : null,
      ),
    ),
  );
  arriveAt(heading);
  announce(title);
}

