/**
 * Every page. One line each:
 *
 * - `path`: a hash route without the `#`; `:name` stands for one step, handed to the page in `params`
 * - `load`: imports the page's module, which exports `title` (a text, or a function of params) and
 *   `async function show(main, {params, query, signal})`
 * - `css`: name of its own style sheet in `css/`, loaded before the page is shown
 * - `nav`: where it stands in the navigation: `label`, `icon` (see ui/icon.js), `group` (see GROUPS),
 *   `order` within the group; `bar` puts it into the bottom bar of narrow screens
 * - `scope`: a scope without which the key can do nothing there; the page is then not offered
 * - `open`: true if no key is needed
 */
export const PAGES = [
  { path: "/", load: () => import("./pages/home.js"), nav: { label: "Home", icon: "home", group: "studio", order: 0, bar: true } },
  { path: "/voices", load: () => import("./pages/voices.js"), css: "voices.css", nav: { label: "Voices", icon: "voices", group: "studio", order: 1, bar: true } },
  { path: "/voices/:id", load: () => import("./pages/voice.js"), css: "voices.css" },
  { path: "/models", load: () => import("./pages/models.js"), css: "models.css", nav: { label: "Models", icon: "box", group: "server", order: 90 } },
  { path: "/speak", load: () => import("./pages/speak.js"), css: "speak.css", scope: "speak", nav: { label: "Speak", icon: "speak", group: "studio", order: 3, bar: true } },
  { path: "/history", load: () => import("./pages/history.js"), css: "speak.css", nav: { label: "History", icon: "history", group: "studio", order: 4 } },
  { path: "/clone", load: () => import("./pages/clone.js"), css: "clone.css", scope: "clone", nav: { label: "Clone", icon: "clone", group: "studio", order: 2, bar: true } },
  { path: "/keys", load: () => import("./pages/keys.js"), css: "manage.css", scope: "manage", nav: { label: "API keys", icon: "key", group: "build", order: 20 } },
  { path: "/usage", load: () => import("./pages/usage.js"), css: "manage.css", scope: "manage", nav: { label: "Usage", icon: "usage", group: "build", order: 30 } },
  { path: "/tasks", load: () => import("./pages/tasks.js"), css: "manage.css", scope: "speak", nav: { label: "Tasks", icon: "tasks", group: "build", order: 40 } },
  { path: "/tasks/:id", load: () => import("./pages/task.js"), css: "manage.css", scope: "speak" },
  { path: "/webhooks", load: () => import("./pages/webhooks.js"), css: "manage.css", scope: "speak", nav: { label: "Webhooks", icon: "webhook", group: "build", order: 50 } },
  { path: "/try", load: () => import("./pages/try.js"), css: "try.css", nav: { label: "Try it", icon: "try", group: "build", order: 0 } },
  { path: "/try/:operation", load: () => import("./pages/try.js"), css: "try.css" },
  { path: "/sign-in", load: () => import("./pages/sign-in.js"), open: true },
];

/** The groups of the navigation, in their order. */
export const GROUPS = [
  { id: "studio", label: "Studio" },
  { id: "build", label: "Build" },
  { id: "server", label: "Server" },
];

/**
 * Returns the pages of a group that a key of these scopes can use.
 *
 * @param {string} group
 * @param {string[]} scopes
 */
export function pagesOf(group, scopes) {
  return PAGES.filter((page) => page.nav?.group === group && (!page.scope || scopes.includes(page.scope))).sort(
    (one, other) => one.nav.order - other.nav.order,
  );
}

/**
 * Tells whether a page has landed, for links from one page to another.
 *
 * @param {string} path as in PAGES
 */
export function hasPage(path) {
  return PAGES.some((page) => page.path === path);
}
