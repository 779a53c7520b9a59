import { h } from "../dom.js";
import { number } from "../format.js";
import { button } from "./button.js";

/**
 * Makes the foot of a list that is shown in parts; null if it fits on one.
 *
 * @param {{total: number, limit: number, offset: number, go: (offset: number) => Promise<any>}} wish
 *   `go` shows the part from an entry on
 * @returns {HTMLElement|null}
 */
export function pager({ total, limit, offset, go }) {
  if (total <= limit && offset === 0) {
    return null;
  }
  const newer = button({ label: "Newer", icon: "arrow-left", small: true, disabled: offset === 0, onclick: () => newer.during(() => go(Math.max(0, offset - limit))) });
  const older = button({ label: "Older", icon: "arrow-right", small: true, disabled: offset + limit >= total, onclick: () => older.during(() => go(offset + limit)) });
  return h(
    "nav",
    { class: "pager", "aria-label": "Parts of the list" },
    newer,
    h("span", { class: "muted small" }, `${number(Math.min(total, offset + 1))} to ${number(Math.min(total, offset + limit))} of ${number(total)}`),
    older,
  );
}
