/** How a part of a page looks while it waits, when it holds nothing, and when it failed. */

import { h } from "../dom.js";
import { button } from "./button.js";
import { icon as drawIcon } from "./icon.js";

/**
 * Grey lines where content will be.
 *
 * @param {string} label what is waited for
 * @param {{lines?: number}} [how]
 * @returns {HTMLElement}
 */
export function loadingState(label, { lines = 3 } = {}) {
  return h(
    "div",
    { class: "loading", role: "status" },
    h("span", { class: "visually-hidden" }, label),
    Array.from({ length: lines }, () => h("div", { class: "skeleton" })),
  );
}

/**
 * What is said where nothing is yet.
 *
 * @param {{icon?: string, title: string, text?: any, actions?: any}} wish
 * @returns {HTMLElement}
 */
export function emptyState({ icon = "box", title, text, actions }) {
  return h(
    "div",
    { class: "empty" },
    h("div", { class: "empty-icon" }, drawIcon(icon, { size: 28 })),
    h("h2", null, title),
    text ? h("p", null, text) : null,
    actions ? h("div", { class: "row" }, actions) : null,
  );
}

/**
 * What is said when something failed, with a way to try again.
 *
 * @param {Error} failure
 * @param {() => void} [retry]
 * @returns {HTMLElement}
 */
export function errorState(failure, retry) {
  return h(
    "div",
    { class: "notice notice-error", role: "alert" },
    drawIcon("error"),
    h(
      "div",
      { class: "notice-body" },
      h("p", null, failure?.message ?? "Something went wrong."),
      failure?.traceId ? h("p", { class: "muted small" }, "For the server's log: ", h("code", null, failure.traceId)) : null,
    ),
    retry ? button({ label: "Try again", icon: "refresh", onclick: retry, small: true }) : null,
  );
}

/**
 * A remark within a page.
 *
 * @param {"info"|"ok"|"warning"|"error"} kind
 * @param {any} content
 * @returns {HTMLElement}
 */
export function notice(kind, content) {
  const icons = { info: "info", ok: "check", warning: "warning", error: "error" };
  return h("div", { class: ["notice", `notice-${kind}`] }, drawIcon(icons[kind]), h("div", { class: "notice-body" }, content));
}

/**
 * A short word in a frame, e.g. a state.
 *
 * @param {string} text
 * @param {"plain"|"ok"|"warning"|"error"|"accent"} [kind]
 * @returns {HTMLElement}
 */
export function badge(text, kind = "plain") {
  return h("span", { class: ["badge", `badge-${kind}`] }, text);
}
