import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { number } from "../format.js";
import { href, note } from "../router.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { barChart } from "../ui/chart.js";
import { checkbox, field } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { emptyState, errorState, loadingState } from "../ui/states.js";
import { toast } from "../ui/toast.js";

export const title = "Usage";

const DAY_MS = 86_400_000;
const RANGES = [
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
  { value: "90", label: "Last 90 days" },
  { value: "365", label: "Last 365 days" },
];
const SPLITS = [
  { value: "outcome", label: "By outcome" },
  { value: "key", label: "By key" },
  { value: "api", label: "By API" },
];
const MOST_SERIES = 6; // the least of more than these are summed up
const DAY_LABEL = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });

/** What keys have used, day by day in UTC. */
export async function show(main, { query, signal }) {
  const info = await session.info();
  const wish = {
    days: RANGES.some((range) => range.value === query.days) ? query.days : "30",
    split: SPLITS.some((split) => split.value === query.split) ? query.split : "outcome",
    key: query.key ?? "",
    api: query.api ?? "",
    everybody: query.everybody === "true" && info.scopes.includes("admin"),
  };
  const body = h("div", { class: "stack" });
  let found = null;

  const load = async () => {
    const to = new Date();
    const from = new Date(to.getTime() - (Number(wish.days) - 1) * DAY_MS);
    const span = { from: from.toISOString().slice(0, 10), to: to.toISOString().slice(0, 10) };
    try {
      found = await api.get("console/api/usage", { query: { ...span, key: wish.key, api: wish.api, everybody: wish.everybody || null }, signal });
      draw();
    } catch (failure) {
      if (!signal.aborted) {
        fill(body, errorState(failure, load));
      }
    }
  };

  const draw = () => {
    note("/usage", { days: wish.days, split: wish.split, key: wish.key, api: wish.api, everybody: wish.everybody || null });
    keep(keys, Object.entries(found.keys).map(([value, label]) => ({ value, label })), wish.key);
    keep(apis, Object.entries(found.apis).map(([value, each]) => ({ value, label: each.title })), wish.api);
    fill(body, drawn(found, wish.split));
  };

  const change = (name, again) => (event) => {
    wish[name] = event.target.value;
    return again();
  };
  const keys = field({ label: "Key", options: [{ value: "", label: "All keys" }], onchange: change("key", load) });
  const apis = field({ label: "API", options: [{ value: "", label: "All APIs" }], onchange: change("api", load) });
  const download = button({ label: "Download CSV", icon: "download", onclick: () => download.during(() => saveCsv(found, wish, signal)) });

  fill(
    main,
    pageHead({ title: "Usage", lead: "Each piece of work is one entry of the ledger, on the day it ended, in UTC.", actions: download }),
    h(
      "div",
      { class: "filters" },
      field({ label: "Time", options: RANGES, value: wish.days, onchange: change("days", load) }),
      field({ label: "Charts", options: SPLITS, value: wish.split, onchange: change("split", () => draw()) }),
      keys,
      apis,
      info.scopes.includes("admin")
        ? checkbox({
            label: "Everybody's",
            checked: wish.everybody,
            onchange: (event) => {
              wish.everybody = event.target.checked;
              wish.key = "";
              load();
            },
          })
        : null,
    ),
    body,
  );
  fill(body, loadingState("Loading usage", { lines: 4 }));
  await load();
}

/** Gives a select new options without losing what is chosen. */
function keep(control, options, chosen) {
  const first = control.input.options[0];
  const known = [...control.input.options].filter((option) => option.value !== "" && !options.some((each) => each.value === option.value));
  fill(control.input, first, [...options, ...known.map((option) => ({ value: option.value, label: option.label }))].map(({ value, label }) => h("option", { value }, label)));
  if (chosen && ![...control.input.options].some((option) => option.value === chosen)) {
    control.input.append(h("option", { value: chosen }, "The chosen one"));
  }
  control.input.value = chosen;
}

function drawn(found, split) {
  if (found.rows.length === 0) {
    return emptyState({
      icon: "usage",
      title: "Nothing was used in this time",
      text: "Speak or clone something, and it shows up here the moment it is done.",
      actions: button({ label: "Speak", href: href("/speak"), kind: "primary" }),
    });
  }
  const days = daysOf(found);
  const unitOf = (row) => found.apis[row.api].unit;
  const chart = (title, value, options = {}) => {
    const rows = found.rows.filter((row) => value(row) > 0);
    const series = options.by ? seriesOf(rows, days, options.by, value) : splitOf(found, rows, days, split, value);
    return h("div", { class: "card" }, barChart({ title, labels: days.map((day) => DAY_LABEL.format(new Date(day))), series, write: number, ...options }));
  };
  const units = (unit) => (row) => (unitOf(row) === unit ? row.units : 0);
  const has = (unit) => found.rows.some((row) => units(unit)(row) > 0);
  return [
    tiles(found, units),
    h(
      "div",
      { class: "usage-charts" },
      chart("Requests", (row) => row.requests),
      chart("Credits", (row) => row.credits, { unit: "credits", empty: "Nothing was charged in this time" }),
      has("bytes") ? chart("Text spoken", units("bytes"), { unit: "bytes" }) : null,
      has("voices") ? chart("Voices made", units("voices"), { unit: "voices" }) : null,
      has("seconds") ? chart("Recordings written down", units("seconds"), { unit: "seconds" }) : null,
      chart("Failures", (row) => (row.error ? row.requests : 0), { by: (row) => wordsOf(row.error), empty: "Nothing failed in this time" }),
    ),
  ];
}

function tiles(found, units) {
  const sum = (value) => found.rows.reduce((all, row) => all + value(row), 0);
  const requests = sum((row) => row.requests);
  const failed = sum((row) => (row.error ? row.requests : 0));
  const tile = (label, value, remark) => h("div", { class: "tile" }, h("dt", null, label), h("dd", null, value, remark ? h("span", { class: "tile-remark" }, remark) : null));
  const share = requests === 0 ? "" : `${number(Math.round((1000 * (requests - failed)) / requests) / 10)} % succeeded`;
  return h(
    "dl",
    { class: "tiles" },
    tile("Requests", number(requests), share),
    tile("Credits", number(sum((row) => row.credits))),
    tile("Text spoken", number(sum(units("bytes"))), "bytes"),
    tile("Voices made", number(sum(units("voices")))),
    sum(units("seconds")) > 0 ? tile("Written down", number(sum(units("seconds"))), "seconds") : null,
  );
}

function daysOf(found) {
  const days = [];
  for (let time = Date.parse(found.from); time <= Date.parse(found.to); time += DAY_MS) {
    days.push(new Date(time).toISOString().slice(0, 10));
  }
  return days;
}

function splitOf(found, rows, days, split, value) {
  if (split === "key") {
    return seriesOf(rows, days, (row) => found.keys[row.key] ?? "a key that is gone", value, (row) => row.key);
  }
  if (split === "api") {
    return seriesOf(rows, days, (row) => found.apis[row.api].title, value);
  }
  const kinds = [
    { name: "succeeded", kind: "ok", rows: rows.filter((row) => !row.error) },
    { name: "failed", kind: "error", rows: rows.filter((row) => row.error) },
  ];
  return kinds
    .filter((kind, i) => i === 0 || kind.rows.length > 0)
    .map((kind) => ({ name: kind.name, kind: kind.kind, values: valuesOf(kind.rows, days, value) }));
}

/** One series to a name, the largest first; what is beyond the colours there are is summed up. */
function seriesOf(rows, days, name, value, id = name) {
  const groups = new Map();
  for (const row of rows) {
    const group = groups.get(id(row)) ?? { name: name(row), rows: [], sum: 0 };
    group.rows.push(row);
    group.sum += value(row);
    groups.set(id(row), group);
  }
  const sorted = [...groups.values()].sort((one, other) => other.sum - one.sum);
  if (sorted.length > MOST_SERIES) {
    const rest = sorted.splice(MOST_SERIES - 1);
    sorted.push({ name: `${rest.length} others`, rows: rest.flatMap((group) => group.rows) });
  }
  return sorted.map((group) => ({ name: group.name, values: valuesOf(group.rows, days, value) }));
}

function valuesOf(rows, days, value) {
  const byDay = new Map();
  for (const row of rows) {
    byDay.set(row.date, (byDay.get(row.date) ?? 0) + value(row));
  }
  return days.map((day) => byDay.get(day) ?? 0);
}

function wordsOf(code) {
  return code.replaceAll("_", " ");
}

/** Entry by entry as the server writes them; sums of everybody's, which it writes for nobody. */
async function saveCsv(found, wish, signal) {
  try {
    const blob = wish.everybody ? sums(found) : await entries(found, wish, signal);
    const link = h("a", { href: URL.createObjectURL(blob), download: "usage.csv" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  } catch (failure) {
    if (!signal.aborted) {
      toast(failure.message, { kind: "error" });
    }
  }
}

async function entries(found, wish, signal) {
  const end = new Date(Date.parse(found.to) + DAY_MS).toISOString();
  const query = { created_at_from: `${found.from}T00:00:00Z`, created_at_to: end, credential_id: wish.key, api_id: wish.api ? found.apis[wish.api]?.id : null };
  const response = await api.fetch("GET", "api/v1/usage/apis/export", undefined, { query, signal });
  return response.blob();
}

function sums(found) {
  const cell = (value) => `"${String(value ?? "").replaceAll('"', '""').replace(/^[=+\-@\t\r]/, "'$&")}"`;
  const columns = ["date", "key", "api", "error", "requests", "units", "credits"];
  const lines = [columns.join(","), ...found.rows.map((row) => columns.map((column) => cell(row[column])).join(","))];
  return new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/csv" });
}
