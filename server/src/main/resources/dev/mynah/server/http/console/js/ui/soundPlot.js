/** Drawings of sounds: their wave, their pitch and their spectrum, one beside the other. */

import { fill, h, svg, uniqueId } from "../dom.js";
import { clock } from "../format.js";
import { table } from "./table.js";

const FIRST_WIDTH = 640; // until it is known how wide the place is
const LEAST_WIDTH = 220;
const LEFT = 52;
const RIGHT = 8;
const TOP = 10;
const BASE = 26; // room for the labels of the axis below
const PITCH_LINES = [60, 80, 100, 150, 200, 300, 400, 550];
const SPECTRUM_LINES = [125, 250, 500, 1000, 2000, 4000, 8000];
const DEEPEST_DB = -60;
const STRAY_SHARE = 0.02; // of the pitches at either end

/**
 * @typedef {{name: string, kind: "first"|"second", picture: {seconds: number, low: number[],
 *   high: number[], f0: (number|null)[], median_f0_hz: number, loudness_lufs?: number,
 *   spectrum: {hertz: number[], decibels: number[]}}}} Sound
 */

/**
 * Tells which colour is which sound.
 *
 * @param {Sound[]} sounds
 */
export function soundLegend(sounds) {
  return h(
    "ul",
    { class: "row plot-legend" },
    sounds.map((sound) => h("li", { class: "row" }, h("span", { class: `plot-key plot-key-${sound.kind}` }), sound.name)),
  );
}

/**
 * Draws the waves, one below the other, on one scale of time.
 *
 * @param {Sound[]} sounds
 */
export function wavePlot(sounds) {
  const height = 76;
  const longest = Math.max(...sounds.map((sound) => sound.picture.seconds), 0.1);
  const whole = TOP + sounds.length * height + BASE;
  return figure({
    title: "Waveform",
    text: sounds.map((sound) => `${sound.name}: ${sound.picture.seconds.toFixed(1)} seconds`).join(". "),
    height: whole,
    draw: (width) => {
      const x = time(longest, width);
      return [
        timeAxis(x, longest, whole, width),
        sounds.map((sound, i) => {
          const middle = TOP + (i + 0.5) * height;
          return [
            svg("line", { class: "chart-line", x1: LEFT, x2: width - RIGHT, y1: middle, y2: middle }),
            svg("path", { class: `plot-area plot-area-${sound.kind}`, d: outline(sound.picture, x, middle, height / 2 - 4) }),
          ];
        }),
      ];
    },
  });
}

function outline({ low, high, seconds }, x, middle, half) {
  const loudest = Math.max(50, ...high, ...low.map((value) => -value)); // so that a quiet wave is seen
  const at = (i) => x((seconds * (i + 0.5)) / high.length).toFixed(1);
  const top = high.map((value, i) => `${at(i)},${(middle - (half * value) / loudest).toFixed(1)}`);
  const bottom = low.map((value, i) => `${at(i)},${(middle - (half * value) / loudest + 0.6).toFixed(1)}`).reverse();
  return `M${[...top, ...bottom].join("L")}Z`;
}

/**
 * Draws the pitch over time, on a scale of musical intervals; gaps are unvoiced.
 *
 * @param {Sound[]} sounds
 */
export function pitchPlot(sounds) {
  const height = 200;
  const longest = Math.max(...sounds.map((sound) => sound.picture.seconds), 0.1);
  const heard = sounds.flatMap((sound) => sound.picture.f0.filter((value) => value !== null)).sort((one, other) => one - other);
  const share = (part) => heard[Math.floor(part * (heard.length - 1))] ?? 150;
  const least = 0.8 * share(STRAY_SHARE); // a few strays shall not press the rest together
  const most = Math.max(1.25 * share(1 - STRAY_SHARE), 2 * least);
  const within = (hertz) => Math.max(least, Math.min(most, hertz));
  const y = (hertz) => TOP + (height - TOP - BASE) * (1 - Math.log(within(hertz) / least) / Math.log(most / least));
  return figure({
    title: "Pitch",
    text: sounds.map((sound) => `${sound.name}: ${said(sound.picture.median_f0_hz)}`).join(". "),
    height,
    draw: (width) => {
      const x = time(longest, width);
      return [
        timeAxis(x, longest, height, width),
        PITCH_LINES.filter((hertz) => hertz > least && hertz < most).map((hertz) => line(y(hertz), `${hertz} Hz`, width)),
        sounds.map((sound) => runs(sound.picture, x, y).map((d) => svg("path", { class: `plot-line plot-line-${sound.kind}`, d }))),
      ];
    },
    figures: table({
      caption: "Pitch over time",
      columns: [
        { label: "At", header: true, cell: (row) => `${row.at.toFixed(1)} s` },
        ...sounds.map((sound, i) => ({ label: sound.name, align: "end", cell: (row) => (row.values[i] ? `${row.values[i]} Hz` : "unvoiced") })),
      ],
      rows: everySoOften(sounds, longest),
    }),
  });
}

function said(median) {
  return median > 0 ? `median ${Math.round(median)} Hz` : "nothing voiced";
}

/** The path of each stretch that is voiced. */
function runs({ f0, seconds }, x, y) {
  const paths = [];
  let run = [];
  for (let i = 0; i <= f0.length; i++) {
    const value = f0[i] ?? null;
    if (value !== null) {
      run.push(`${x((seconds * (i + 0.5)) / f0.length).toFixed(1)},${y(value).toFixed(1)}`);
    } else if (run.length > 0) {
      paths.push(`M${run.join("L")}${run.length === 1 ? "h1" : ""}`);
      run = [];
    }
  }
  return paths;
}

function everySoOften(sounds, longest) {
  const step = longest / 16;
  return Array.from({ length: 16 }, (_, row) => {
    const at = (row + 0.5) * step;
    return {
      at,
      values: sounds.map(({ picture: { f0, seconds } }) => (at < seconds ? f0[Math.floor((at / seconds) * f0.length)] : null)),
    };
  });
}

/**
 * Draws how the sound is spread over frequency, on the scale of the ear.
 *
 * @param {Sound[]} sounds
 */
export function spectrumPlot(sounds) {
  const height = 220;
  const hertz = sounds[0].picture.spectrum.hertz;
  const first = bark(hertz[0]);
  const last = bark(hertz[hertz.length - 1]);
  const y = (decibels) => TOP + ((height - TOP - BASE) * Math.max(DEEPEST_DB, Math.min(0, decibels))) / DEEPEST_DB;
  return figure({
    title: "Long-term spectrum",
    text: "The level of each band of hearing, relative to the whole",
    height,
    draw: (width) => {
      const x = (f) => LEFT + ((width - LEFT - RIGHT) * (bark(f) - first)) / (last - first);
      return [
        [0, -20, -40, -60].map((level) => line(y(level), `${level} dB`, width)),
        SPECTRUM_LINES.filter((f) => width > 400 || f !== 125).map((f) =>
          svg("text", { class: "chart-label", x: x(f), y: height - 6, "text-anchor": "middle" }, f < 1000 ? `${f}` : `${f / 1000} k`),
        ),
        sounds.map((sound) =>
          svg("path", {
            class: `plot-line plot-line-${sound.kind}`,
            d: `M${sound.picture.spectrum.decibels.map((level, i) => `${x(hertz[i]).toFixed(1)},${y(level).toFixed(1)}`).join("L")}`,
          }),
        ),
      ];
    },
    figures: table({
      caption: "Long-term spectrum",
      columns: [
        { label: "Frequency", header: true, cell: (row) => `${row.f} Hz` },
        ...sounds.map((sound, i) => ({ label: sound.name, align: "end", cell: (row) => `${row.levels[i].toFixed(1)} dB` })),
      ],
      rows: hertz.map((f, i) => ({ f, levels: sounds.map((sound) => sound.picture.spectrum.decibels[i]) })).filter((_, i) => i % 2 === 0),
    }),
  });
}

/** Traunmueller's scale of hearing. */
function bark(hertz) {
  return (26.81 * hertz) / (1960 + hertz) - 0.53;
}

function time(longest, width) {
  return (seconds) => LEFT + ((width - LEFT - RIGHT) * seconds) / longest;
}

function timeAxis(x, longest, height, width) {
  const most = Math.max(2, (width - LEFT) / 70); // marks that fit
  const step = [0.5, 1, 2, 5, 10, 20, 30].find((each) => longest / each <= most) ?? 60;
  const marks = Array.from({ length: Math.floor(longest / step) + 1 }, (_, i) => i * step).filter((at) => x(at) < width - 24);
  return marks.map((at) => [
    svg("line", { class: "chart-line", x1: x(at), x2: x(at), y1: TOP, y2: height - BASE }),
    svg("text", { class: "chart-label", x: x(at), y: height - 6, "text-anchor": "middle" }, step < 1 ? `${at} s` : longest < 60 ? `${at} s` : clock(at)),
  ]);
}

function line(y, label, width) {
  return [
    svg("line", { class: "chart-line", x1: LEFT, x2: width - RIGHT, y1: y, y2: y }),
    svg("text", { class: "chart-label", x: LEFT - 6, y: y + 4, "text-anchor": "end" }, label),
  ];
}

/** A drawing that is made anew when its place becomes wider or narrower, so that its words stay legible. */
function figure({ title, text, height, draw, figures }) {
  const id = uniqueId("plot");
  const image = svg("svg", { class: "chart", role: "img", "aria-labelledby": id });
  const place = h("div", { class: "plot-field" }, image);
  let drawn = 0;
  const show = (width) => {
    if (width !== drawn) {
      drawn = width;
      image.setAttribute("viewBox", `0 0 ${width} ${height}`);
      fill(image, svg("title", { id }, `${title}. ${text}.`), draw(width));
    }
  };
  show(FIRST_WIDTH);
  new ResizeObserver(([{ contentRect }]) => show(Math.max(LEAST_WIDTH, Math.round(contentRect.width)))).observe(place);
  return h(
    "figure",
    { class: "chart-figure plot" },
    h("figcaption", null, title),
    place,
    figures ? h("details", { class: "chart-figures" }, h("summary", null, `Figures of the ${title.toLowerCase()}`), figures) : null,
  );
}
