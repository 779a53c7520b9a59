import { bytes } from "../format.js";
import { fill, h } from "../dom.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { fileDrop } from "../ui/fileDrop.js";
import { announce } from "../ui/toast.js";
import { nameFrom } from "./linkPanel.js";

const MOST_FILES = 20;
const ACCEPTED = "audio/*,video/*,.wav,.mp3,.m4a,.aac,.ogg,.oga,.opus,.flac,.webm,.mp4,.mov,.mkv,.caf,.au,.aif,.aiff,.amr,.3gp";

/**
 * Takes files: one, or several of the same person, whose order can be changed.
 *
 * @param {{files?: File[], maxBytes: number, onchange: () => void}} wish
 * @returns {import("./source.js").Panel}
 */
export function filePanel({ files: before = [], maxBytes, onchange }) {
  let files = [...before];
  const list = h("ol", { class: "clone-files", "aria-label": "Recordings, in the order they are used" });
  const drop = fileDrop({
    label: "Drop recordings here, or choose them",
    hint: `Audio or video, up to ${bytes(maxBytes)} each; up to ${MOST_FILES} of the same person.`,
    accept: ACCEPTED,
    multiple: true,
    maxBytes,
    onfiles: take,
  });
  const element = h("div", { class: "stack" }, drop, list);

  function take(more) {
    const empty = more.find((file) => file.size === 0);
    if (empty) {
      drop.setError(`${empty.name} is empty.`);
      return;
    }
    if (files.length + more.length > MOST_FILES) {
      drop.setError(`At most ${MOST_FILES} recordings make a voice; these would be ${files.length + more.length}.`);
      return;
    }
    change([...files, ...more]);
    announce(`${files.length} ${files.length === 1 ? "recording" : "recordings"} chosen`);
  }

  function change(next) {
    files = next;
    drop.setError(null);
    draw();
    onchange();
  }

  function draw() {
    fill(list, files.map(row));
    list.hidden = files.length === 0;
  }

  function row(file, at) {
    const tools = [
      files.length > 1 && button({ label: `Move ${file.name} up`, icon: "chevron-up", iconOnly: true, kind: "quiet", small: true, disabled: at === 0, onclick: () => move(at, at - 1) }),
      files.length > 1 && button({ label: `Move ${file.name} down`, icon: "chevron-down", iconOnly: true, kind: "quiet", small: true, disabled: at === files.length - 1, onclick: () => move(at, at + 1) }),
      button({ label: `Remove ${file.name}`, icon: "trash", iconOnly: true, kind: "quiet", small: true, onclick: () => remove(at) }),
    ];
    return h(
      "li",
      { class: "clone-file" },
      audioPlayer({ title: file.name, source: file, compact: true }),
      h("div", { class: "clone-file-words" }, h("p", { class: "strong clip", title: file.name }, file.name), h("p", { class: "muted small" }, bytes(file.size))),
      h("div", { class: "row clone-file-tools" }, tools),
    );
  }

  function move(from, to) {
    const next = [...files];
    next.splice(to, 0, ...next.splice(from, 1));
    change(next);
    announce(`${files[to].name} is now number ${to + 1}`);
    list.children[to].querySelectorAll("button:enabled")[1]?.focus();
  }

  function remove(at) {
    const [gone] = files.slice(at, at + 1);
    change(files.filter((_, i) => i !== at));
    announce(`${gone.name} was removed`);
    (list.children[Math.min(at, files.length - 1)]?.querySelector(".clone-file-tools button:last-child") ?? drop.input).focus();
  }

  draw();
  return {
    element,
    source: () => ({ kind: "files", files: files.map((file) => ({ name: file.name, blob: file })) }),
    files: () => files,
    suggestion: () => (files.length > 0 ? nameFrom(files[0].name) : ""),
    problem: () => (files.length === 0 ? "Choose at least one recording." : null),
    showProblem: (text) => {
      drop.setError(text);
      drop.input.focus();
    },
    close: () => {},
  };
}
