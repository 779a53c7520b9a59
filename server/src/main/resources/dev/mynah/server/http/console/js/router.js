/** Shows the page that the address names: `#/voices/abc?tab=samples`. */

import { fill, h } from "./dom.js";
import { PAGES } from "./pages.js";
import { isAbort } from "./api.js";
import { session } from "./session.js";
import { errorState, loadingState } from "./ui/states.js";

/** Nothing is shown for so short a wait, or it would only flicker. */
const LOADING_AFTER_MS = 250;

const sheets = new Map(); // name -> promise of the loaded style sheet
let main = null;
let running = null; // AbortController of the page that is shown
let afterwards = () => {};

/**
 * Begins to follow the address.
 *
 * @param {HTMLElement} element what pages are shown in
 * @param {(path: string) => void} onShown told the path of every page that comes up
 */
export function startRouter(element, onShown) {
  main = element;
  afterwards = onShown;
  window.addEventListener("hashchange", follow);
  follow();
}

/**
 * Goes to a page.
 *
 * @param {string} path e.g. `/voices/abc`
 * @param {{query?: Record<string, any>, replace?: boolean}} [how]
 */
export function navigate(path, { query, replace = false } = {}) {
  const hash = href(path, query);
  if (hash === location.hash) {
    reload();
  } else if (replace) {
    history.replaceState(null, "", hash);
    follow();
  } else {
    location.hash = hash;
  }
}

/**
 * Returns the address of a page for a link.
 *
 * @param {string} path
 * @param {Record<string, any>} [query] empty values are left out
 * @returns {string}
 */
export function href(path, query) {
  const values = Object.entries(query ?? {}).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const written = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  return `#${path}${written ? `?${written}` : ""}`;
}

/**
 * Notes the state of a page in its address, without showing it anew.
 *
 * @param {string} path
 * @param {Record<string, any>} [query]
 */
export function note(path, query) {
  history.replaceState(null, "", href(path, query));
}

/** Shows the page of the address again. */
export function reload() {
  follow();
}

function current() {
  const hash = location.hash.startsWith("#/") ? location.hash.slice(1) : "/";
  const [path, query = ""] = hash.split(/\?(.*)/s);
  return { path, query: Object.fromEntries(new URLSearchParams(query)) };
}

function match(path) {
  const steps = path.split("/");
  for (const page of PAGES) {
    const wanted = page.path.split("/");
    const fits = wanted.length === steps.length && wanted.every((step, i) => step.startsWith(":") || step === steps[i]);
    if (fits) {
      const named = wanted.flatMap((step, i) => (step.startsWith(":") ? [[step.slice(1), decoded(steps[i])]] : []));
      return { page, params: Object.fromEntries(named) };
    }
  }
  return null;
}

function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

async function follow() {
  if (location.hash !== "" && !location.hash.startsWith("#/")) {
    return; // a link within the page
  }
  const first = running === null;
  running?.abort();
  const controller = new AbortController();
  running = controller;
  const { path, query } = current();
  const found = match(path);
  if (found && !found.page.open && session.key() === null) {
    navigate("/sign-in", { query: path === "/" ? {} : { to: location.hash.slice(1) }, replace: true });
    return;
  }
  afterwards(path);
  const waiting = setTimeout(() => fill(main, loadingState("Loading")), LOADING_AFTER_MS);
  try {
    if (found) {
      await showPage(found, query, controller.signal, () => clearTimeout(waiting));
    } else {
      showMissing();
    }
  } catch (failure) {
    if (!controller.signal.aborted && !isAbort(failure)) {
      showFailure(failure);
    }
  } finally {
    clearTimeout(waiting);
    if (!controller.signal.aborted) {
      main.removeAttribute("aria-busy");
      arrive(first);
    }
  }
}

async function showPage({ page, params }, query, signal, ready) {
  main.setAttribute("aria-busy", "true");
  const [module] = await Promise.all([page.load(), page.css ? sheet(page.css) : null]);
  if (signal.aborted) {
    return;
  }
  ready();
  main.replaceChildren();
  main.scrollTo?.(0, 0);
  window.scrollTo(0, 0);
  const title = typeof module.title === "function" ? module.title(params) : module.title;
  document.title = `${title} · Mynah`;
  await module.show(main, { params, query, signal });
}

function sheet(name) {
  if (!sheets.has(name)) {
    const loaded = new Promise((done, failed) => {
      const link = h("link", { rel: "stylesheet", href: new URL(`../css/${name}`, import.meta.url).href });
      link.addEventListener("load", done);
      link.addEventListener("error", () => failed(new Error(`The style sheet ${name} can't be loaded.`)));
      document.head.append(link);
    });
    sheets.set(name, loaded);
  }
  return sheets.get(name);
}

function showMissing() {
  document.title = "Not found · Mynah";
  fill(
    main,
    h("h1", null, "There is no such page"),
    h("p", { class: "lead" }, "The address may be mistyped, or the page belongs to a newer version."),
    h("p", null, h("a", { class: "button", href: "#/" }, "Go to the start")),
  );
}

function showFailure(failure) {
  document.title = "Something went wrong · Mynah";
  fill(main, h("h1", null, "This page could not be shown"), errorState(failure, reload));
}

/** Tells readers of the screen where they are; at the very first page the browser does that. */
function arrive(first) {
  const heading = main.querySelector("h1");
  const within = main.contains(document.activeElement) && document.activeElement !== main;
  if (heading && !first && !within) {
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
}
