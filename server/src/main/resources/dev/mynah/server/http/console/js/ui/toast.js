import { fill, h } from "../dom.js";
import { icon } from "./icon.js";

const SHOWN_MS = 6_000;
const ICONS = { ok: "check", error: "error", info: "info" };

/**
 * Shows a short message at the edge, which readers of the screen hear. Errors stay until they are
 * closed; anything else goes by itself.
 *
 * @param {string} text
 * @param {{kind?: "ok"|"error"|"info", action?: {label: string, run: () => void}}} [how]
 */
export function toast(text, { kind = "ok", action } = {}) {
  const close = () => element.remove();
  const element = h(
    "div",
    { class: ["toast", `toast-${kind}`] },
    icon(ICONS[kind]),
    h("p", null, text),
    action
      ? h("button", { type: "button", class: "button button-quiet button-small", onclick: () => { close(); action.run(); } }, action.label)
      : null,
    h("button", { type: "button", class: "button button-quiet button-icon button-small", title: "Close", onclick: close }, icon("close", { size: 16 }), h("span", { class: "visually-hidden" }, "Close this message")),
  );
  place().append(element);
  if (kind !== "error") {
    let timer = setTimeout(close, SHOWN_MS);
    element.addEventListener("pointerenter", () => clearTimeout(timer));
    element.addEventListener("pointerleave", () => (timer = setTimeout(close, SHOWN_MS)));
  }
}

/** A dialog makes everything outside it inert, so messages must lie within the topmost one. */
function place() {
  const region = document.getElementById("toasts");
  const dialogs = document.querySelectorAll("dialog[open]");
  const home = dialogs.length > 0 ? dialogs[dialogs.length - 1] : document.body;
  if (region.parentElement !== home) {
    home.append(region);
  }
  return region;
}

/**
 * Says something to readers of the screen alone, e.g. how far a work has come.
 *
 * @param {string} text
 */
export function announce(text) {
  fill(document.getElementById("announcer"), text);
}
