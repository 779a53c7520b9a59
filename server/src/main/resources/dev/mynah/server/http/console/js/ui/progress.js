import { fill, h, uniqueId } from "../dom.js";
import { icon } from "./icon.js";

/**
 * Makes a bar of how far something has come. `update({value, max, text})` moves it; without `value`
 * it shows that something goes on and nobody knows how far it is.
 *
 * @param {{label: string, value?: number, max?: number, text?: string}} wish
 * @returns {HTMLElement & {update: (state: {value?: number, max?: number, text?: string}) => void}}
 */
export function progressBar({ label, value, max = 1, text = "" }) {
  const id = uniqueId("progress");
  const bar = h("progress", { class: "bar", "aria-labelledby": id });
  const words = h("span", { class: "progress-text" });
  const element = h("div", { class: "progress" }, h("div", { class: "progress-head" }, h("span", { id }, label), words), bar);
  element.update = (state) => {
    if (state.value === undefined) {
      bar.removeAttribute("value");
    } else {
      bar.max = state.max ?? bar.max;
      bar.value = state.value;
    }
    fill(words, state.text ?? "");
  };
  element.update({ value, max, text });
  return element;
}

/**
 * Makes a list of steps that are gone through. `set(id, state, note)` marks one: "waiting",
 * "active", "done" or "failed", with a remark beside it.
 *
 * @param {{id: string, label: string}[]} steps
 * @param {string} [label] of the list
 * @returns {HTMLElement & {set: (id: string, state: string, note?: any) => void}}
 */
export function stepList(steps, label = "Steps") {
  const rows = new Map();
  const element = h("ol", { class: "steps", "aria-label": label });
  const words = { waiting: "waiting", active: "under way", done: "done", failed: "failed" };
  for (const { id, label: name } of steps) {
    const mark = h("span", { class: "step-mark", "aria-hidden": "true" });
    const note = h("span", { class: "step-note" });
    const state = h("span", { class: "visually-hidden" });
    const row = h("li", { class: "step" }, mark, h("span", { class: "step-name" }, name, state), note);
    rows.set(id, { row, mark, note, state });
    element.append(row);
  }
  element.set = (id, state, remark) => {
    const { row, mark, note, state: spoken } = rows.get(id);
    row.dataset.state = state;
    state === "active" ? row.setAttribute("aria-current", "step") : row.removeAttribute("aria-current");
    fill(mark, state === "done" ? icon("check", { size: 14 }) : state === "failed" ? icon("close", { size: 14 }) : null);
    fill(spoken, `, ${words[state]}`);
    if (remark !== undefined) {
      fill(note, remark);
    }
  };
  steps.forEach(({ id }) => element.set(id, "waiting"));
  return element;
}
