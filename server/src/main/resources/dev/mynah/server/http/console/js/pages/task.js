import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { dateTime, number, span } from "../format.js";
import { href, navigate } from "../router.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { confirm } from "../ui/confirm.js";
import { copyButton } from "../ui/copyButton.js";
import { pageHead } from "../ui/pageHead.js";
import { errorState, notice } from "../ui/states.js";
import { announce, toast } from "../ui/toast.js";
import { callbackView, codeBlock, facts, milliseconds, pause, pretty, stateBadge, took } from "./task-parts.js";

export const title = "Task";

const LOOK_AGAIN_MS = 1_000;

/** One task: request, answer, what it made, when what happened, and its callbacks. */
export async function show(main, { params, signal }) {
  const path = `console/api/tasks/${encodeURIComponent(params.id)}`;
  const first = await api.get(path, { signal });
  const body = h("div", { class: "stack task" });
  fill(
    main,
    pageHead({
      title: first.task.title,
      lead: first.task.summary || null,
      back: { href: href("/tasks"), label: "Tasks" },
      actions: button({ label: "Remove from the list", icon: "trash", onclick: () => remove(first.task) }),
    }),
    body,
  );
  fill(body, drawn(first, signal));
  follow(first, { path, body, signal });
}

/** Looks again while the task, or a callback that nobody tried yet, goes on. */
async function follow(first, { path, body, signal }) {
  let last = first;
  try {
    while (goesOn(last) && !signal.aborted) {
      await pause(LOOK_AGAIN_MS, signal);
      const next = await api.get(path, { signal });
      if (JSON.stringify(next) !== JSON.stringify(last)) {
        fill(body, drawn(next, signal));
        if (next.task.state !== last.task.state) {
          announce(`The task is ${next.task.state}`);
        }
      }
      last = next;
    }
  } catch (failure) {
    if (!signal.aborted) {
      body.prepend(errorState(failure));
    }
  }
}

function goesOn(detail) {
  return !detail.task.finished_at || detail.callbacks.some((callback) => callback.state === "pending" && callback.tries === 0);
}

function drawn(detail, signal) {
  const { task } = detail;
  return [
    outcome(detail),
    h(
      "div",
      { class: "columns" },
      h("section", { class: "card stack", "aria-label": "Facts" }, h("h2", null, "Facts"), factsOf(detail)),
      h("section", { class: "card stack", "aria-label": "Timeline" }, h("h2", null, "Timeline"), timeline(detail)),
    ),
    h(
      "div",
      { class: "columns" },
      h("section", { class: "stack", "aria-label": "Request" }, h("h2", null, "Request"), codeBlock(pretty(detail.request), "Request")),
      h(
        "section",
        { class: "stack", "aria-label": "Answer" },
        h("h2", null, "Answer"),
        detail.answer ? codeBlock(pretty(detail.answer), "Answer") : h("p", { class: "muted" }, "It is written when the task has ended."),
      ),
    ),
    detail.callbacks.map((callback) =>
      h("section", { class: "card stack", "aria-label": `Callback to ${callback.host}` }, h("h2", null, "Callback"), callbackView(callback.id, { signal })),
    ),
    h("p", { class: "muted small" }, `Task ${task.id}`),
  ];
}

function outcome({ task, speech, voice }) {
  if (task.state === "failed") {
    return notice("error", [h("p", { class: "strong" }, task.error.message), h("p", { class: "small" }, h("code", null, task.error.code), task.error.field ? [", field ", h("code", null, task.error.field)] : null)]);
  }
  if (speech) {
    return h(
      "div",
      { class: "card row" },
      h("div", { class: "grow" }, audioPlayer({ title: "the speech", source: speech.url, seconds: speech.seconds })),
      button({ label: "Download", icon: "download", href: speech.url, download: "", small: true }),
    );
  }
  if (voice) {
    return voice.title === null
      ? notice("info", "The voice it made was deleted since.")
      : notice("ok", ["It made the voice ", h("a", { href: href(`/voices/${voice.id}`) }, voice.title), "."]);
  }
  return task.finished_at ? null : notice("info", task.state === "running" ? "It is being worked on. This page follows it." : "It waits for its turn. This page follows it.");
}

function factsOf({ task, attempts, speech }) {
  return facts([
    ["State", stateBadge(task.state)],
    ["Path", h("code", null, task.path)],
    ["Credits", number(task.credits)],
    ["Amount", `${number(task.units)} ${task.unit}`],
    ["Took", took(task)],
    ["Attempts", attempts > 1 ? number(attempts) : null],
    ["Length", speech ? span(speech.seconds) : null],
    ["Made in", speech ? milliseconds(speech.latency_ms) : null],
    ["Trace", h("span", { class: "row" }, h("code", { class: "wrap" }, task.trace_id), copyButton({ text: task.trace_id, label: "Copy trace", iconOnly: true, kind: "quiet" }))],
    ["Key", h("a", { href: href("/usage", { key: task.key }) }, h("code", { class: "wrap" }, task.key))],
  ]);
}

function timeline({ task, callbacks }) {
  const events = [
    [task.created_at, "Asked for"],
    task.started_at ? [task.started_at, "Work began"] : null,
    task.finished_at ? [task.finished_at, task.state === "failed" ? "Failed" : "Done"] : null,
    ...callbacks.flatMap((callback) => [
      callback.last_try ? [callback.last_try.at, callback.state === "delivered" ? `Callback delivered to ${callback.host}` : `Last try of the callback to ${callback.host}`] : null,
      callback.next_try_at ? [callback.next_try_at, `Next try of the callback to ${callback.host}`] : null,
    ]),
  ].filter(Boolean);
  const start = Date.parse(task.created_at);
  return h(
    "ol",
    { class: "timeline" },
    events.map(([time, words]) =>
      h("li", null, h("span", null, words), h("time", { datetime: time, class: "muted small" }, Date.parse(time) === start ? dateTime(time) : `after ${milliseconds(Date.parse(time) - start)}`)),
    ),
  );
}

async function remove(task) {
  const running = !task.finished_at;
  const sure = await confirm({
    title: "Remove this task from the list?",
    text: running ? "The work goes on, and its callback is sent; only the record goes out of sight." : "The record goes out of sight. What it made stays.",
    action: "Remove",
  });
  if (!sure) {
    return;
  }
  try {
    await api.send("POST", "fish/tasks", { action: "delete", id: task.id });
    toast("Removed.");
    navigate("/tasks");
  } catch (failure) {
    toast(failure.message, { kind: "error" });
  }
}
