/** The settings of speech: speed, volume, format, and what matters more rarely. */
import { h } from "../dom.js";
import { field, slider } from "../ui/field.js";
import { icon } from "../ui/icon.js";
import { BOUNDS, CHOICES, draftSettings, keepSettings } from "./draft.js";
import { playsWhileMade } from "./playbacks.js";

const FORMAT_LABELS = {
  mp3: "MP3, plays everywhere",
  wav: "WAV, uncompressed",
  opus: "Opus, smallest",
  pcm: "PCM, bare samples",
};
const LATENCY_LABELS = {
  normal: "Normal: whole sentences first",
  balanced: "Balanced: begins at the first clause",
  low: "Low: begins after a few words",
};

/**
 * @returns {HTMLElement & {settings: () => import('./draft.js').Settings}}
 */
export function settingsForm() {
  const kept = draftSettings();
  const speed = slider({
    label: "Speed",
    min: BOUNDS.speed[0],
    max: BOUNDS.speed[1],
    step: 0.05,
    value: kept.speed,
    write: (value) => `${value.toFixed(2)}×`,
  });
  const volume = slider({
    label: "Volume",
    min: BOUNDS.volume[0],
    max: BOUNDS.volume[1],
    step: 1,
    value: kept.volume,
    write: (value) => (value === 0 ? "as it is" : `${value > 0 ? "+" : "−"}${Math.abs(value)} dB`),
  });
  const format = choice("Format", "format", kept.format, (id) => FORMAT_LABELS[id]);
  const sampleRate = choice("Sample rate", "sampleRate", kept.sampleRate, (hertz) => `${hertz / 1000} kHz`);
  const mp3Bitrate = choice("Bitrate", "mp3Bitrate", kept.mp3Bitrate, (kbits) => `${kbits} kbit/s`);
  const opusBitrate = choice("Bitrate", "opusBitrate", kept.opusBitrate, (bits) => `${bits / 1000} kbit/s`);
  const latency = choice("First sound", "latency", kept.latency, (id) => LATENCY_LABELS[id]);
  const element = h(
    "div",
    { class: "speak-settings" },
    speed,
    volume,
    format,
    h(
      "details",
      { class: "more" },
      h("summary", null, "More", icon("chevron-down", { size: 18 })),
      h("div", { class: "more-body" }, mp3Bitrate, opusBitrate, sampleRate, latency),
    ),
  );

  element.settings = () => ({
    speed: speed.value(),
    volume: volume.value(),
    format: format.input.value,
    sampleRate: Number(sampleRate.input.value),
    mp3Bitrate: Number(mp3Bitrate.input.value),
    opusBitrate: Number(opusBitrate.input.value),
    latency: latency.input.value,
  });

  function adapt() {
    const chosen = format.input.value;
    mp3Bitrate.hidden = chosen !== "mp3";
    opusBitrate.hidden = chosen !== "opus";
    sampleRate.hidden = chosen === "opus";
    format.setHint(
      playsWhileMade(chosen) ? "Plays here while it is made." : "This browser plays it once all of it is made.",
    );
  }

  element.addEventListener("input", () => {
    adapt();
    keepSettings(element.settings());
  });
  adapt();
  return element;
}

function choice(label, name, value, write) {
  return field({
    label,
    options: CHOICES[name].map((each) => ({ value: String(each), label: write(each) })),
    value: String(value),
  });
}

/**
 * Writes settings in a few words, e.g. `MP3, 128 kbit/s`.
 *
 * @param {import('./draft.js').Settings} settings
 */
export function formatWords({ format, mp3Bitrate, opusBitrate, sampleRate }) {
  const detail = {
    mp3: `${mp3Bitrate} kbit/s`,
    opus: `${opusBitrate / 1000} kbit/s`,
    wav: `${sampleRate / 1000} kHz`,
    pcm: `16 bit, mono, ${sampleRate / 1000} kHz`,
  };
  return `${format === "opus" ? "Opus" : format.toUpperCase()}, ${detail[format]}`;
}

/** Writes what differs from the usual in how it was spoken; "" if nothing does. */
export function mannerWords({ speed, volume }) {
  const words = [];
  if (speed !== 1) {
    words.push(`speed ${speed.toFixed(2)}×`);
  }
  if (volume !== 0) {
    words.push(`volume ${volume > 0 ? "+" : "−"}${Math.abs(volume)} dB`);
  }
  return words.join(", ");
}
