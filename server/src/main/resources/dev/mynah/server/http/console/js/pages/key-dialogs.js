/** The dialogs in which keys are made, changed and replaced. Each tells whether something changed. */

import { api } from "../api.js";
import { fill, h, uniqueId } from "../dom.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { copyButton } from "../ui/copyButton.js";
import { openDialog } from "../ui/dialog.js";
import { checkbox, field } from "../ui/field.js";
import { notice } from "../ui/states.js";
import { toast } from "../ui/toast.js";

const SCOPES = [
  ["speak", "Turn text into speech; read voices and tasks."],
  ["clone", "Make voices."],
  ["manage", "Change and delete voices; look after keys and see what they used."],
  ["admin", "Look after everybody's keys; erase any voice."],
];
const DAY_MS = 86_400_000;
const ENDS = [
  { value: "", label: "Never" },
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "date", label: "On a day" },
];
const GRACES = [
  { value: "0", label: "It stops at once" },
  { value: "3600", label: "An hour" },
  { value: "86400", label: "A day" },
  { value: "604800", label: "A week" },
  { value: "2592000", label: "30 days" },
];

/** Which field of the form a field of the API is. */
const PLACES = { name: "name", scopes: "scopes", limited_amount: "credit", expired_at: "end", concurrency: "concurrency" };

/**
 * Asks what a new key is to be, makes it and shows its secret.
 *
 * @param {object} info as `session.info` returns it
 * @returns {Promise<boolean>}
 */
export async function makeKey(info) {
  let made = null;
  const form = keyForm(info, { name: "", scopes: ["speak", "clone"], credit: { limit: null }, concurrency: null, expires_at: null });
  await ask({
    title: "Create a key",
    form,
    action: "Create key",
    run: async () => {
      made = await api.send("POST", "api/v1/credentials/", { application_id: info.owner, ...form.read() });
    },
  });
  if (made) {
    await showSecret({ title: "Your new key", name: made.name, secret: made.token });
  }
  return made !== null;
}

/**
 * Asks what a key is to become.
 *
 * @param {object} key as `console/api/keys` lists it
 * @param {object} info as `session.info` returns it
 * @returns {Promise<boolean>}
 */
export async function editKey(key, info) {
  const form = keyForm(info, key);
  const saved = await ask({
    title: `Edit ${key.name}`,
    form,
    action: "Save",
    run: () => api.send("PATCH", `api/v1/credentials/${encodeURIComponent(key.id)}`, form.read()),
  });
  if (saved) {
    toast("Saved.");
  }
  return saved;
}

/**
 * Gives a key a new secret. If it is the one this page shows, the page goes on with the new one.
 *
 * @param {object} key as `console/api/keys` lists it
 * @returns {Promise<boolean>}
 */
export async function rotateKey(key) {
  const grace = field({ label: "How long does the old secret go on working?", options: GRACES, value: "86400" });
  let rotated = null;
  await ask({
    title: `Rotate ${key.name}`,
    form: { body: [h("p", null, "The key keeps its name, rights, limits and credit, and gets a new secret."), grace], point: () => null },
    action: "Make a new secret",
    run: async () => {
      rotated = await api.send("POST", `api/v1/credentials/${encodeURIComponent(key.id)}/rotate`, { grace_seconds: Number(grace.input.value) });
      if (key.current) {
        await session.signIn(rotated.token, { remember: session.remembered() });
      }
    },
  });
  if (rotated) {
    await showSecret({ title: "The new secret", name: rotated.name, secret: rotated.token, remark: key.current ? "This page already uses it." : null });
  }
  return rotated !== null;
}

/** A form of what may be set; `read` returns it as the API takes it, `point` marks a wrong field. */
function keyForm(info, key) {
  const admin = info.scopes.includes("admin");
  const name = field({ label: "Name", value: key.name, required: true, maxlength: 200, autocomplete: "off", placeholder: "e.g. the program that uses it" });
  const scopesError = h("p", { class: "field-error", id: uniqueId("scopes"), hidden: true });
  const boxes = SCOPES.map(([scope, hint]) => {
    const may = info.scopes.includes(scope) || key.scopes.includes(scope);
    const box = checkbox({ label: scope, hint: may ? hint : `${hint} Your own key can't give it.`, checked: key.scopes.includes(scope) && may, disabled: !may });
    box.scope = scope;
    return box;
  });
  const credit = field({ label: "Credit limit", optional: true, type: "number", min: 0, step: 1, inputmode: "numeric", value: key.credit.limit ?? "", hint: "Credits it may use in all. Empty for no limit." });
  const end = field({ label: "Expires", options: key.expires_at ? [{ value: "keep", label: `As it is, ${key.expires_at.slice(0, 10)}` }, ...ENDS] : ENDS, value: key.expires_at ? "keep" : "" });
  const day = field({ label: "Day it expires", type: "date", min: new Date(Date.now() + DAY_MS).toISOString().slice(0, 10) });
  const concurrency = field({ label: "Requests at once", optional: true, type: "number", min: 0, max: 100000, step: 1, inputmode: "numeric", value: key.concurrency ?? "", hint: "Empty for the server's usual limit, 0 for any number." });
  day.hidden = true;
  end.input.addEventListener("change", () => {
    day.hidden = end.input.value !== "date";
  });
  const group = h("fieldset", { "aria-describedby": scopesError.id }, h("legend", { class: "field-label" }, "What it may do"), boxes, scopesError);
  const places = { name, credit, end, concurrency, scopes: { setError: (text) => { scopesError.hidden = !text; fill(scopesError, text ?? ""); }, input: boxes[0].input } };

  const expiry = () => {
    const chosen = end.input.value;
    if (chosen === "date") {
      return day.input.value ? `${day.input.value}T00:00:00Z` : null;
    }
    return chosen === "" ? null : new Date(Date.now() + Number(chosen) * DAY_MS).toISOString();
  };
  const whole = (control) => (control.input.value === "" ? null : Number(control.input.value));

  return {
    body: [name, group, credit, admin ? concurrency : null, end, day],
    read() {
      const wanted = { name: name.input.value.trim(), scopes: boxes.filter((box) => box.input.checked).map((box) => box.scope), limited_amount: whole(credit) };
      if (end.input.value !== "keep") {
        wanted.expired_at = expiry();
      }
      if (admin) {
        wanted.concurrency = whole(concurrency);
      }
      return wanted;
    },
    check() {
      if (boxes.every((box) => !box.input.checked)) {
        places.scopes.setError("Choose at least one.");
        return places.scopes;
      }
      if (end.input.value === "date" && !day.input.value) {
        day.setError("Choose a day.");
        return day;
      }
      return null;
    },
    clear() {
      Object.values(places).forEach((place) => place.setError(null));
      day.setError(null);
    },
    point(failure) {
      const wrong = Object.keys(PLACES).find((each) => failure.field === each || failure.message.startsWith(`${each} `));
      const place = wrong ? places[PLACES[wrong]] : null;
      place?.setError(failure.message);
      return place;
    },
  };
}

/** Opens a dialog with a form; resolves with whether its work was done. */
async function ask({ title, form, action, run }) {
  const problem = h("div", { role: "alert" });
  const id = uniqueId("form");
  const go = button({ label: action, kind: "primary", type: "submit", form: id });
  const submit = async (event) => {
    event.preventDefault();
    form.clear?.();
    fill(problem);
    const wrong = form.check?.();
    if (wrong) {
      wrong.input.focus();
      return;
    }
    await go.during(async () => {
      try {
        await run();
        dialog.close("done");
      } catch (failure) {
        const place = form.point(failure);
        place ? place.input.focus() : fill(problem, notice("error", failure.message));
      }
    });
  };
  const dialog = openDialog({
    title,
    body: h("form", { id, class: "stack", onsubmit: submit }, form.body, problem),
    actions: [button({ label: "Cancel", onclick: () => dialog.close("") }), go],
  });
  return (await dialog.closed) === "done";
}

async function showSecret({ title, name, secret, remark }) {
  const shown = field({ label: `Secret of ${name}`, value: secret, readonly: true, class: "control mono", autocomplete: "off", spellcheck: "false" });
  shown.input.addEventListener("focus", () => shown.input.select());
  const dialog = openDialog({
    title,
    body: [
      notice("warning", "Copy it now: it is shown this once and can't be had again."),
      h("div", { class: "secret-line" }, shown, copyButton({ text: secret, label: "Copy secret", small: false })),
      remark ? h("p", null, remark) : null,
    ],
    actions: [button({ label: "Done", kind: "primary", onclick: () => dialog.close("done") })],
  });
  await dialog.closed;
}
