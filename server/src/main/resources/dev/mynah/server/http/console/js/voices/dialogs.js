/** What one does with a voice: change it, delete it, carry it from one server to another. */

import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { button } from "../ui/button.js";
import { openDialog } from "../ui/dialog.js";
import { checkbox, field } from "../ui/field.js";
import { fileDrop } from "../ui/fileDrop.js";
import { progressBar } from "../ui/progress.js";
import { errorState } from "../ui/states.js";
import { announce, toast } from "../ui/toast.js";
import { tagsOf, VISIBILITIES } from "./words.js";

const LARGEST_COVER = 10_485_760; // bytes

/**
 * Lets the words, the visibility and the cover of a voice be changed.
 *
 * @param {object} voice as `model/ID` tells it
 * @returns {Promise<boolean>} whether anything was changed
 */
export async function editVoice(voice) {
  const title = field({ label: "Title", value: voice.title, required: true, maxlength: 200, autocomplete: "off" });
  const description = field({ label: "Description", optional: true, multiline: true, rows: 3, value: voice.description, maxlength: 5000 });
  const tags = field({ label: "Tags", optional: true, value: voice.tags.join(", "), hint: "Words to find it by, with commas between.", autocomplete: "off" });
  const visibility = choices(voice.visibility);
  const cover = field({ label: "New cover", optional: true, type: "file", accept: "image/png,image/jpeg,image/gif,image/webp", hint: "PNG, JPEG, GIF or WebP, at most 10 MB." });
  title.input.addEventListener("input", () => title.setError(null));
  const problem = h("div", { role: "alert" });
  const save = button({ label: "Save", kind: "primary", type: "submit", form: "edit-voice" });
  const form = h("form", { id: "edit-voice", class: "stack", novalidate: true, onsubmit: submit }, title, description, tags, visibility.element, cover, problem);
  const dialog = openDialog({
    title: "Edit voice",
    body: form,
    actions: [button({ label: "Cancel", onclick: () => dialog.close("") }), save],
  });

  async function submit(event) {
    event.preventDefault();
    fill(problem);
    const picture = cover.input.files[0];
    title.setError(title.input.value.trim() === "" ? "A voice needs a title." : null);
    cover.setError(picture && picture.size > LARGEST_COVER ? "This picture is larger than 10 MB." : null);
    const wrong = form.querySelector("[aria-invalid]");
    if (wrong) {
      wrong.focus();
      return;
    }
    try {
      await save.during(async () => {
        const path = `model/${encodeURIComponent(voice._id)}`;
        await api.send("PATCH", path, {
          title: title.input.value.trim(),
          description: description.input.value,
          tags: tagsOf(tags.input.value),
          visibility: visibility.value(),
        });
        if (picture) {
          const parts = new FormData();
          parts.append("cover_image", picture);
          await api.send("PATCH", path, parts);
        }
      });
      dialog.close("saved");
      toast("The voice is changed.");
    } catch (failure) {
      fill(problem, errorState(failure));
    }
  }

  return (await dialog.closed) === "saved";
}

function choices(selected) {
  const boxes = VISIBILITIES.map((each) =>
    checkbox({ type: "radio", name: "visibility", label: `${each.label}: ${each.hint}`, value: each.value, checked: each.value === selected }),
  );
  return {
    element: h("fieldset", { class: "choices" }, h("legend", { class: "field-label" }, "Who may use it"), boxes),
    value: () => boxes.find((box) => box.input.checked)?.input.value ?? selected,
  };
}

/**
 * Deletes a voice, once its title has been typed.
 *
 * @param {object} voice as `model/ID` tells it
 * @returns {Promise<boolean>} whether it is gone
 */
export async function deleteVoice(voice) {
  const typed = field({ label: `Type "${voice.title}" to confirm`, autocomplete: "off", spellcheck: "false", autofocus: true });
  const problem = h("div", { role: "alert" });
  const go = button({ label: "Delete for good", kind: "danger", type: "submit", form: "delete-voice", disabled: true });
  typed.input.addEventListener("input", () => {
    go.disabled = !meant();
  });
  const form = h(
    "form",
    { id: "delete-voice", class: "stack", novalidate: true, onsubmit: submit },
    h("p", null, "Its recordings, its profile, its samples and its texts are erased at once, and nobody can bring them back. What it has spoken already stays."),
    h("p", { class: "muted" }, "To keep a copy, export it first."),
    typed,
    problem,
  );
  const dialog = openDialog({
    title: "Delete this voice?",
    body: form,
    actions: [button({ label: "Cancel", onclick: () => dialog.close("") }), go],
  });
  const meant = () => plain(typed.input.value) === plain(voice.title);

  async function submit(event) {
    event.preventDefault();
    if (!meant()) {
      return;
    }
    try {
      await go.during(() => api.send("DELETE", `model/${encodeURIComponent(voice._id)}`));
      dialog.close("deleted");
      toast("The voice is deleted.");
    } catch (failure) {
      fill(problem, errorState(failure));
    }
  }

  return (await dialog.closed) === "deleted";
}

/** Titles are typed as they are shown: without double spaces. */
function plain(text) {
  return text.trim().replace(/\s+/g, " ");
}

/**
 * Saves a voice as a file.
 *
 * @param {object} voice as `model/ID` tells it
 */
export async function exportVoice(voice) {
  announce("The archive is being written.");
  const response = await api.fetch("GET", `console/api/voices/${encodeURIComponent(voice._id)}/export`);
  const name = /filename="([^"]+)"/.exec(response.headers.get("Content-Disposition") ?? "")?.[1] ?? "voice.mynah-voice.zip";
  const url = URL.createObjectURL(await response.blob());
  h("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  toast(`Saved as ${name}.`);
}

/**
 * Takes a voice out of a file.
 *
 * @param {number} maxBytes largest file the server takes
 * @returns {Promise<string|null>} the id of the voice that was made
 */
export async function importVoice(maxBytes) {
  const work = new AbortController();
  const state = h("div", { role: "status" });
  let made = null;
  const drop = fileDrop({
    label: "Drop the archive here, or choose it",
    hint: "A .zip that a voice's page, or the command line, exported.",
    accept: ".zip,application/zip",
    maxBytes,
    onfiles: ([file]) => take(file),
  });
  const dialog = openDialog({
    title: "Import a voice",
    body: h(
      "div",
      { class: "stack" },
      h("p", null, "The voice is made again from the recordings in the archive. It belongs to you then, and only you see it until you say otherwise."),
      drop,
      state,
    ),
    actions: button({ label: "Cancel", onclick: () => dialog.close("") }),
    onclose: () => work.abort(),
  });

  async function take(file) {
    drop.hidden = true;
    fill(state, progressBar({ label: `Importing ${file.name}` }));
    const parts = new FormData();
    parts.append("file", file);
    try {
      const voice = await api.send("POST", "console/api/voices/import", parts, { signal: work.signal });
      made = voice.id;
      dialog.close("made");
      toast(`"${voice.title}" is here.`);
    } catch (failure) {
      if (!work.signal.aborted) {
        drop.hidden = false;
        fill(state);
        drop.setError(failure.message);
      }
    }
  }

  await dialog.closed;
  return made;
}
