import { h, uniqueId } from "../dom.js";
import { button } from "./button.js";

/**
 * Opens a dialog over the page. Escape, the cross and `close` end it; the focus goes back to where
 * it was.
 *
 * @param {{title: string, body: any, actions?: any, kind?: "dialog"|"sheet", wide?: boolean,
 *   onclose?: (value: string) => void}} wish `actions` are the buttons at its foot
 * @returns {{element: HTMLDialogElement, close: (value?: string) => void, closed: Promise<string>}}
 *   `closed` tells the value it was closed with, "" for none
 */
export function openDialog({ title, body, actions, kind = "dialog", wide = false, onclose }) {
  const titleId = uniqueId("dialog");
  const before = document.activeElement;
  const element = h(
    "dialog",
    { class: [kind, wide && "dialog-wide"], "aria-labelledby": titleId },
    h(
      "div",
      { class: "dialog-head" },
      h("h2", { id: titleId }, title),
      button({ label: "Close", icon: "close", iconOnly: true, kind: "quiet", onclick: () => element.close("") }),
    ),
    h("div", { class: "dialog-body" }, body),
    actions ? h("div", { class: "dialog-foot" }, actions) : null,
  );
  const closed = new Promise((done) => {
    element.addEventListener("close", () => {
      const toasts = element.querySelector("#toasts");
      if (toasts) {
        document.body.append(toasts);
      }
      element.remove();
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
      onclose?.(element.returnValue);
      done(element.returnValue);
    });
  });
  element.addEventListener("pointerdown", (event) => {
    if (event.target === element) {
      element.close("");
    }
  });
  document.body.append(element);
  element.showModal();
  const first = element.querySelector("[autofocus], .dialog-body input, .dialog-body select, .dialog-body textarea");
  first?.focus();
  return { element, close: (value = "") => element.close(value), closed };
}
