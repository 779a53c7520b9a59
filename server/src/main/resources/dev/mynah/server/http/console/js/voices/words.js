/** What voices are called and said to be, in the words of the console. */

import { badge } from "../ui/states.js";

/** Owner of the voices that come with the server. */
export const SYSTEM = "0".repeat(32);

export const VISIBILITIES = [
  { value: "private", label: "Private", hint: "only you" },
  { value: "unlist", label: "Unlisted", hint: "anyone with a key who knows its id" },
  { value: "public", label: "Public", hint: "anyone with a key, and it is listed" },
];

const LANGUAGES = new Intl.DisplayNames("en", { type: "language" });

/**
 * Returns the name of a language.
 *
 * @param {string} code e.g. `en`
 */
export function language(code) {
  try {
    return LANGUAGES.of(code) ?? code;
  } catch {
    return code;
  }
}

/**
 * Returns what tells who sees a voice, as a badge.
 *
 * @param {{visibility: string, author?: {_id: string}}} voice
 */
export function visibilityBadge(voice) {
  if (voice.author?._id === SYSTEM) {
    return badge("Preset");
  }
  const known = VISIBILITIES.find((each) => each.value === voice.visibility);
  return badge(known?.label ?? voice.visibility, voice.visibility === "public" ? "ok" : "plain");
}

/**
 * Takes apart what was typed into a field for tags.
 *
 * @param {string} text
 * @returns {string[]}
 */
export function tagsOf(text) {
  return [...new Set(text.split(",").map((tag) => tag.trim()).filter(Boolean))];
}
