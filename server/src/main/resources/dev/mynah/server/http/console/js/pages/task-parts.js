/** What the pages of tasks and of callbacks share. */

import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { ago, dateTime, number } from "../format.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { copyButton } from "../ui/copyButton.js";
import { badge, errorState, loadingState, notice } from "../ui/states.js";
import { table } from "../ui/table.js";
import { announce, toast } from "../ui/toast.js";

const LOOK_AGAIN_MS = 700;
const PATIENCE_MS = 30_000; // longer than a receiver may take

const STATES = {
  pending: ["waiting", "plain"],
  running: ["running", "accent"],
  succeeded: ["succeeded", "ok"],
  failed: ["failed", "error"],
  delivered: ["delivered", "ok"],
  dead: ["given up", "error"],
};

/** @param {string} state of a task or a callback */
export function stateBadge(state) {
  const [text, kind] = STATES[state] ?? [state, "plain"];
  return badge(text, kind);
}

/** What a try came to, in words. */
export function outcomeOf({ status, error }) {
  if (status !== null && status !== undefined) {
    return `answered ${status}`;
  }
  return error ? `failed: ${error.replaceAll("_", " ")}` : "no answer";
}

/** How long a task took, from when work on it began. */
export function took(task) {
  if (!task.finished_at) {
    return "";
  }
  return milliseconds(Date.parse(task.finished_at) - Date.parse(task.started_at ?? task.created_at));
}

/** @param {number} value */
export function milliseconds(value) {
  return value < 1000 ? `${value} ms` : `${number(Math.round(value / 100) / 10)} s`;
}

/**
 * Waits, unless the page goes first.
 *
 * @param {number} time in milliseconds
 * @param {AbortSignal} signal
 */
export function pause(time, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, time);
    signal.addEventListener("abort", () => { clearTimeout(timer); done(); }, { once: true });
  });
}

/**
 * Shows text as code, with a button that copies it.
 *
 * @param {string} text
 * @param {string} label what it is, for the button and for readers of the screen
 */
export function codeBlock(text, label) {
  return h(
    "div",
    { class: "code-block" },
    h("pre", { class: "code", tabindex: "0", "aria-label": label, role: "group" }, text),
    copyButton({ text, label: `Copy ${label}`, iconOnly: true, class: "code-copy" }),
  );
}

/** Lists facts: pairs of a name and what belongs to it; those of nothing are left out. */
export function facts(pairs) {
  return h(
    "dl",
    { class: "fact-list" },
    pairs.filter(([, value]) => value !== null && value !== undefined && value !== "").map(([name, value]) => [h("dt", null, name), h("dd", null, value)]),
  );
}

/**
 * Shows a callback with its tries, and lets it be sent again; what comes of that is shown as it
 * happens.
 *
 * @param {string} id
 * @param {{signal: AbortSignal, onchange?: (callback: object) => void, level?: string}} how `level` is the
 *   heading's
 * @returns {HTMLElement}
 */
export function callbackView(id, { signal, onchange, level = "h3" }) {
  const element = h("div", { class: "stack" });
  const path = `console/api/webhooks/${encodeURIComponent(id)}`;

  const load = async () => {
    try {
      draw(await api.get(path, { signal }), await session.info());
    } catch (failure) {
      if (!signal.aborted) {
        fill(element, errorState(failure, load));
      }
    }
  };

  const draw = (detail, info) => {
    const { callback, tries } = detail;
    const may = info.scopes.includes("manage") || info.scopes.includes("admin");
    const replay = button({
      label: callback.state === "pending" ? "Try now" : "Send again",
      icon: "refresh",
      small: true,
      onclick: () => replay.during(() => sendAgain(detail, info)),
    });
    const hadFocus = element.contains(document.activeElement);
    fill(
      element,
      h("div", { class: "row spread" }, h("span", { class: "row" }, stateBadge(callback.state), h("span", { class: "muted small" }, wordsOf(callback))), may ? replay : null),
      facts([
        ["Receiver", h("code", { class: "wrap" }, callback.url)],
        ["webhook-id", h("code", { class: "wrap" }, callback.id)],
        ["Next try", callback.next_try_at ? `${dateTime(callback.next_try_at)} (${ago(callback.next_try_at)})` : null],
        ["Given up after", callback.state === "pending" ? dateTime(callback.expires_at) : null],
      ]),
      h(level, null, "Tries"),
      tries.length === 0 ? h("p", { class: "muted" }, callback.tries === 0 ? "It has not been tried yet." : "Its tries were made before tries were kept.") : triesOf(tries),
      h(level, null, "Body"),
      bodyOf(detail),
    );
    if (hadFocus) {
      (may ? replay : element).focus();
    }
  };

  const sendAgain = async (before, info) => {
    try {
      let now = await api.send("POST", `${path}/replay`, null, { signal });
      draw(now, info);
      announce("Sending the callback");
      const end = Date.now() + PATIENCE_MS;
      while (now.callback.tries === before.callback.tries && Date.now() < end && !signal.aborted) {
        await pause(LOOK_AGAIN_MS, signal);
        now = await api.get(path, { signal });
      }
      draw(now, info);
      onchange?.(now.callback);
      const delivered = now.callback.state === "delivered";
      const tried = now.callback.tries > before.callback.tries;
      toast(delivered ? "Delivered." : tried ? `The receiver didn't take it: ${outcomeOf(now.callback.last_try)}.` : "It waits for its turn.", { kind: delivered ? "ok" : tried ? "error" : "info" });
    } catch (failure) {
      if (!signal.aborted) {
        toast(failure.message, { kind: "error" });
      }
    }
  };

  fill(element, loadingState("Loading the callback"));
  load();
  return element;
}

function wordsOf(callback) {
  const tries = callback.tries === 1 ? "1 try" : `${number(callback.tries)} tries`;
  return callback.last_try ? `${tries}, the last ${ago(callback.last_try.at)}: ${outcomeOf(callback.last_try)}` : tries;
}

function triesOf(tries) {
  return table({
    caption: "Tries, the newest first",
    rows: tries,
    columns: [
      { label: "Try", header: true, cell: (made) => number(made.number) },
      { label: "When", cell: (made) => h("span", { title: made.started_at }, dateTime(made.started_at)) },
      { label: "Outcome", cell: (made) => h("span", { class: made.status >= 200 && made.status < 300 ? "good" : "bad" }, outcomeOf(made)) },
      { label: "Took", align: "end", cell: (made) => milliseconds(made.took_ms) },
      { label: "Sent and answered", cell: (made) => exchangeOf(made) },
    ],
  });
}

function exchangeOf(made) {
  const headers = Object.entries(made.headers);
  if (headers.length === 0) {
    return h("span", { class: "muted" }, "Nothing was sent");
  }
  return h(
    "details",
    { class: "exchange" },
    h("summary", null, "Headers", h("span", { class: "visually-hidden" }, ` of try ${made.number}`), made.answer ? " and answer" : ""),
    h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": `Headers of try ${made.number}` }, headers.map(([name, value]) => `${name}: ${value}`).join("\n")),
    made.answer ? h("pre", { class: "code", tabindex: "0", role: "group", "aria-label": `Answer to try ${made.number}` }, made.answer) : null,
  );
}

function bodyOf(detail) {
  if (detail.body_state === "withheld") {
    return notice("info", "Only keys of its owner see what it carries.");
  }
  if (detail.body === null) {
    return h("p", { class: "muted" }, "It is written at the next try.");
  }
  return codeBlock(pretty(detail.body), "Body");
}

/** Writes JSON with line breaks; anything else stays as it is. */
export function pretty(json) {
  try {
    return JSON.stringify(typeof json === "string" ? JSON.parse(json) : json, null, 2);
  } catch {
    return String(json);
  }
}
