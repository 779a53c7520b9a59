import { fill, h, uniqueId } from "../dom.js";
import { isAbort } from "../api.js";
import { field } from "./field.js";
import { icon } from "./icon.js";

const TYPING_MS = 200;

/**
 * Makes a field in which one of many things is chosen by typing a part of its name, after the ARIA
 * pattern of an editable combobox with a list. The element has `choose(item)`, `chosen()`, and what
 * `field` has.
 *
 * @typedef {{id: string, title: string, note?: string}} Item
 * @param {{label: string, hint?: any, placeholder?: string,
 *   find: (text: string, signal: AbortSignal) => Promise<{label: string, items: Item[]}[]>,
 *   onChoose: (item: Item) => void, signal: AbortSignal}} wish `find` is asked with "" for everything
 * @returns {HTMLElement & {input: HTMLInputElement, choose: (item: Item|null) => void,
 *   chosen: () => Item|null, setError: (text: string|null) => void}}
 */
export function comboBox({ label, hint, placeholder, find, onChoose, signal }) {
  const listId = uniqueId("options");
  const list = h("div", { class: "combo-list", id: listId, role: "listbox", "aria-label": label });
  const status = h("p", { class: "visually-hidden", role: "status" });
  const input = h("input", {
    class: "control combo-input",
    type: "text",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-haspopup": "listbox",
  });
  const popup = h("div", { class: "combo-popup", hidden: true }, list);
  const box = h(
    "div",
    { class: "combo" },
    input,
    h("span", { class: "combo-arrow" }, icon("chevron-down", { size: 18 })),
    popup,
  );
  const element = field({ label, hint, control: input });
  element.querySelector("input").replaceWith(box);
  box.prepend(input);
  element.append(status);

  let chosen = null;
  let options = []; // {item, element} as they are shown
  let active = -1;
  let looking = null; // AbortController of the search under way
  let timer = 0;

  function open() {
    if (popup.hidden) {
      popup.hidden = false;
      input.setAttribute("aria-expanded", "true");
      look("");
    }
  }

  function close() {
    clearTimeout(timer);
    looking?.abort();
    popup.hidden = true;
    input.setAttribute("aria-expanded", "false");
    mark(-1);
    fill(status);
    input.value = chosen?.title ?? "";
  }

  async function look(text) {
    looking?.abort();
    looking = new AbortController();
    const { signal: stopped } = looking;
    if (options.length === 0) {
      fill(list, h("p", { class: "combo-remark" }, "Looking"));
    }
    try {
      const groups = await find(text.trim(), AbortSignal.any([stopped, signal]));
      if (!stopped.aborted) {
        show(
          groups.filter((group) => group.items.length > 0),
          text,
        );
      }
    } catch (failure) {
      if (!isAbort(failure) && !stopped.aborted) {
        options = [];
        fill(list, h("p", { class: "combo-remark" }, failure.message));
        fill(status, failure.message);
      }
    }
  }

  function show(groups, text) {
    options = [];
    mark(-1);
    const shown = groups.map((group) => {
      const headId = uniqueId("group");
      return h(
        "div",
        { role: "group", "aria-labelledby": headId, class: "combo-group" },
        h("div", { class: "combo-head", id: headId, role: "presentation" }, group.label),
        group.items.map((item) => option(item)),
      );
    });
    const none = text ? `Nothing is called "${text}".` : "There is nothing to choose from.";
    fill(list, shown.length > 0 ? shown : h("p", { class: "combo-remark" }, none));
    fill(status, options.length > 0 ? `${options.length} to choose from` : none);
    const own = options.findIndex(({ item }) => item.id === chosen?.id);
    mark(text && options.length > 0 ? 0 : own);
  }

  function option(item) {
    const made = h(
      "div",
      {
        role: "option",
        class: "combo-option",
        id: uniqueId("option"),
        "aria-selected": String(item.id === chosen?.id),
        onclick: () => take(item),
      },
      h("span", { class: "combo-title" }, item.title),
      item.note ? h("span", { class: "combo-note" }, item.note) : null,
    );
    options.push({ item, element: made });
    return made;
  }

  function mark(number) {
    options[active]?.element.classList.remove("active");
    active = number;
    const marked = options[active]?.element;
    if (marked === undefined) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    marked.classList.add("active");
    input.setAttribute("aria-activedescendant", marked.id);
    marked.scrollIntoView({ block: "nearest" });
  }

  function take(item) {
    element.choose(item);
    close();
    onChoose(item);
  }

  function step(by) {
    if (popup.hidden) {
      open();
    } else if (options.length > 0) {
      const from = active < 0 && by < 0 ? 0 : active;
      mark((from + by + options.length) % options.length);
    }
  }

  input.addEventListener("input", () => {
    open();
    clearTimeout(timer);
    timer = setTimeout(() => look(input.value), TYPING_MS);
  });
  input.addEventListener("click", () => {
    if (popup.hidden) {
      input.select();
      open();
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !popup.hidden && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (active >= 0) {
        take(options[active].item);
      }
    } else if (event.key === "Escape" && !popup.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  input.addEventListener("blur", close);
  popup.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field

  element.choose = (item) => {
    chosen = item;
    input.value = item?.title ?? "";
  };
  element.chosen = () => chosen;
  return element;
}
