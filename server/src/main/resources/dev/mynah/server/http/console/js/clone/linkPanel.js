import { h } from "../dom.js";
import { field } from "../ui/field.js";

/**
 * Asks for the link of a recording.
 *
 * @param {{url?: string, onchange: () => void}} wish
 * @returns {import("./source.js").Panel}
 */
export function linkPanel({ url = "", onchange }) {
  const link = field({
    label: "Link to the recording",
    type: "url",
    inputmode: "url",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: "https://example.com/interview.mp3",
    value: url,
    hint: "The address of an audio or video file. The server fetches it; nothing passes through this browser.",
    oninput: () => {
      link.setError(null);
      onchange();
    },
  });
  const element = h("div", { class: "stack" }, link);
  return {
    element,
    source: () => ({ kind: "link", url: link.input.value.trim() }),
    suggestion: () => nameOf(link.input.value.trim()),
    problem: () => problemOf(link.input.value.trim()),
    showProblem: (text) => {
      link.setError(text);
      link.input.focus();
    },
    close: () => {},
  };
}

function problemOf(url) {
  if (url === "") {
    return "Enter the link of a recording.";
  }
  if (!/^https?:\/\//i.test(url)) {
    return "A link begins with https:// or http://.";
  }
  return URL.canParse(url) ? null : "This is not a complete link.";
}

function nameOf(url) {
  return URL.canParse(url) ? nameFrom(decoded(new URL(url).pathname.split("/").at(-1) ?? "")) : "";
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const LONGEST_NAME = 60;

/**
 * Makes a title of a file's name.
 *
 * @param {string} fileName
 * @returns {string} empty if the name says nothing
 */
export function nameFrom(fileName) {
  const words = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, "").replace(/[_\-.+\s]+/g, " ").trim();
  return /[\p{L}]/u.test(words) ? (words[0].toUpperCase() + words.slice(1)).slice(0, LONGEST_NAME) : "";
}
