/** What is being written on the Speak page: the text lives as long as the tab, the settings longer. */

const TEXT = "mynah.speak.text";
const SETTINGS = "mynah.speak.settings";

/**
 * @typedef {{speed: number, volume: number, format: import('./recording.js').Format,
 *   sampleRate: number, mp3Bitrate: number, opusBitrate: number, latency: string}} Settings
 */
export const CHOICES = {
  format: ["mp3", "wav", "opus", "pcm"],
  sampleRate: [8000, 16000, 22050, 24000, 32000, 44100, 48000],
  mp3Bitrate: [64, 128, 192],
  opusBitrate: [24000, 32000, 48000, 64000],
  latency: ["normal", "balanced", "low"],
};

/** @type {Settings} */
const DEFAULTS = {
  speed: 1,
  volume: 0,
  format: "mp3",
  sampleRate: 44100,
  mp3Bitrate: 128,
  opusBitrate: 32000,
  latency: "balanced",
};

/** The bounds of what is set by sliders. */
export const BOUNDS = { speed: [0.5, 2], volume: [-20, 20] };

/** @returns {string} */
export function draftText() {
  return read(() => sessionStorage, TEXT) ?? "";
}

/** @param {string} text */
export function keepText(text) {
  write(() => sessionStorage, TEXT, text);
}

/** @returns {Settings} what was chosen last, as far as it is still to be had */
export function draftSettings() {
  let kept;
  try {
    kept = JSON.parse(read(() => localStorage, SETTINGS) ?? "{}");
  } catch {
    kept = {};
  }
  return checked(kept);
}

/** @param {Settings} settings */
export function keepSettings(settings) {
  write(() => localStorage, SETTINGS, JSON.stringify(checked(settings)));
}

/** Takes what is valid and the defaults for everything else. */
export function checked(settings) {
  const result = { ...DEFAULTS };
  for (const [name, choices] of Object.entries(CHOICES)) {
    if (choices.includes(settings?.[name])) {
      result[name] = settings[name];
    }
  }
  for (const [name, [least, most]] of Object.entries(BOUNDS)) {
    if (settings?.[name] >= least && settings[name] <= most) {
      result[name] = settings[name];
    }
  }
  return result;
}

function read(storage, name) {
  try {
    return storage().getItem(name);
  } catch {
    return null;
  }
}

function write(storage, name, text) {
  try {
    storage().setItem(name, text);
  } catch {
    // Without storage the draft lasts as long as the page.
  }
}
