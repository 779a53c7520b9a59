import { h } from "../dom.js";

/**
 * Makes a table, which on narrow screens becomes a list of cards. A cell is a text, a node or a list
 * of those.
 *
 * @template T
 * @param {{caption: string, columns: {label: string, cell: (row: T) => any, align?: "end",
 *   hideLabel?: boolean, header?: boolean}[], rows: T[], showCaption?: boolean}} wish `header` marks
 *   the column that names the row; the caption is for readers of the screen unless it is shown
 * @returns {HTMLElement}
 */
export function table({ caption, columns, rows, showCaption = false }) {
  const wrap = h(
    "div",
    { class: "table-wrap" },
    h(
      "table",
      { class: "table" },
      h("caption", { class: showCaption ? null : "visually-hidden" }, caption),
      h(
        "thead",
        null,
        h(
          "tr",
          null,
          columns.map((column) =>
            h("th", { scope: "col", class: column.align === "end" && "end" }, h("span", { class: column.hideLabel ? "visually-hidden" : null }, column.label)),
          ),
        ),
      ),
      h("tbody", null, rows.map((row) => h("tr", null, columns.map((column) => cell(column, row))))),
    ),
  );
  new ResizeObserver(() => letKeysScroll(wrap, caption)).observe(wrap);
  return wrap;
}

/** What reaches beyond the side must be reachable with the arrow keys too. */
function letKeysScroll(wrap, caption) {
  const scrolls = wrap.scrollWidth > wrap.clientWidth;
  for (const [name, value] of Object.entries({ tabindex: "0", role: "group", "aria-label": caption })) {
    scrolls ? wrap.setAttribute(name, value) : wrap.removeAttribute(name);
  }
}

function cell(column, row) {
  const props = { class: column.align === "end" && "end", dataset: column.hideLabel ? {} : { label: column.label } };
  return column.header ? h("th", { ...props, scope: "row" }, column.cell(row)) : h("td", props, column.cell(row));
}
