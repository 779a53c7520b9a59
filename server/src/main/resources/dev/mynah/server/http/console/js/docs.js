/**
 * Shows the OpenAPI document. Ready-made renderers bring megabytes, inline styles or fonts from
 * elsewhere, none of which the page's policy lets through.
 */

import { add, fill, h } from "./dom.js";
import { boundsOf, examplesOf, loadDocument, typeOf } from "./openapi/document.js";
import { jsonView, paragraphs, words } from "./openapi/prose.js";
import { copyButton } from "./ui/copyButton.js";
import { field } from "./ui/field.js";
import { badge, errorState } from "./ui/states.js";
import { announce } from "./ui/toast.js";

const MOST_DEPTH = 6;

const main = document.getElementById("content");

window.addEventListener("hashchange", arrive);

async function open() {
  try {
    const doc = await loadDocument();
    fill(main, intro(doc), doc.tags.map((tag) => dialect(doc, tag)));
    fill(document.getElementById("docs-nav"), navigation(doc));
    main.removeAttribute("aria-busy");
    arrive();
  } catch (failure) {
    fill(main, h("h1", null, "The document could not be shown"), errorState(failure, open));
  }
}

function intro(doc) {
  return h(
    "header",
    { class: "stack docs-intro" },
    h("h1", null, "The API"),
    paragraphs(doc.info.description),
    h("p", { class: "row" }, h("a", { href: "openapi.yaml" }, "openapi.yaml"), h("a", { href: "openapi.json" }, "openapi.json"), h("a", { href: "./#/try" }, "Try it in the console")),
  );
}

function anchorOf(tag) {
  return tag.name.toLowerCase().replaceAll(" ", "-");
}

function dialect(doc, tag) {
  const operations = doc.operations.filter((each) => each.tag === tag.name);
  return h(
    "section",
    { class: "docs-dialect", id: anchorOf(tag), "aria-labelledby": `${anchorOf(tag)}-name` },
    h("h2", { id: `${anchorOf(tag)}-name` }, tag.name),
    paragraphs(tag.description ?? ""),
    operations.map((each) => article(doc, each)),
  );
}

/** An operation; its details are built when they are first looked at, for all of them are a lot. */
function article(doc, operation) {
  const inside = h("div", { class: "stack docs-inside" });
  const more = h("details", { class: "docs-more" }, h("summary", null, "Request and answers", h("span", { class: "visually-hidden" }, ` of ${operation.method} ${operation.path}`)), inside);
  more.addEventListener("toggle", () => {
    if (more.open && !inside.hasChildNodes()) {
      add(inside, details(doc, operation));
    }
  });
  return h(
    "article",
    { class: "card docs-operation stack", id: operation.id, "aria-labelledby": `${operation.id}-name` },
    h("h3", { id: `${operation.id}-name` }, h("a", { href: `#${operation.id}`, class: "docs-anchor" }, operation.summary)),
    h("p", { class: "docs-path" }, badge(operation.socket ? "WSS" : operation.method, "accent"), " ", h("code", null, operation.path)),
    paragraphs(operation.description),
    h("p", { class: "small muted" }, operation.open ? "No key needed." : operation.scope ? ["A key with ", h("code", null, operation.scope), "."] : "Any key."),
    more,
  );
}

function details(doc, operation) {
  return [
    operation.parameters.length > 0 ? [h("h4", null, "Parameters"), parameterTable(doc, operation.parameters)] : null,
    operation.body ? requestView(doc, operation) : null,
    operation.socket ? socketView(doc, operation.socket) : null,
    h("h4", null, "Answers"),
    Object.entries(operation.responses).map(([status, answer]) => answerView(doc, status, answer)),
    h("p", null, h("a", { href: `./#/try/${operation.id}` }, `Try ${operation.method} ${operation.path}`)),
  ];
}

/** Goes to what the address names, and opens it. */
function arrive() {
  const place = document.getElementById(location.hash.slice(1));
  const more = place?.querySelector(".docs-more");
  if (more) {
    more.open = true;
  }
  place?.scrollIntoView();
}

function parameterTable(doc, parameters) {
  return fieldList(parameters.map((each) => ({ name: each.name, schema: doc.flat(each.schema), required: each.required === true, about: each.description ?? "", where: each.in })), doc, 0);
}

function requestView(doc, operation) {
  const contents = Object.entries(operation.body.content);
  const shown = contents.filter(([, content], i) => contents.findIndex(([, other]) => JSON.stringify(other.schema) === JSON.stringify(content.schema)) === i);
  return [
    h("h4", null, "Body", operation.body.required ? h("span", { class: "docs-required" }, "required") : null),
    h("p", { class: "small muted" }, contents.map(([type], i) => [i > 0 ? ", " : "", h("code", null, type)])),
    shown.map(([type, content]) => [
      shown.length > 1 ? h("p", { class: "strong small" }, "As ", h("code", null, type)) : null,
      schemaView(doc, content.schema, 0),
      examplesOf(content).map(exampleView),
    ]),
  ];
}

function socketView(doc, socket) {
  return [
    h("h4", null, "Messages"),
    Object.entries(socket.examples).map(([name, value]) => exampleView({ summary: name, value })),
    h("details", null, h("summary", null, "What is sent"), schemaView(doc, socket.send, 0)),
    h("details", null, h("summary", null, "What is heard"), schemaView(doc, socket.receive, 0)),
  ];
}

function answerView(doc, status, answer) {
  const contents = Object.entries(answer.content ?? {});
  return h(
    "details",
    { class: "docs-answer", open: status.startsWith("2") },
    h("summary", null, badge(status, status.startsWith("2") ? "ok" : "plain"), " ", h("span", null, words(answer.description))),
    h(
      "div",
      { class: "stack docs-inside" },
      contents.length > 0 ? h("p", { class: "small muted" }, contents.map(([type], i) => [i > 0 ? ", " : "", h("code", null, type)])) : null,
      contents.slice(0, 1).map(([, content]) => [content.schema && doc.flat(content.schema).format !== "binary" ? schemaView(doc, content.schema, 0) : null, examplesOf(content).map(exampleView)]),
      contents.filter(([, content]) => content["x-event"]).map(([, content]) => [h("p", { class: "strong small" }, "Each event"), schemaView(doc, content["x-event"], 0)]),
    ),
  );
}

function exampleView(example) {
  const text = JSON.stringify(example.value, null, 2);
  return h("details", { class: "docs-example" }, h("summary", null, `Example: ${example.summary}`), h("div", { class: "stack docs-inside" }, jsonView(example.value), copyButton({ text, label: `Copy the example ${example.summary}` })));
}

/** The fields of a schema, theirs folded below them. */
function schemaView(doc, schema, depth) {
  const flat = doc.flat(schema);
  if (flat.anyOf) {
    return h("div", { class: "stack docs-any" }, flat.anyOf.map((each) => doc.flat(each)).map((each) => h("div", null, h("p", { class: "small strong" }, each.title ?? typeOf(each)), schemaView(doc, each, depth))));
  }
  if (flat.type === "array" && flat.items) {
    return h("div", { class: "stack" }, h("p", { class: "small muted" }, "A list of"), schemaView(doc, flat.items, depth));
  }
  if (!flat.properties) {
    const about = [typeOf(flat), ...boundsOf(flat)].join("; ");
    return h("p", { class: "small" }, about, flat.description ? [". ", words(flat.description)] : null);
  }
  const required = flat.required ?? [];
  return fieldList(
    Object.entries(flat.properties).map(([name, each]) => ({ name, schema: doc.flat(each), required: required.includes(name), about: doc.flat(each).description ?? "" })),
    doc,
    depth,
  );
}

function fieldList(fields, doc, depth) {
  return h(
    "dl",
    { class: "docs-fields" },
    fields.map(({ name, schema, required, about, where }) => [
      h("dt", null, h("code", { class: "strong" }, name), " ", h("span", { class: "small muted" }, [typeOf(schema), where].filter(Boolean).join(", ")), required ? h("span", { class: "docs-required" }, "required") : null),
      h(
        "dd",
        null,
        about ? h("p", null, words(about)) : null,
        schema.enum ? h("p", { class: "small" }, "One of ", schema.enum.map((each, i) => [i > 0 ? ", " : "", h("code", null, JSON.stringify(each))])) : null,
        boundsOf(schema).length > 0 ? h("p", { class: "small muted" }, boundsOf(schema).join("; ")) : null,
        depth < MOST_DEPTH ? inner(doc, schema, depth + 1) : null,
      ),
    ]),
  );
}

function inner(doc, schema, depth) {
  const items = schema.items ? doc.flat(schema.items) : null;
  const within = schema.properties || schema.anyOf ? schema : items && (items.properties || items.anyOf) ? items : null;
  return within ? h("details", null, h("summary", null, within.title ?? "Its fields"), schemaView(doc, within, depth)) : null;
}

function navigation(doc) {
  const list = h("nav", { class: "docs-nav", "aria-label": "Operations" });
  const search = field({ label: "Search", type: "search", autocomplete: "off", placeholder: "speech, voices, /v1" });
  const menu = h("details", { class: "docs-menu", open: matchMedia("(min-width: 60rem)").matches }, h("summary", null, "Operations"), h("div", { class: "stack" }, search, list));
  const draw = () => {
    const wanted = search.input.value.trim().toLowerCase();
    const found = doc.operations.filter((each) => `${each.path} ${each.method} ${each.summary} ${each.id} ${each.description}`.toLowerCase().includes(wanted));
    const groups = doc.tags.map((tag) => [tag, found.filter((each) => each.tag === tag.name)]).filter(([, operations]) => operations.length > 0);
    fill(
      list,
      groups.length === 0 ? h("p", { class: "muted small" }, "Nothing matches.") : null,
      groups.map(([tag, operations]) => [
        h("h2", { class: "docs-nav-head" }, h("a", { href: `#${anchorOf(tag)}` }, tag.name)),
        h("ul", null, operations.map((each) => h("li", null, h("a", { href: `#${each.id}` }, h("span", { class: "docs-method" }, each.method), h("span", null, each.path))))),
      ]),
    );
    if (wanted) {
      announce(`${found.length} operations`);
    }
  };
  search.input.addEventListener("input", draw);
  list.addEventListener("click", (event) => {
    if (event.target.closest("a") && !matchMedia("(min-width: 60rem)").matches) {
      menu.open = false;
    }
  });
  draw();
  return menu;
}

open();
