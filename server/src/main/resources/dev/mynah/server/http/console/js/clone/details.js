import { h } from "../dom.js";
import { checkbox, field } from "../ui/field.js";

const LANGUAGES = ["English", "Arabic", "Chinese", "Dutch", "French", "German", "Hindi", "Italian", "Japanese", "Korean", "Polish", "Portuguese", "Russian", "Spanish", "Turkish", "Ukrainian"];
const VISIBILITIES = [
  { value: "private", label: "Private: only you" },
  { value: "unlist", label: "Unlisted: whoever knows its id" },
  { value: "public", label: "Public: everybody on this server" },
];
const TAB = new Intl.DateTimeFormat("en", { dateStyle: "long" });

/**
 * Asks what the voice is called, who may use it, and who agreed.
 *
 * @param {object} draft kept up to date
 * @param {{languages: string[], consentRequired: boolean}} server
 * @returns {{element: HTMLElement, suggest: (title: string) => void, check: () => boolean,
 *   values: () => object}} `check` marks what is missing and goes to the first of it
 */
export function detailsForm(draft, { languages }) {
  let statementIsOurs = draft.statement === "";

  const title = field({
    label: "Name of the voice",
    value: draft.title,
    maxlength: 200,
    autocomplete: "off",
    oninput: () => {
      title.setError(null);
      draft.title = title.input.value;
      draft.titleTyped = draft.title !== "";
    },
  });
  const visibility = field({ label: "Who can use it", options: VISIBILITIES, value: draft.visibility, onchange: () => (draft.visibility = visibility.input.value) });
  const description = field({ label: "Description", optional: true, multiline: true, rows: 2, maxlength: 5000, value: draft.description, oninput: () => (draft.description = description.input.value) });
  const language = field({
    label: "Language of the recording",
    optional: true,
    options: [{ value: "", label: "Not stated" }, ...LANGUAGES],
    value: draft.language,
    hint: `Kept as a tag. The voice will speak ${spoken(languages)}, whatever the recording's language.`,
    onchange: () => (draft.language = language.input.value),
  });
  const owner = field({
    label: "Whose voice is it?",
    value: draft.owner,
    maxlength: 200,
    autocomplete: "off",
    placeholder: "Your own name, or the name of who agreed",
    oninput: () => {
      draft.owner = owner.input.value;
      owner.setError(null);
      state();
    },
  });
  const agreed = checkbox({
    label: "This is my own voice, or its owner has agreed to this clone.",
    onchange: () => {
      agreedError.hidden = true;
      agreed.input.removeAttribute("aria-invalid");
    },
  });
  const agreedError = h("p", { class: "field-error", role: "alert", hidden: true }, "A voice may only be cloned if its owner agrees.");
  const statement = field({
    label: "Statement that is kept with the voice",
    multiline: true,
    rows: 3,
    maxlength: 2000,
    value: draft.statement,
    hint: "For good, also after the voice is deleted. Change it if something else was agreed.",
    oninput: () => {
      statementIsOurs = false;
      statement.setError(null);
      draft.statement = statement.input.value;
    },
  });

  function state() {
    if (statementIsOurs) {
      const name = owner.input.value.trim();
      statement.input.value = name === "" ? "" : `${name} agreed on ${TAB.format(new Date())} that their voice is cloned on this server and used for speech.`;
      statement.setError(null);
      draft.statement = "";
    }
  }

  state();
  const element = h(
    "div",
    { class: "stack" },
    title,
    visibility,
    h(
      "details",
      { class: "clone-more", open: draft.description !== "" || draft.language !== "" },
      h("summary", null, "Description and language", h("span", { class: "field-optional" }, "optional")),
      h("div", { class: "stack" }, description, language),
    ),
    h("fieldset", { class: "stack consent" }, h("legend", null, h("h2", null, "Consent")), owner, h("div", null, agreed, agreedError), statement),
  );

  return {
    element,
    suggest(text) {
      if (!draft.titleTyped && text !== "") {
        title.input.value = text;
        title.setError(null);
        draft.title = text;
      }
    },
    check() {
      const missing = [];
      const require = (part, text) => {
        const empty = part.input.value.trim() === "";
        part.setError(empty ? text : null);
        empty && missing.push(part.input);
      };
      require(title, "Give the voice a name.");
      require(owner, "Say whose voice it is.");
      if (!agreed.input.checked) {
        agreedError.hidden = false;
        agreed.input.setAttribute("aria-invalid", "true");
        missing.push(agreed.input);
      }
      require(statement, "Say in a sentence that the owner of the voice agrees, and to what.");
      missing[0]?.focus();
      return missing.length === 0;
    },
    values: () => ({
      title: title.input.value.trim(),
      description: description.input.value.trim(),
      visibility: visibility.input.value,
      tags: language.input.value === "" ? [] : [language.input.value],
      consent: statement.input.value.trim(),
    }),
  };
}

/** Writes language tags in words: `en-US` and `en-GB` are both English. */
function spoken(tags) {
  const names = new Intl.DisplayNames(["en"], { type: "language" });
  const words = [...new Set(tags.map((tag) => names.of(tag.split("-")[0])))];
  return words.length === 0 ? "the engine's languages" : new Intl.ListFormat("en").format(words);
}
