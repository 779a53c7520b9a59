import { fill, h } from "../dom.js";
import { icon as drawIcon } from "./icon.js";

/**
 * Makes a button; with `href` a link that looks like one.
 *
 * `button.during(work)` keeps it busy until the promise of `work` ends: it can't be pressed again
 * then, yet keeps its focus. `button.setLabel(text)` changes its words.
 *
 * @param {{label: string, icon?: string, kind?: "primary"|"plain"|"quiet"|"danger",
 *   onclick?: (event: Event) => void, href?: string, type?: string, iconOnly?: boolean,
 *   wide?: boolean, small?: boolean}} wish further properties become attributes
 * @returns {HTMLElement & {during: (work: () => Promise<any>) => Promise<any>,
 *   setLabel: (label: string) => void}}
 */
export function button({ label, icon, kind = "plain", onclick, href, type = "button", iconOnly = false, wide = false, small = false, class: more, ...rest }) {
  const words = h("span", { class: iconOnly ? "visually-hidden" : "button-label" }, label);
  const element = h(
    href ? "a" : "button",
    {
      ...rest,
      class: ["button", `button-${kind}`, iconOnly && "button-icon", wide && "button-wide", small && "button-small", more],
      type: href ? null : type,
      href,
      title: iconOnly ? label : null,
      onclick: (event) => {
        if (element.getAttribute("aria-disabled") === "true") {
          event.preventDefault();
          event.stopImmediatePropagation();
        } else {
          return onclick?.(event);
        }
      },
    },
    icon ? drawIcon(icon) : null,
    words,
  );
  element.during = async (work) => {
    if (element.getAttribute("aria-busy") === "true") {
      return undefined;
    }
    element.setAttribute("aria-busy", "true");
    element.setAttribute("aria-disabled", "true");
    try {
      return await work();
    } finally {
      element.removeAttribute("aria-busy");
      element.removeAttribute("aria-disabled");
    }
  };
  element.setLabel = (text) => {
    fill(words, text);
    if (iconOnly) {
      element.title = text;
    }
  };
  return element;
}
