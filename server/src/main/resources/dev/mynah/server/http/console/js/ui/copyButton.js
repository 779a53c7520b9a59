import { button } from "./button.js";
import { announce, toast } from "./toast.js";

const SHOWN_MS = 2_000;

/**
 * Makes a button that copies a text.
 *
 * @param {{text: string|(() => string), label?: string, iconOnly?: boolean}} wish further properties
 *   go to the button
 * @returns {HTMLElement}
 */
export function copyButton({ text, label = "Copy", iconOnly = false, ...rest }) {
  const element = button({
    ...rest,
    label,
    iconOnly,
    icon: "copy",
    small: rest.small ?? true,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
        element.setLabel("Copied");
        announce("Copied");
        setTimeout(() => element.setLabel(label), SHOWN_MS);
      } catch {
        toast("The browser doesn't let this page copy; select the text and copy it by hand.", { kind: "error" });
      }
    },
  });
  return element;
}
