import { fill, h } from "../dom.js";
import { bytes } from "../format.js";
import { isAbort } from "../api.js";
import { href } from "../router.js";
import { button } from "../ui/button.js";
import { pageHead } from "../ui/pageHead.js";
import { progressBar } from "../ui/progress.js";
import { notice } from "../ui/states.js";
import { tabs } from "../ui/tabs.js";
import { announce } from "../ui/toast.js";
import { detailsForm } from "./details.js";
import { draft, running } from "./draft.js";
import { explained, inWords } from "./failures.js";
import { filePanel } from "./filePanel.js";
import { linkPanel } from "./linkPanel.js";
import { micPanel } from "./micPanel.js";
import { order } from "./order.js";

/** Codes and statuses of refusals that are about the recording itself. */
const ABOUT_RECORDING = [400, 413];

/**
 * Shows the form for a new voice.
 *
 * @param {HTMLElement} main
 * @param {{info: object, signal: AbortSignal, onordered: (clone: {task: string, title: string,
 *   names: string[]}) => void}} how
 */
export function showForm(main, { info, signal, onordered }) {
  let panel = null;
  const details = detailsForm(draft, { languages: info.server.languages });
  const outcome = h("div", { class: "stack", role: "alert" });
  const upload = h("div", null);
  const submit = button({ label: "Clone this voice", icon: "clone", kind: "primary", type: "submit" });

  const changed = () => {
    details.suggest(panel.suggestion());
    fill(outcome);
  };
  const ways = {
    link: () => linkPanel({ url: draft.url, onchange: changed }),
    files: () => filePanel({ files: draft.files, maxBytes: info.server.limits.file_bytes, onchange: changed }),
    microphone: () => micPanel({ take: draft.take, onchange: changed, signal }),
  };
  const choice = (id, label) => ({
    id,
    label,
    render: (place) => {
      keep();
      panel?.close();
      draft.way = id;
      panel = ways[id]();
      fill(place, panel.element);
    },
  });

  /** Another way in doesn't forget what was given in this one. */
  function keep() {
    if (panel && draft.way === "link") {
      draft.url = panel.source().url;
    } else if (panel && draft.way === "files") {
      draft.files = panel.files();
    } else if (panel) {
      draft.take = panel.take();
    }
  }

  const recording = tabs({
    label: "How the recording comes here",
    selected: draft.way,
    tabs: [choice("link", "Link"), choice("files", "Files"), choice("microphone", "Microphone")],
  });

  async function send() {
    fill(outcome);
    const problem = panel.problem();
    if (problem) {
      details.check();
      panel.showProblem(problem);
      return;
    }
    if (!details.check()) {
      return;
    }
    keep();
    const source = panel.source();
    const values = details.values();
    const names = source.kind === "files" ? source.files.map(({ name }) => name) : [];
    try {
      const task = await order(source, values, { signal, onupload: uploadShown(upload) });
      const clone = { task, title: values.title, names };
      running.set(clone);
      onordered(clone);
    } catch (failure) {
      fill(upload);
      if (!isAbort(failure)) {
        refused(failure, names);
      }
    }
  }

  function refused(failure, names) {
    if (ABOUT_RECORDING.includes(failure.status) && /\b(voice_url|voices)\b/.test(failure.message)) {
      panel.showProblem(inWords(failure.message, names));
    } else {
      const { title } = explained({ code: failure.status === 429 ? "overloaded" : "other" });
      fill(outcome, notice("error", [h("p", { class: "strong" }, title), h("p", null, inWords(failure.message, names))]));
    }
  }

  const form = h(
    "form",
    {
      class: "clone-form",
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit.during(send);
      },
    },
    h("section", { class: "card clone-recording", "aria-labelledby": "clone-recording" }, h("h2", { id: "clone-recording" }, "Recording"), h("p", { class: "muted" }, "Ten to thirty seconds of one person speaking clearly, without music."), recording),
    h("section", { class: "card", "aria-labelledby": "clone-voice" }, h("h2", { id: "clone-voice" }, "Voice"), details.element, upload, outcome, submit),
  );
  fill(main, pageHead({ title: "Clone a voice", lead: "From a link, a file or your microphone, in about a minute. Everything stays on this server." }), unfinished(), form);
}

/** Leads back to a clone that was begun in this tab. */
function unfinished() {
  const clone = running.get();
  return clone
    ? h("div", { class: "clone-unfinished" }, notice("info", [`“${clone.title}” was begun in this tab. `, h("a", { href: href("/clone", { task: clone.task }) }, "See how it goes")]))
    : null;
}

function uploadShown(place) {
  let bar = null;
  return (sent, total) => {
    if (bar === null) {
      bar = progressBar({ label: "Uploading", value: 0, max: total });
      fill(place, bar);
      announce("Uploading");
    }
    bar.update({ value: sent, max: total, text: `${bytes(sent)} of ${bytes(total)}` });
  };
}
