import { h } from "../dom.js";
import { icon } from "./icon.js";

/**
 * Makes the head of a page: its h1, a sentence about it, and its main buttons.
 *
 * @param {{title: any, lead?: any, actions?: any, back?: {href: string, label: string}}} wish
 * @returns {HTMLElement}
 */
export function pageHead({ title, lead, actions, back }) {
  return h(
    "header",
    { class: "page-head" },
    back ? h("a", { class: "back", href: back.href }, icon("arrow-left", { size: 16 }), back.label) : null,
    h("div", { class: "page-head-line" }, h("h1", null, title), actions ? h("div", { class: "row page-actions" }, actions) : null),
    lead ? h("p", { class: "lead" }, lead) : null,
  );
}
