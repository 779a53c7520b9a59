/** Speak: a text is spoken, heard while it is made, and kept as a file. */
import { isAbort } from "../api.js";
import { fill, h } from "../dom.js";
import { number } from "../format.js";
import { note } from "../router.js";
import { session } from "../session.js";
import { draftText, keepText } from "../speech/draft.js";
import { settingsForm } from "../speech/settingsForm.js";
import { SpeechRun } from "../speech/speechRun.js";
import { voicePicker } from "../speech/voicePicker.js";
import { button } from "../ui/button.js";
import { field } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { notice } from "../ui/states.js";

export const title = "Speak";

/** Shows what would only be in the way sooner: how much room is left. */
const COUNT_FROM = 0.9;

/** @param {HTMLElement} main */
export async function show(main, { query, signal }) {
  const info = await session.info();
  const maxChars = info.server.limits.text_characters;
  if (query.text !== undefined) {
    keepText(query.text);
  }
  const text = field({
    label: "Text",
    multiline: true,
    rows: 5,
    placeholder: "Type or paste what is to be said.",
    value: draftText(),
  });
  text.classList.add("speak-text-field");
  text.input.classList.add("speak-text");
  const picker = voicePicker({ signal });
  const settings = settingsForm();
  const say = button({
    label: "Speak",
    icon: "speak",
    kind: "primary",
    type: "submit",
    "aria-keyshortcuts": "Control+Enter Meta+Enter",
  });
  const stop = button({ label: "Stop", icon: "stop", onclick: () => run?.stop() });
  stop.hidden = true;
  const result = h("div", { class: "speak-result" });
  const form = h(
    "form",
    { class: "speak", onsubmit: submitted, onkeydown: pressed, novalidate: true },
    h(
      "div",
      { class: "speak-main" },
      picker,
      text,
      h(
        "div",
        { class: "row speak-actions" },
        say,
        stop,
        h("span", { class: "muted small speak-keys" }, "Ctrl + Enter"),
      ),
      result,
    ),
    h("section", { class: "card speak-side", "aria-label": "Settings" }, settings),
  );
  let run = null;

  main.append(
    pageHead({ title, lead: "Type a text and hear it while it is being made." }),
    info.scopes.includes("speak")
      ? form
      : notice("warning", "This key may not speak. Sign in with one that has the scope speak."),
  );
  text.input.addEventListener("input", () => {
    keepText(text.input.value);
    text.setError(null);
    count();
  });
  signal.addEventListener("abort", () => run?.close());
  count();
  await picker.start(query.voice);
  if (query.voice !== undefined || query.text !== undefined) {
    note("/speak"); // or a reload would put the text back
  }

  function count() {
    const length = text.input.value.length;
    text.setHint(
      h(
        "span",
        { class: ["speak-count", length > maxChars * COUNT_FROM && "near"] },
        `${number(length)} of ${number(maxChars)} characters`,
      ),
    );
  }

  function pressed(event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  }

  function submitted(event) {
    event.preventDefault();
    speakNow();
  }

  /** Returns the first thing that keeps the text from being spoken, after saying it. */
  function refuse() {
    const length = text.input.value.length;
    if (text.input.value.trim() === "") {
      text.setError("Type a text first.");
      return text.input;
    }
    if (length > maxChars) {
      text.setError(`The text is ${number(length - maxChars)} characters too long.`);
      return text.input;
    }
    if (picker.chosen() === null) {
      picker.setError("Choose a voice first.");
      return picker.input;
    }
    return null;
  }

  async function speakNow() {
    const wrong = refuse();
    if (wrong !== null) {
      wrong.focus();
      return;
    }
    run?.close();
    const { id, title: voiceTitle } = picker.chosen();
    picker.used();
    const order = { text: text.input.value, voice: { id, title: voiceTitle }, ...settings.settings() };
    run = new SpeechRun(order, { owner: info.owner, signal, again: speakNow });
    fill(result, run.element);
    const own = run;
    stop.hidden = false;
    say.setLabel("Speak anew");
    try {
      await run.speak();
    } catch (failure) {
      if (!isAbort(failure)) {
        throw failure;
      }
    } finally {
      if (own === run) {
        stop.hidden = true;
        say.setLabel("Speak");
        if (run.voiceGone) {
          picker.gone();
        }
      }
    }
  }
}
