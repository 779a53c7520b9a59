/** How figures and times are written. */

const NUMBER = new Intl.NumberFormat("en");
const DATE_TIME = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });
const DATE = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const SPANS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** @param {number} value */
export function number(value) {
  return NUMBER.format(value);
}

/**
 * Writes a size, e.g. `12.3 MB`.
 *
 * @param {number} count
 */
export function bytes(count) {
  const units = ["bytes", "kB", "MB", "GB", "TB"];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/**
 * Writes a length in seconds as `1:05` or `1:02:05`.
 *
 * @param {number} seconds
 */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(Number.isFinite(seconds) ? seconds : 0));
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * Writes a length in seconds as `4.2 s` or `3 min 20 s`.
 *
 * @param {number} seconds
 */
export function span(seconds) {
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** @param {string|number|Date} time */
export function dateTime(time) {
  return DATE_TIME.format(new Date(time));
}

/** @param {string|number|Date} time */
export function date(time) {
  return DATE.format(new Date(time));
}

/**
 * Writes how long ago, or in how long, e.g. `3 minutes ago`.
 *
 * @param {string|number|Date} time
 */
export function ago(time) {
  const seconds = (new Date(time).getTime() - Date.now()) / 1000;
  for (const [unit, length] of SPANS) {
    if (Math.abs(seconds) >= length) {
      return RELATIVE.format(Math.round(seconds / length), unit);
    }
  }
  return "just now";
}
