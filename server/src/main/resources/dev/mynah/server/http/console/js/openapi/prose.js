import { h } from "../dom.js";

/**
 * Writes a description: paragraphs, `code` and **strong words**, nothing else.
 *
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function paragraphs(text) {
  return text
    .trim()
    .split(/\n\s*\n/)
    .filter(Boolean)
    .map((paragraph) => h("p", null, words(paragraph.replaceAll("\n", " "))));
}

/**
 * Writes one line with `code` and **strong words**.
 *
 * @param {string} text
 * @returns {(string|HTMLElement)[]}
 */
export function words(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith("`")) {
      return h("code", null, part.slice(1, -1));
    }
    return part.startsWith("**") ? h("strong", null, part.slice(2, -2)) : part;
  });
}

const TOKENS = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Writes JSON with its names, texts, numbers and words told apart by colour.
 *
 * @param {any} value
 * @returns {HTMLElement}
 */
export function jsonView(value) {
  const text = JSON.stringify(value, null, 2) ?? "";
  const parts = [];
  let at = 0;
  for (const token of text.matchAll(TOKENS)) {
    const [whole, string, colon, word] = token;
    parts.push(text.slice(at, token.index));
    const kind = string ? (colon ? "name" : "text") : word ? "word" : "number";
    parts.push(h("span", { class: `json-${kind}` }, string ?? whole), colon ?? "");
    at = token.index + whole.length;
  }
  parts.push(text.slice(at));
  return h("pre", { class: "code code-json", tabindex: 0 }, h("code", null, parts));
}
