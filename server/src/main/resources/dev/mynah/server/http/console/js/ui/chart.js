import { h, svg, uniqueId } from "../dom.js";
import { table } from "./table.js";

const HEIGHT = 180;
const BASE = 24; // room for the labels below the bars
const LEFT = 48;
const TOP = 12;
const LINES = 4;

/**
 * Draws bars, with the same figures in a table for readers of the screen.
 *
 * @param {{title: string, points: {label: string, value: number}[], write?: (value: number) => string,
 *   unit?: string, width?: number}} wish `write` formats a value
 * @returns {HTMLElement}
 */
export function barChart({ title, points, write = String, unit = "", width = 720 }) {
  const id = uniqueId("chart");
  const top = niceTop(Math.max(0, ...points.map((point) => point.value)));
  const plot = HEIGHT - BASE - TOP;
  const y = (value) => TOP + plot * (1 - value / top);
  const step = (width - LEFT) / Math.max(1, points.length);
  const every = Math.ceil(points.length / 8);
  const lines = Array.from({ length: LINES + 1 }, (_, i) => (top * i) / LINES);
  const image = svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-labelledby": id },
    svg("title", { id }, unit ? `${title}, in ${unit}` : title),
    lines.map((value) => [
      svg("line", { class: "chart-line", x1: LEFT, x2: width, y1: y(value), y2: y(value) }),
      svg("text", { class: "chart-label", x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, write(value)),
    ]),
    points.map((point, i) => [
      svg(
        "rect",
        { class: "chart-bar", x: LEFT + i * step + step * 0.15, y: y(point.value), width: step * 0.7, height: plot + TOP - y(point.value), rx: 2 },
        svg("title", null, `${point.label}: ${write(point.value)} ${unit}`.trim()),
      ),
      i % every === 0 ? svg("text", { class: "chart-label", x: LEFT + (i + 0.5) * step, y: HEIGHT - 6, "text-anchor": "middle" }, point.label) : null,
    ]),
  );
  const figures = table({
    caption: title,
    columns: [
      { label: "When", header: true, cell: (point) => point.label },
      { label: unit || "Value", align: "end", cell: (point) => write(point.value) },
    ],
    rows: points,
  });
  return h("figure", { class: "chart-figure" }, h("figcaption", null, title), image, h("details", { class: "chart-figures" }, h("summary", null, "Figures"), figures));
}

/** The least of 1, 2 and 5 times a power of ten that is no less than the value. */
function niceTop(value) {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= value);
}
