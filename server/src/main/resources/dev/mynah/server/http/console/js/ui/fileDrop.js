import { bytes } from "../format.js";
import { fill, h, uniqueId } from "../dom.js";
import { icon } from "./icon.js";

/**
 * Makes a place to drop files on, which is also a button that asks for them. Files that are too
 * large or of another kind are refused with a message in it. `setError(text|null)` tells a problem
 * that shows later.
 *
 * @param {{label: string, hint?: string, accept?: string, multiple?: boolean, maxBytes?: number,
 *   onfiles: (files: File[]) => void}} wish `accept` as in HTML, e.g. `audio/*,.m4a`
 * @returns {HTMLElement & {setError: (text: string|null) => void, input: HTMLInputElement}}
 */
export function fileDrop({ label, hint, accept, multiple = false, maxBytes = Infinity, onfiles }) {
  const id = uniqueId("drop");
  const input = h("input", { type: "file", id, class: "visually-hidden drop-input", accept, multiple, "aria-describedby": `${id}-hint ${id}-error` });
  const error = h("p", { class: "field-error", id: `${id}-error`, role: "alert" });
  const zone = h(
    "label",
    { class: "drop", for: id },
    icon("upload", { size: 28 }),
    h("span", { class: "drop-label" }, label),
    h("span", { class: "field-hint", id: `${id}-hint` }, hint),
  );
  const element = h("div", { class: "drop-wrap" }, input, zone, error);

  function take(list) {
    const files = [...list].slice(0, multiple ? undefined : 1);
    const large = files.find((file) => file.size > maxBytes);
    const odd = files.find((file) => !accepts(file));
    element.setError(
      large
        ? `${large.name} has ${bytes(large.size)}; at most ${bytes(maxBytes)} are taken.`
        : odd
          ? `${odd.name} is not a kind of file that can be used here.`
          : null,
    );
    if (files.length > 0 && !large && !odd) {
      onfiles(files);
    }
  }

  function accepts(file) {
    const kinds = (accept ?? "").split(",").map((kind) => kind.trim().toLowerCase()).filter(Boolean);
    const type = file.type.toLowerCase();
    return (
      kinds.length === 0 ||
      kinds.some((kind) =>
        kind.startsWith(".") ? file.name.toLowerCase().endsWith(kind) : kind.endsWith("/*") ? type.startsWith(kind.slice(0, -1)) : type === kind,
      )
    );
  }

  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.dataset.over = "true";
  });
  zone.addEventListener("dragleave", () => delete zone.dataset.over);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    take(event.dataTransfer.files);
  });
  element.input = input;
  element.setError = (text) => fill(error, text ? [icon("error", { size: 16 }), text] : null);
  return element;
}
