/** Builds elements. Data only ever becomes text or attributes, never markup. */

/**
 * Makes an element.
 *
 * Properties: `class` (a text, or a list whose falsy items are left out), `dataset` and `style`
 * (objects), `onclick` and the like (functions), `value`, `checked`, `indeterminate`, `textContent`,
 * `srcObject` (set as properties); everything else is an attribute, where `true` stands for a bare
 * one and `false`, `null` and `undefined` for none. Children: texts, numbers, nodes, lists of those;
 * empty ones are left out.
 *
 * @param {string} tag
 * @param {Record<string, any>|null} [props]
 * @param {...any} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    set(element, name, value);
  }
  add(element, children);
  return element;
}

/**
 * Makes an SVG element, the same way.
 *
 * @param {string} tag
 * @param {Record<string, any>|null} [props]
 * @param {...any} children
 * @returns {SVGElement}
 */
export function svg(tag, props, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    set(element, name, value);
  }
  add(element, children);
  return element;
}

const AS_PROPERTY = new Set(["value", "checked", "indeterminate", "textContent", "srcObject"]);

function set(element, name, value) {
  if (name === "class") {
    const list = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
    if (list) {
      element.setAttribute("class", list);
    }
  } else if (name === "dataset" || name === "style") {
    for (const [key, each] of Object.entries(value)) {
      if (name === "style" && key.startsWith("--")) {
        element.style.setProperty(key, each);
      } else {
        element[name][key] = each;
      }
    }
  } else if (name.startsWith("on") && typeof value === "function") {
    element.addEventListener(name.slice(2).toLowerCase(), value);
  } else if (AS_PROPERTY.has(name)) {
    if (value !== undefined && value !== null) {
      element[name] = value;
    }
  } else if (value === true) {
    element.setAttribute(name, "");
  } else if (value !== false && value !== null && value !== undefined) {
    element.setAttribute(name, String(value));
  }
}

/**
 * Puts children behind what an element holds already; takes what `h` takes.
 *
 * @param {Element} parent
 * @param {any[]} children
 */
export function add(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      add(parent, child);
    } else if (child !== null && child !== undefined && child !== false && child !== "") {
      parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

/**
 * Puts children in the place of what an element holds.
 *
 * @template {Element} E
 * @param {E} element
 * @param {...any} children
 * @returns {E}
 */
export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
  return element;
}

let lastId = 0;

/**
 * Returns an id no other element has.
 *
 * @param {string} [stem]
 * @returns {string}
 */
export function uniqueId(stem = "id") {
  lastId += 1;
  return `${stem}-${lastId}`;
}
