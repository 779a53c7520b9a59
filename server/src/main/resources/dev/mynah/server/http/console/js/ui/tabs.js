import { fill, h, uniqueId } from "../dom.js";

/**
 * Makes tabs; arrow keys, Home and End move between them. `select(id)` shows one.
 *
 * @param {{label: string, tabs: {id: string, label: any, render: (panel: HTMLElement) => void}[],
 *   selected?: string, onselect?: (id: string) => void}} wish `render` is called each time a tab is
 *   shown, with an empty panel
 * @returns {HTMLElement & {select: (id: string) => void}}
 */
export function tabs({ label, tabs: list, selected = list[0].id, onselect }) {
  const stem = uniqueId("tabs");
  const panel = h("div", { class: "tab-panel", role: "tabpanel", id: `${stem}-panel`, tabindex: "0" });
  const heads = list.map((tab) =>
    h("button", { type: "button", class: "tab", role: "tab", id: `${stem}-${tab.id}`, "aria-controls": panel.id, onclick: () => choose(tab.id) }, tab.label),
  );
  const row = h("div", { class: "tab-row", role: "tablist", "aria-label": label, onkeydown: move }, heads);
  const element = h("div", { class: "tabs" }, row, panel);
  let current = null;

  function choose(id) {
    current = id;
    list.forEach((tab, i) => {
      heads[i].setAttribute("aria-selected", String(tab.id === id));
      heads[i].tabIndex = tab.id === id ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `${stem}-${id}`);
    fill(panel);
    list.find((tab) => tab.id === id).render(panel);
    onselect?.(id);
  }

  function move(event) {
    const at = list.findIndex((tab) => tab.id === current);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      const to = (next + list.length) % list.length;
      choose(list[to].id);
      heads[to].focus();
    }
  }

  element.select = choose;
  const quiet = onselect;
  onselect = undefined;
  choose(selected);
  onselect = quiet;
  return element;
}
