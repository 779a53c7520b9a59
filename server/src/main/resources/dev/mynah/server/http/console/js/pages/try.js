import { add, fill, h } from "../dom.js";
import { navigate } from "../router.js";
import { session } from "../session.js";
import { isAbort, withQuery } from "../api.js";
import { button } from "../ui/button.js";
import { copyButton } from "../ui/copyButton.js";
import { checkbox, field } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { badge, errorState, notice } from "../ui/states.js";
import { tabs } from "../ui/tabs.js";
import { announce } from "../ui/toast.js";
import { showAnswer } from "../openapi/answer.js";
import { examplesOf, loadDocument } from "../openapi/document.js";
import { paragraphs } from "../openapi/prose.js";
import { property, schemaForm } from "../openapi/schemaForm.js";
import { socketPanel } from "../openapi/socketPanel.js";
import { LANGUAGES } from "../openapi/snippets.js";

export const title = "Try it";

const FIRST = "fishSpeak";
const HIDDEN_KEY = "YOUR_KEY";
const MOST_ANSWERS = 10;
const ENCODINGS = ["application/json", "multipart/form-data"];

let language = LANGUAGES[0].id; // stays chosen from one operation to the next

/** Every operation of the document: fill it in, read it as a program, send it. */
export async function show(main, { params, signal }) {
  const doc = await loadDocument({ signal });
  const operations = doc.operations;
  const operation = operations.find((each) => each.id === (params.operation ?? FIRST));
  const chooser = field({
    label: "Operation",
    options: operations.map((each) => ({ value: each.id, label: `${each.method} ${each.path}`, group: each.tag })),
    value: operation?.id,
  });
  chooser.input.addEventListener("change", () => navigate(`/try/${chooser.input.value}`));
  add(main, [
    pageHead({
      title: "Try it",
      lead: "Fill in a request, take it along as a program, or send it and watch the answer come.",
      actions: button({ label: "Read the documentation", icon: "info", href: operation ? `docs#${operation.id}` : "docs" }),
    }),
    chooser,
    operation ? workbench(doc, operation, signal) : notice("error", "There is no such operation."),
  ]);
}

function workbench(doc, operation, signal) {
  const contents = Object.keys(operation.body?.content ?? {}).filter((type) => ENCODINGS.includes(type));
  const state = { values: {}, body: {}, type: contents[0] ?? null, showKey: false };
  operation.parameters.forEach((each) => {
    if (each.example !== undefined) {
      state.values[each.name] = each.example;
    }
  });
  const program = h("div", { class: "try-program" });
  const changed = () => drawProgram(program, operation, state);
  const form = requestForm(doc, operation, contents, state, changed);
  const place = h("section", { class: "stack", "aria-label": "Answers" });
  changed();
  return h(
    "div",
    { class: "try" },
    h(
      "section",
      { class: "stack try-request", "aria-labelledby": "try-name" },
      h("div", { class: "row" }, badge(operation.method, "accent"), h("h2", { id: "try-name" }, operation.summary)),
      h("div", { class: "muted stack" }, paragraphs(operation.description)),
      operation.scope ? h("p", { class: "small muted" }, "Needs the scope ", h("code", null, operation.scope), ".") : null,
      operation.socket ? socketPanel(operation, place, signal) : [form, sender(operation, state, place, signal)],
    ),
    h("div", { class: "stack try-side" }, operation.socket ? null : program, place),
  );
}

function requestForm(doc, operation, contents, state, changed) {
  const place = h("div", { class: "stack" });
  const draw = () => {
    const parameters = operation.parameters.map((each) => property(doc, each.name, { ...each.schema, description: each.description ?? "" }, state.values, each.required === true, changed));
    fill(
      place,
      parameters.length > 0 ? [h("h3", null, "Parameters"), parameters] : null,
      state.type ? [h("h3", null, "Body"), contents.length > 1 ? encoding() : null, bodyForm(doc, operation.body.content[state.type], state, changed)] : null,
    );
  };
  const encoding = () => {
    const choice = field({ label: "Encoding", options: contents.map((type) => ({ value: type, label: type === "application/json" ? "JSON" : "Form with files" })), value: state.type });
    choice.input.addEventListener("change", () => {
      state.type = choice.input.value;
      state.body = {};
      draw();
      changed();
    });
    return choice;
  };
  draw();
  return place;
}

/** The fields and the raw JSON hold the same value; whichever is edited, the other follows. */
function bodyForm(doc, content, state, changed) {
  const examples = examplesOf(content);
  const json = state.type === "application/json";
  if (examples.length > 0) {
    state.body = structuredClone(examples[0].value);
  }
  const fields = h("div");
  const raw = json ? field({ label: "The body as JSON", multiline: true, rows: 10, spellcheck: "false", value: "" }) : null;
  raw?.input.classList.add("mono");
  const write = () => {
    if (raw) {
      raw.input.value = JSON.stringify(state.body, null, 2);
      raw.setError(null);
    }
  };
  const drawFields = () => fill(fields, schemaForm(doc, content.schema, state.body, () => { write(); changed(); }));
  raw?.input.addEventListener("input", () => {
    try {
      state.body = JSON.parse(raw.input.value);
      raw.setError(null);
      drawFields();
      changed();
    } catch {
      raw.setError("This is not JSON yet.");
    }
  });
  drawFields();
  write();
  const chooser = examples.length > 1 ? field({ label: "Begin with an example", options: examples.map((each) => ({ value: each.name, label: each.summary })) }) : null;
  chooser?.input.addEventListener("change", () => {
    state.body = structuredClone(examples.find((each) => each.name === chooser.input.value).value);
    drawFields();
    write();
    changed();
  });
  return [chooser, fields, raw ? h("details", { class: "try-more try-raw" }, h("summary", null, "Edit as JSON"), raw) : null];
}

function pathOf(operation, state) {
  const query = {};
  let path = operation.path.slice(1);
  for (const each of operation.parameters) {
    const value = state.values[each.name];
    if (each.in === "path") {
      path = path.replace(`{${each.name}}`, encodeURIComponent(value ?? each.name));
    } else if (each.in === "query") {
      query[each.name] = value;
    }
  }
  return withQuery(path, query);
}

function headersOf(operation, state, key) {
  const headers = operation.parameters.filter((each) => each.in === "header" && state.values[each.name] !== undefined).map((each) => [each.name, String(state.values[each.name])]);
  return key ? [["Authorization", `Bearer ${key}`], ...headers] : headers;
}

function wishOf(operation, state) {
  const audio = Object.entries(operation.responses["200"]?.content ?? {}).some(([type]) => type.startsWith("audio/"));
  const events = state.body.stream_format === "sse" || state.body.stream === true;
  const wish = {
    method: operation.method,
    url: new URL(pathOf(operation, state), document.baseURI).href,
    headers: headersOf(operation, state, state.showKey ? session.key() : HIDDEN_KEY),
    saveAs: audio && !events ? `answer.${state.body.response_format ?? state.body.format ?? "mp3"}` : null,
  };
  if (state.type === "application/json") {
    wish.json = state.body;
  } else if (state.type) {
    wish.parts = partsOf(state.body).map(({ name, value }) => (value instanceof File ? { name, file: { name: value.name, type: value.type || "application/octet-stream" } } : { name, value: String(value) }));
  }
  return wish;
}

function partsOf(body) {
  return Object.entries(body).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each) => ({ name, value: each })));
}

function drawProgram(place, operation, state) {
  const showKey = checkbox({ label: "Show my key", checked: state.showKey });
  showKey.input.addEventListener("change", () => {
    state.showKey = showKey.input.checked;
    drawProgram(place, operation, state);
    place.querySelector("input[type=checkbox]").focus();
  });
  const had = place.contains(document.activeElement) && document.activeElement.role === "tab";
  const list = tabs({
    label: "Language",
    selected: language,
    onselect: (id) => (language = id),
    tabs: LANGUAGES.map((each) => ({
      id: each.id,
      label: each.label,
      render: (panel) => {
        const text = each.write(wishOf(operation, state));
        add(panel, [h("pre", { class: "code try-code", tabindex: 0, dataset: { language: each.id } }, text), copyButton({ text, label: `Copy ${each.label}` })]);
      },
    })),
  });
  fill(place, h("h2", null, "As a program"), list, showKey);
  if (had) {
    place.querySelector("[role=tab][aria-selected=true]").focus();
  }
}

function sender(operation, state, place, signal) {
  let running = null;
  const cancel = button({ label: "Cancel", kind: "quiet", onclick: () => running?.abort(), hidden: true });
  const send = button({ label: "Send", kind: "primary", onclick: () => send.during(go) });
  async function go() {
    running = new AbortController();
    const stop = () => running.abort();
    signal.addEventListener("abort", stop, { once: true });
    cancel.hidden = false;
    const entry = h("article", { class: "card stack try-answer" }, h("h3", null, `${operation.method} ${operation.path}`), h("div", { class: "stack" }, h("p", { class: "muted" }, "Waiting for the answer")));
    place.prepend(entry);
    [...place.children].slice(MOST_ANSWERS).forEach((old) => old.remove());
    try {
      const sentAt = performance.now();
      const response = await fetch(pathOf(operation, state), requestOf(operation, state, running.signal));
      await showAnswer(entry.lastElementChild, response, sentAt, announce);
    } catch (failure) {
      const wanted = isAbort(failure);
      add(entry, [wanted ? notice("info", "Cancelled.") : errorState(new Error("The answer broke off, or the server can't be reached."))]);
      announce(wanted ? "Cancelled" : "The request failed");
    } finally {
      cancel.hidden = true;
      signal.removeEventListener("abort", stop);
    }
  }
  return h("div", { class: "row try-send" }, send, cancel);
}

function requestOf(operation, state, signal) {
  const headers = new Headers(headersOf(operation, state, session.key()));
  const request = { method: operation.method, headers, signal, credentials: "omit" };
  if (state.type === "application/json") {
    headers.set("Content-Type", "application/json");
    request.body = JSON.stringify(state.body);
  } else if (state.type) {
    request.body = new FormData();
    partsOf(state.body).forEach(({ name, value }) => request.body.append(name, value));
  }
  return request;
}
