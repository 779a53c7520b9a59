/** Saves a recording as a file. */
import { h } from "../dom.js";
import { FORMATS } from "./recording.js";

const MAX_NAME = 40;
const REVOKE_AFTER_MS = 60_000;

/**
 * @param {Blob} file
 * @param {import('./speaking.js').Order} order what the file's name is made of
 */
export function download(file, order) {
  const url = URL.createObjectURL(file);
  const link = h("a", { href: url, download: fileName(order) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS); // the browser may still be reading
}

/** Names a file by its voice and its first words. */
export function fileName({ voice, text, format }) {
  const words = `${voice.title} ${text}`
    .normalize("NFKD")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .slice(0, MAX_NAME)
    .replace(/^-+|-+$/g, "");
  return `${words || "speech"}.${FORMATS[format].ending}`;
}
