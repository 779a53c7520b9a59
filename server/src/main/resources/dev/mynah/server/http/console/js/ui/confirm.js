import { h } from "../dom.js";
import { button } from "./button.js";
import { openDialog } from "./dialog.js";

/**
 * Asks before something that can't be undone.
 *
 * @param {{title: string, text: any, action: string, danger?: boolean}} wish `action` is the word on
 *   the button that goes ahead, e.g. "Delete voice"
 * @returns {Promise<boolean>} whether to go ahead
 */
export async function confirm({ title, text, action, danger = true }) {
  const dialog = openDialog({
    title,
    body: typeof text === "string" ? h("p", null, text) : text,
    actions: [
      button({ label: "Cancel", autofocus: true, onclick: () => dialog.close("") }),
      button({ label: action, kind: danger ? "danger" : "primary", onclick: () => dialog.close("yes") }),
    ],
  });
  return (await dialog.closed) === "yes";
}
