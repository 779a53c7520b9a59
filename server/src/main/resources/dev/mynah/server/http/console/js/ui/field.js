import { fill, h, uniqueId } from "../dom.js";
import { icon } from "./icon.js";

/**
 * Makes a labelled text input, select or text area, with room for a hint and an error.
 *
 * The element has `input` (the control), `setError(text|null)` and `setHint(content)`.
 *
 * @param {{label: string, hint?: any, optional?: boolean, multiline?: boolean, rows?: number,
 *   options?: (string|{value: string, label: string, group?: string})[], control?: HTMLElement,
 *   hideLabel?: boolean}} wish `options` make a select, `multiline` a text area, `control` takes an
 *   element of your own; everything else becomes a property of the control
 * @returns {HTMLElement & {input: any, setError: (text: string|null) => void,
 *   setHint: (content: any) => void}}
 */
export function field({ label, hint, optional = false, multiline = false, options, control, hideLabel = false, value, ...rest }) {
  const id = rest.id ?? uniqueId("field");
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const props = { type: "text", ...rest, id };
  const input = control ?? makeControl(multiline, options, props, value);
  input.id = id;
  const hintElement = h("p", { class: "field-hint", id: hintId }, hint);
  const errorElement = h("p", { class: "field-error", id: errorId, hidden: true });
  const element = h(
    "div",
    { class: "field" },
    h("label", { class: hideLabel ? "visually-hidden" : "field-label", for: id }, label, optional ? h("span", { class: "field-optional" }, "optional") : null),
    input,
    hintElement,
    errorElement,
  );
  const describe = (wrong) => {
    const ids = [wrong && errorId, hintElement.hasChildNodes() && hintId].filter(Boolean).join(" ");
    ids ? input.setAttribute("aria-describedby", ids) : input.removeAttribute("aria-describedby");
  };
  element.input = input;
  element.setHint = (content) => {
    fill(hintElement, content);
    describe(!errorElement.hidden);
  };
  element.setError = (text) => {
    errorElement.hidden = !text;
    fill(errorElement, text ? [icon("error", { size: 16 }), text] : null);
    text ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid");
    describe(Boolean(text));
  };
  describe(false);
  return element;
}

function makeControl(multiline, options, props, value) {
  if (options) {
    const { type: _, ...own } = props;
    const select = h("select", { ...own, class: "control" }, groups(options));
    if (value !== undefined) {
      select.value = value;
    }
    return select;
  }
  if (multiline) {
    const { type: _, ...own } = props;
    return h("textarea", { rows: 4, ...own, class: "control", value });
  }
  return h("input", { ...props, class: "control", value });
}

function groups(options) {
  const plain = options.map((each) => (typeof each === "string" ? { value: each, label: each } : each));
  const named = new Map();
  for (const each of plain) {
    const list = named.get(each.group ?? "") ?? [];
    list.push(h("option", { value: each.value }, each.label));
    named.set(each.group ?? "", list);
  }
  return [...named].map(([name, list]) => (name === "" ? list : h("optgroup", { label: name }, list)));
}

/**
 * Makes a checkbox (or, with `type: "radio"`, a radio button) with its words beside it; `input` is
 * the box.
 *
 * @param {{label: any, hint?: any}} wish everything else becomes a property of the box
 * @returns {HTMLElement & {input: HTMLInputElement}}
 */
export function checkbox({ label, hint, ...rest }) {
  const id = rest.id ?? uniqueId("check");
  const input = h("input", { type: "checkbox", ...rest, id, "aria-describedby": hint ? `${id}-hint` : null });
  const element = h(
    "div",
    { class: "check" },
    input,
    h("label", { for: id }, label),
    hint ? h("p", { class: "field-hint", id: `${id}-hint` }, hint) : null,
  );
  element.input = input;
  return element;
}

/**
 * Makes a slider whose value is written beside its label.
 *
 * @param {{label: string, min: number, max: number, step: number, value: number,
 *   write?: (value: number) => string, hint?: any}} wish everything else becomes a property of it
 * @returns {HTMLElement & {input: HTMLInputElement, value: () => number}}
 */
export function slider({ label, write = String, hint, ...rest }) {
  const id = uniqueId("slider");
  const output = h("output", { class: "slider-value", for: id });
  const input = h("input", { type: "range", ...rest, id, class: "slider", "aria-describedby": hint ? `${id}-hint` : null });
  const show = () => {
    const text = write(Number(input.value));
    fill(output, text);
    input.setAttribute("aria-valuetext", text);
    const part = (Number(input.value) - Number(input.min)) / (Number(input.max) - Number(input.min));
    input.style.setProperty("--part", `${part * 100}%`);
  };
  input.addEventListener("input", show);
  input.value = rest.value;
  show();
  const element = h(
    "div",
    { class: "field" },
    h("div", { class: "slider-head" }, h("label", { class: "field-label", for: id }, label), output),
    input,
    hint ? h("p", { class: "field-hint", id: `${id}-hint` }, hint) : null,
  );
  element.input = input;
  element.value = () => Number(input.value);
  return element;
}
