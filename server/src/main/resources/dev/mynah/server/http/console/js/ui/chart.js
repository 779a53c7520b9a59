import { fill, h, svg, uniqueId } from "../dom.js";
import { table } from "./table.js";

const HEIGHT = 200; // px, with the labels
const BASE = 26; // room for the labels below the bars
const TOP = 10;
const LINES = 4;
const LABEL_WIDTH = 64; // least room for a label below the bars
const CHARACTER = 7; // px of a digit of the labels
const COLOURS = 6; // more series than these share the last colour

/**
 * Draws bars over time, one pile of series a column. The figures can be had three ways: by pointing,
 * with the arrow keys once the chart has the focus, and as a table.
 *
 * @param {{title: string, labels: string[], series: {name: string, values: number[], kind?: "ok"|"error"}[],
 *   write?: (value: number) => string, unit?: string, empty?: string}} wish `labels` name the columns;
 *   `write` formats a value; `kind` gives a series a colour with a meaning; `empty` is said when every
 *   value is 0
 * @returns {HTMLElement}
 */
export function barChart({ title, labels, series, write = String, unit = "", empty = "Nothing in this time" }) {
  const id = uniqueId("chart");
  const split = series.length > 1 || !series[0]?.kind; // else the title says it all
  const totals = labels.map((_, i) => series.reduce((sum, each) => sum + each.values[i], 0));
  const readout = h("p", { class: "chart-readout" });
  const plot = h("div", {
    class: "chart-plot",
    role: "slider",
    tabindex: "0",
    "aria-readonly": "true",
    "aria-label": unit ? `${title}, in ${unit}` : title,
    "aria-valuemin": "0",
    "aria-valuemax": String(Math.max(0, labels.length - 1)),
  });
  const worded = (value) => (unit ? `${write(value)} ${unit}` : write(value));
  let chosen = labels.length - 1;
  let drawn = 0; // width the bars were drawn for

  const told = (i) => {
    const parts = series.filter((each) => each.values[i] > 0).map((each) => `${each.name} ${write(each.values[i])}`);
    return split && parts.length > 0 ? `${labels[i]}: ${worded(totals[i])} (${parts.join(", ")})` : `${labels[i]}: ${worded(totals[i])}`;
  };

  function choose(i, shown) {
    chosen = Math.min(labels.length - 1, Math.max(0, i));
    plot.setAttribute("aria-valuenow", String(chosen));
    plot.setAttribute("aria-valuetext", told(chosen));
    for (const column of plot.querySelectorAll(".chart-column")) {
      column.classList.toggle("chart-chosen", shown && Number(column.dataset.index) === chosen);
    }
    fill(readout, shown ? told(chosen) : `${worded(totals.reduce((sum, value) => sum + value, 0))} in all`);
  }

  plot.addEventListener("keydown", (event) => {
    const to = { ArrowRight: chosen + 1, ArrowUp: chosen + 1, ArrowLeft: chosen - 1, ArrowDown: chosen - 1, Home: 0, End: labels.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to, true);
    }
  });
  plot.addEventListener("focus", () => choose(chosen, plot.matches(":focus-visible")));
  plot.addEventListener("blur", () => choose(chosen, false));
  plot.addEventListener("pointermove", (event) => {
    const column = event.target.closest?.(".chart-column");
    if (column) {
      choose(Number(column.dataset.index), true);
    }
  });
  plot.addEventListener("pointerleave", () => choose(chosen, false));

  // Drawn for the width there is, so that the labels keep their size on every screen.
  new ResizeObserver(([entry]) => {
    const width = Math.floor(entry.contentRect.width);
    if (width > 0 && width !== drawn) {
      drawn = width;
      fill(plot, picture({ width, labels, series, totals, write }));
      choose(chosen, false);
    }
  }).observe(plot);
  choose(chosen, false);

  const nothing = totals.every((total) => total === 0);
  return h(
    "figure",
    { class: "chart-figure" },
    h("figcaption", { class: "chart-head" }, h("span", null, title), nothing ? null : readout),
    nothing ? h("p", { class: "chart-empty" }, empty) : [plot, split ? legend(series) : null, figures({ title, labels, series, totals, write, unit })],
  );
}

function picture({ width, labels, series, totals, write }) {
  const top = niceTop(Math.max(...totals));
  const lines = Array.from({ length: LINES + 1 }, (_, i) => (top * i) / LINES);
  const left = Math.max(...lines.map((value) => write(value).length)) * CHARACTER + 10;
  const height = HEIGHT - BASE - TOP;
  const y = (value) => TOP + height * (1 - value / top);
  const step = (width - left) / labels.length;
  const bar = Math.max(1, Math.min(step * 0.72, 40));
  const every = Math.max(1, Math.ceil(LABEL_WIDTH / step));
  return svg(
    "svg",
    { class: "chart", width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" },
    lines.map((value) => [
      svg("line", { class: "chart-line", x1: left, x2: width, y1: y(value), y2: y(value) }),
      svg("text", { class: "chart-label", x: left - 8, y: y(value) + 4, "text-anchor": "end" }, write(value)),
    ]),
    labels.map((label, i) => {
      const x = left + (i + 0.5) * step;
      return svg(
        "g",
        { class: "chart-column", dataset: { index: i } },
        svg("rect", { class: "chart-ground", x: left + i * step, y: TOP, width: step, height }),
        pile({ series, i, x: x - bar / 2, bar, y }),
        (labels.length - 1 - i) % every === 0 ? labelBelow({ label, x, width }) : null,
      );
    }),
  );
}

/** Centred below its column, unless it would be cut off at the side. */
function labelBelow({ label, x, width }) {
  const cut = x + (label.length * CHARACTER) / 2 > width;
  return svg("text", { class: "chart-label", x: cut ? width : x, y: HEIGHT - 6, "text-anchor": cut ? "end" : "middle" }, label);
}

function pile({ series, i, x, bar, y }) {
  let below = 0;
  return series.map((each, index) => {
    const from = below;
    below += each.values[i];
    return each.values[i] > 0
      ? svg("rect", { class: ["chart-bar", colour(each, index)], x, width: bar, y: y(below), height: Math.max(1, y(from) - y(below)) })
      : null;
  });
}

function colour(series, index) {
  return series.kind ? `chart-${series.kind}` : `chart-colour-${Math.min(index, COLOURS - 1)}`;
}

function legend(series) {
  return h(
    "ul",
    { class: "chart-legend" },
    series.map((each, i) => h("li", null, h("span", { class: ["chart-key", colour(each, i)], "aria-hidden": "true" }), each.name)),
  );
}

function figures({ title, labels, series, totals, write, unit }) {
  const rows = labels.map((label, i) => ({ label, i })).filter(({ i }) => totals[i] > 0);
  const summary = h("summary", null, "Figures", h("span", { class: "visually-hidden" }, ` of ${title}`));
  const details = h("details", { class: "chart-figures" }, summary);
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(
        table({
          caption: unit ? `${title}, in ${unit}` : title,
          columns: [
            { label: "Day", header: true, cell: (row) => row.label },
            ...(series.length > 1 ? series.map((each) => ({ label: each.name, align: "end", cell: (row) => write(each.values[row.i]) })) : []),
            { label: series.length > 1 ? "All" : unit || "Value", align: "end", cell: (row) => write(totals[row.i]) },
          ],
          rows,
        }),
      );
    }
  });
  return details;
}

/** The least of 1, 2, 4, 6 and 8 times a power of ten that is no less than the value, at least 4. */
function niceTop(value) {
  if (value <= LINES) {
    return LINES; // so that the lines between stand for whole numbers
  }
  const power = 10 ** Math.floor(Math.log10(value));
  const top = [1, 2, 4, 6, 8, 10].map((factor) => factor * power).find((each) => each >= value);
  return top % LINES === 0 ? top : Math.ceil(top / LINES) * LINES;
}
