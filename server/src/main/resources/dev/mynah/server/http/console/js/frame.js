/** What stands around every page: navigation, theme, who is signed in. */

import { fill, h } from "./dom.js";
import { GROUPS, pagesOf } from "./pages.js";
import { navigate } from "./router.js";
import { session } from "./session.js";
import { chooseTheme, chosenTheme } from "./theme.js";
import { button } from "./ui/button.js";
import { openDialog } from "./ui/dialog.js";
import { icon } from "./ui/icon.js";

const side = document.getElementById("side-nav");
const foot = document.getElementById("side-foot");
const bottom = document.getElementById("bottom-nav");
const THEMES = [
  { id: "light", label: "Light", icon: "sun" },
  { id: "system", label: "System", icon: "monitor" },
  { id: "dark", label: "Dark", icon: "moon" },
];

let shownPath = "/";

/** Draws the navigation for whoever is signed in. */
export async function drawFrame() {
  const signedIn = session.key() !== null;
  document.body.dataset.signedIn = String(signedIn);
  if (!signedIn) {
    fill(side);
    fill(bottom);
    fill(foot, themeSwitch());
    return;
  }
  let info;
  try {
    info = await session.info();
  } catch {
    return; // the page that is shown says what is wrong
  }
  if (session.key() === null) {
    return;
  }
  fill(side, groups(info.scopes));
  fill(foot, themeSwitch(), account(info));
  fill(bottom, bar(info));
  markPage(shownPath);
}

/**
 * Marks the page that is shown in the navigation.
 *
 * @param {string} path
 */
export function markPage(path) {
  shownPath = path;
  for (const link of document.querySelectorAll("[data-nav]")) {
    const own = link.dataset.nav;
    const here = own === "/" ? path === "/" : path === own || path.startsWith(`${own}/`);
    if (here) {
      link.setAttribute("aria-current", "page");
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

function groups(scopes) {
  return GROUPS.map((group) => ({ group, pages: pagesOf(group.id, scopes) }))
    .filter(({ pages }) => pages.length > 0)
    .map(({ group, pages }) =>
      h("div", { class: "nav-group", role: "group", "aria-label": group.label }, h("p", { class: "nav-title", "aria-hidden": "true" }, group.label), h("ul", null, pages.map((page) => h("li", null, navLink(page))))),
    );
}

function navLink(page, onclick) {
  return h(
    "a",
    { class: "nav-link", href: page.href ?? `#${page.path}`, dataset: { nav: page.path }, onclick },
    icon(page.nav.icon),
    h("span", null, page.nav.label),
  );
}

function bar({ scopes }) {
  const pages = GROUPS.flatMap((group) => pagesOf(group.id, scopes));
  return [
    pages.filter((page) => page.nav.bar).map((page) => navLink(page)),
    h("button", { type: "button", class: "nav-link", "aria-haspopup": "dialog", onclick: openMenu }, icon("menu"), h("span", null, "More")),
  ];
}

/** On narrow screens the whole navigation is a sheet. */
async function openMenu() {
  const info = await session.info();
  const sheet = openDialog({
    title: "Menu",
    kind: "sheet",
    body: [h("nav", { "aria-label": "All pages" }, groups(info.scopes)), themeSwitch(), account(info)],
  });
  sheet.element.addEventListener("click", (event) => {
    if (event.target.closest("a")) {
      sheet.close();
    }
  });
  markPage(shownPath);
}

function account({ key }) {
  return h(
    "div",
    { class: "account" },
    icon("key"),
    h("div", { class: "account-name" }, h("span", null, key.name), h("code", null, key.prefix.startsWith("(") ? key.prefix : `${key.prefix}…`)),
    button({ label: "Sign out", icon: "sign-out", iconOnly: true, kind: "quiet", onclick: signOut }),
  );
}

function signOut() {
  for (const open of document.querySelectorAll("dialog[open]")) {
    open.close();
  }
  session.signOut();
  drawFrame();
  navigate("/sign-in");
}

function themeSwitch() {
  const chosen = chosenTheme();
  const buttons = THEMES.map((theme) =>
    h(
      "button",
      {
        type: "button",
        class: "theme-choice",
        "aria-pressed": String(theme.id === chosen),
        "aria-label": `${theme.label} theme`,
        title: `${theme.label} theme`,
        dataset: { theme: theme.id },
        onclick: () => {
          chooseTheme(theme.id);
          for (const each of document.querySelectorAll(".theme-choice")) {
            each.setAttribute("aria-pressed", String(each.dataset.theme === theme.id));
          }
        },
      },
      icon(theme.icon),
    ),
  );
  return h("div", { class: "theme-switch", role: "group", "aria-label": "Theme" }, buttons);
}
