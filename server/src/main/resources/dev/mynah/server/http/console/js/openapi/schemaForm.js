/** A form from a schema: every field of an object with its label, its bounds and what it means. */

import { fill, h } from "../dom.js";
import { button } from "../ui/button.js";
import { field } from "../ui/field.js";
import { boundsOf } from "./document.js";
import { words } from "./prose.js";

const LONG_TEXT = 1_000;

/**
 * Makes the fields of an object.
 *
 * @param {import("./document.js").ApiDocument} doc
 * @param {any} schema of the object
 * @param {Record<string, any>} value what is set already; changed in place, files included
 * @param {() => void} onchange told after every change
 * @returns {HTMLElement}
 */
export function schemaForm(doc, schema, value, onchange) {
  const flat = doc.flat(schema);
  const required = flat.required ?? [];
  const all = Object.entries(flat.properties ?? {});
  const unused = all.filter(([, each]) => isUnused(doc.flat(each)));
  const plain = all.filter((each) => !unused.includes(each));
  const make = ([name, each]) => property(doc, name, each, value, required.includes(name), onchange);
  return h(
    "div",
    { class: "stack" },
    plain.map(make),
    unused.length === 0 ? null : h("details", { class: "try-more" }, h("summary", null, unused.length === 1 ? "One field that changes nothing here" : `${unused.length} fields that change nothing here`), h("div", { class: "stack" }, unused.map(make))),
  );
}

const isUnused = (schema) => /^Taken and not (used|followed)/.test(schema.description ?? "");

/**
 * Makes one field.
 *
 * @param {import("./document.js").ApiDocument} doc
 * @param {string} name
 * @param {any} schema
 * @param {Record<string, any>} owner what holds the value under its name
 * @param {boolean} required
 * @param {() => void} onchange
 * @returns {HTMLElement}
 */
export function property(doc, name, schema, owner, required, onchange) {
  const described = doc.flat(schema);
  const flat = alternative(doc, described, owner[name]);
  const put = (value) => {
    if (value === undefined) {
      delete owner[name];
    } else {
      owner[name] = value;
    }
    onchange();
  };
  const label = h("span", null, h("code", null, name), required ? h("span", { class: "try-required" }, "required") : null);
  const hint = [words(described.description ?? flat.description ?? ""), boundsOf({ ...flat, ...described }).length > 0 ? ` (${boundsOf({ ...flat, ...described }).join("; ")})` : ""];
  const common = { label, hint, required };
  if (flat.format === "binary" || flat.items?.format === "binary") {
    return fileField(common, flat, put);
  }
  if (!fits(flat, owner[name])) {
    return jsonField(common, owner[name], put);
  }
  if (flat.type === "object" && flat.properties) {
    return objectField(doc, label, flat, owner, name, onchange);
  }
  if (listOf(flat) && doc.flat(flat.items).type === "object") {
    return objectsField(doc, label, hint, doc.flat(flat.items), owner, name, onchange);
  }
  if (listOf(flat)) {
    return linesField(common, doc.flat(flat.items), owner[name], put);
  }
  if (flat.type === "object") {
    return jsonField(common, owner[name], put);
  }
  return scalarField(common, flat, owner[name], put);
}

const typesOf = (schema) => (Array.isArray(schema.type) ? schema.type : [schema.type]);
const listOf = (schema) => schema.type === "array" || (Array.isArray(schema.type) && schema.type[0] === "array");

/** Of several forms a field may have, the one its value has, or the simplest. */
function alternative(doc, schema, value) {
  if (!schema.anyOf) {
    return schema;
  }
  const forms = schema.anyOf.map((each) => alternative(doc, doc.flat(each), value));
  return (value === undefined ? null : forms.find((each) => fits(each, value))) ?? forms[0];
}

/** Whether a field made for a schema can show a value. */
function fits(schema, value) {
  if (value === undefined) {
    return true;
  }
  if (Array.isArray(value)) {
    return listOf(schema) && (schema.items?.type === "object" || value.every((each) => typeof each !== "object"));
  }
  if (value !== null && typeof value === "object") {
    return schema.type === "object";
  }
  const type = typeof value === "number" ? ["number", "integer"] : [value === null ? "null" : typeof value];
  return schema.enum ? schema.enum.includes(value) : typesOf(schema).some((each) => each === undefined || type.includes(each)) && !listOf(schema);
}

function scalarField(common, schema, value, put) {
  const types = typesOf(schema);
  const numeric = types.includes("number") || types.includes("integer");
  if (schema.enum || types.includes("boolean")) {
    const choices = schema.enum ?? [true, false];
    const element = field({ ...common, options: [{ value: "", label: "not set" }, ...choices.filter((each) => each !== "").map((each) => ({ value: JSON.stringify(each), label: String(each) }))], value: value === undefined || value === "" ? "" : JSON.stringify(value) });
    element.input.addEventListener("change", () => put(element.input.value === "" ? undefined : JSON.parse(element.input.value)));
    return element;
  }
  const multiline = !numeric && (schema.maxLength ?? 0) >= LONG_TEXT;
  const element = field({
    ...common,
    multiline,
    rows: 3,
    type: numeric ? "number" : "text",
    min: numeric ? schema.minimum : null,
    max: numeric ? schema.maximum : null,
    step: types.includes("integer") ? 1 : numeric ? "any" : null,
    autocomplete: "off",
    value: value ?? "",
  });
  element.input.addEventListener("input", () => {
    const text = element.input.value;
    put(text === "" ? undefined : numeric ? Number(text) : text);
    element.setError(text !== "" && !element.input.checkValidity() ? element.input.validationMessage : null);
  });
  return element;
}

function linesField(common, items, value, put) {
  const numeric = items.type === "integer" || items.type === "number";
  const element = field({ ...common, hint: [common.hint, " One a line."], multiline: true, rows: 2, value: (value ?? []).join("\n") });
  element.input.addEventListener("input", () => {
    const lines = element.input.value.split("\n").filter((line) => line.trim() !== "");
    put(lines.length === 0 ? undefined : lines.map((line) => (numeric ? Number(line) : line)));
  });
  return element;
}

function jsonField(common, value, put) {
  const element = field({ ...common, hint: [common.hint, " As JSON."], multiline: true, rows: 3, value: value === undefined ? "" : JSON.stringify(value) });
  element.input.classList.add("mono");
  element.input.addEventListener("input", () => {
    try {
      put(element.input.value.trim() === "" ? undefined : JSON.parse(element.input.value));
      element.setError(null);
    } catch {
      element.setError("This is not JSON yet.");
    }
  });
  return element;
}

function fileField(common, schema, put) {
  const several = listOf(schema);
  const element = field({ ...common, type: "file", multiple: several });
  element.input.addEventListener("change", () => {
    const files = [...element.input.files];
    put(files.length === 0 ? undefined : several ? files : files[0]);
  });
  return element;
}

function objectField(doc, label, schema, owner, name, onchange) {
  const inner = { ...owner[name] };
  const changed = () => {
    if (Object.keys(inner).length === 0) {
      delete owner[name];
    } else {
      owner[name] = inner;
    }
    onchange();
  };
  return h("fieldset", { class: "try-group" }, h("legend", null, label), schemaForm(doc, schema, inner, changed));
}

function objectsField(doc, label, hint, items, owner, name, onchange) {
  const list = h("div", { class: "stack" });
  const entries = [...(owner[name] ?? [])];
  const changed = () => {
    if (entries.length === 0) {
      delete owner[name];
    } else {
      owner[name] = entries;
    }
    onchange();
  };
  const draw = () =>
    fill(
      list,
      entries.map((entry, i) =>
        h(
          "fieldset",
          { class: "try-group" },
          h("legend", null, `Entry ${i + 1}`),
          schemaForm(doc, items, entry, changed),
          button({ label: `Remove entry ${i + 1}`, kind: "quiet", small: true, onclick: () => { entries.splice(i, 1); draw(); changed(); } }),
        ),
      ),
      button({ label: "Add an entry", small: true, onclick: () => { entries.push({}); draw(); changed(); } }),
    );
  draw();
  return h("fieldset", { class: "try-group" }, h("legend", null, label), h("p", { class: "field-hint" }, hint), list);
}
