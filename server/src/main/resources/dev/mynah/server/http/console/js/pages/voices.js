import { api, isAbort } from "../api.js";
import { fill, h } from "../dom.js";
import { ago, number } from "../format.js";
import { hasPage } from "../pages.js";
import { href, navigate, note } from "../router.js";
import { session } from "../session.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { field } from "../ui/field.js";
import { icon } from "../ui/icon.js";
import { pageHead } from "../ui/pageHead.js";
import { progressBar } from "../ui/progress.js";
import { badge, emptyState, errorState, loadingState } from "../ui/states.js";
import { announce } from "../ui/toast.js";
import { importVoice } from "../voices/dialogs.js";
import { language, SYSTEM, VISIBILITIES, visibilityBadge } from "../voices/words.js";

export const title = "Voices";

const PAGE_SIZE = 24;
const SEARCH_AFTER_MS = 250;
const LOOK_AFTER_MS = 1_200; // again at voices that are being made

const SHELVES = [
  { id: "", label: "All", query: {} },
  { id: "mine", label: "Mine", query: { self: true } },
  { id: "public", label: "Public", query: { visibility: "public" } },
  { id: "presets", label: "Presets", query: { author_id: SYSTEM } },
];

const ORDERS = [
  { value: "", label: "Newest first", sort: "created_at" },
  { value: "used", label: "Most used first", sort: "task_count" },
  { value: "match", label: "Best match first", sort: "score" },
];

/** The gallery: every voice one may speak with. */
export async function show(main, { query, signal }) {
  const wish = {
    show: SHELVES.some((shelf) => shelf.id === query.show) ? query.show : "",
    q: query.q ?? "",
    tag: query.tag ?? "",
    language: query.language ?? "",
    visibility: VISIBILITIES.some((each) => each.value === query.visibility) ? query.visibility : "",
    sort: ORDERS.some((order) => order.value === query.sort) ? query.sort : "",
  };
  const [info, gallery] = await Promise.all([session.info(), api.get("console/api/voices", { signal })]);
  const making = h("section", { class: "making", "aria-label": "Voices being made" });
  const list = h("ul", { class: "cards voice-cards" });
  const state = h("div");
  const count = h("p", { class: "muted small voice-count", role: "status" });
  const more = button({ label: "Show more", icon: "chevron-down", hidden: true, onclick: () => more.during(() => load(false)) });
  const bar = filters(wish, gallery, () => load(true));
  let page = 0;
  let asked = new AbortController();

  main.append(
    pageHead({ title: "Voices", lead: "Listen, choose one to speak with, or make your own.", actions: actions(info) }),
    making,
    bar,
    count,
    state,
    list,
    h("div", { class: "row voice-more" }, more),
  );

  async function load(anew) {
    asked.abort();
    asked = new AbortController();
    const mine = asked;
    signal.addEventListener("abort", () => mine.abort(), { once: true });
    note("/voices", wish);
    if (anew) {
      page = 0;
      more.hidden = true;
      fill(state, list.childElementCount === 0 ? loadingState("Loading voices", { lines: 4 }) : null);
      list.setAttribute("aria-busy", "true");
    }
    try {
      const found = await api.get("model", { query: request(wish, page + 1), signal: mine.signal });
      page += 1;
      const cards = found.items.map((voice) => card(voice, info));
      if (anew) {
        fill(state, found.total === 0 ? nothing(wish, info, bar.clear) : null);
        fill(list, cards);
      } else {
        list.append(...cards);
        cards[0]?.querySelector("a")?.focus();
      }
      more.hidden = !found.has_more;
      const shown = list.childElementCount;
      fill(count, found.total === 0 ? "" : shown < found.total ? `${number(shown)} of ${number(found.total)} voices` : `${number(found.total)} ${found.total === 1 ? "voice" : "voices"}`);
    } catch (failure) {
      if (isAbort(failure)) {
        return;
      }
      fill(state, errorState(failure, () => load(anew)));
      if (anew) {
        fill(list);
        fill(count);
      }
    } finally {
      if (mine === asked) {
        list.removeAttribute("aria-busy");
      }
    }
  }

  await load(true);
  watch(making, gallery.making, signal, () => load(true));
}

function request(wish, page) {
  const shelf = SHELVES.find((each) => each.id === wish.show);
  return {
    page_size: PAGE_SIZE,
    page_number: page,
    title: wish.q,
    tag: wish.tag,
    language: wish.language,
    visibility: wish.visibility,
    sort_by: ORDERS.find((order) => order.value === wish.sort).sort,
    ...shelf.query,
  };
}

function actions(info) {
  if (!info.scopes.includes("clone")) {
    return null;
  }
  return [
    button({ label: "Import", icon: "upload", onclick: take }),
    hasPage("/clone") ? button({ label: "Clone a voice", icon: "plus", kind: "primary", href: href("/clone") }) : null,
  ];

  async function take() {
    const id = await importVoice(info.server.limits.file_bytes);
    if (id) {
      navigate(`/voices/${id}`);
    }
  }
}

/** What narrows the list; the element has `clear()`, which takes all of it away. */
function filters(wish, gallery, changed) {
  const shelves = SHELVES.map((shelf) =>
    h("button", { type: "button", class: "shelf", "aria-pressed": String(shelf.id === wish.show), onclick: () => choose(shelf.id) }, shelf.label),
  );
  const search = field({ label: "Search by title", hideLabel: true, type: "search", placeholder: "Search by title", value: wish.q, maxlength: 200, autocomplete: "off" });
  const tag = select("Tag", wish.tag, "All tags", [...gallery.tags.map((each) => ({ value: each.tag, label: `${each.tag} (${each.voices})` })), ...missing(wish.tag, gallery.tags.map((each) => each.tag))], (value) => (wish.tag = value));
  const spoken = select("Language", wish.language, "All languages", [...gallery.languages.map((code) => ({ value: code, label: language(code) })), ...missing(wish.language, gallery.languages)], (value) => (wish.language = value));
  const visibility = select("Visibility", wish.visibility, "Any visibility", VISIBILITIES.map(({ value, label }) => ({ value, label })), (value) => (wish.visibility = value));
  const order = select("Sort", wish.sort, null, ORDERS.map(({ value, label }) => ({ value, label })), (value) => (wish.sort = value));
  let timer = null;
  search.input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      wish.q = search.input.value.trim();
      changed();
    }, SEARCH_AFTER_MS);
  });
  const element = h(
    "div",
    { class: "filters", role: "search", "aria-label": "Voices" },
    h("div", { class: "shelves", role: "group", "aria-label": "Whose voices" }, shelves),
    h("div", { class: "filter-search" }, icon("search"), search),
    h("div", { class: "filter-choices" }, tag, spoken, visibility, order),
  );
  element.clear = () => {
    Object.assign(wish, { q: "", tag: "", language: "", visibility: "" });
    search.input.value = "";
    for (const each of [tag, spoken, visibility]) {
      each.input.value = "";
    }
    choose("");
    search.input.focus();
  };
  const own = () => {
    visibility.hidden = wish.show === "public" || wish.show === "presets";
  };

  function choose(id) {
    wish.show = id;
    if (id === "public" || id === "presets") {
      wish.visibility = "";
      visibility.input.value = "";
    }
    shelves.forEach((each, i) => each.setAttribute("aria-pressed", String(SHELVES[i].id === id)));
    own();
    changed();
  }

  function select(label, value, any, options, take) {
    const all = any === null ? options : [{ value: "", label: any }, ...options];
    const element = field({ label, hideLabel: true, options: all, value });
    element.input.addEventListener("change", () => {
      take(element.input.value);
      changed();
    });
    return element;
  }

  own();
  return element;
}

/** A value of the address that nothing has any more can still be seen and taken back. */
function missing(value, known) {
  return value && !known.includes(value) ? [{ value, label: value }] : [];
}

function card(voice, info) {
  const sample = voice.samples?.[0]?.audio ?? null;
  const words = voice.description || voice.tags.join(", ");
  return h(
    "li",
    { class: "card voice-card" },
    h("img", { class: "cover", src: voice.cover_image, alt: "", width: 72, height: 72, loading: "lazy" }),
    h(
      "div",
      { class: "voice-card-words" },
      h("h2", { class: "voice-card-title" }, h("a", { href: href(`/voices/${voice._id}`) }, voice.title)),
      h("p", { class: "muted small voice-card-text" }, words),
      h("p", { class: "row voice-card-facts" }, visibilityBadge(voice), voice.languages.map((code) => badge(language(code))), voice.author?._id === info.owner ? badge("Mine") : null),
    ),
    h(
      "div",
      { class: "voice-card-foot" },
      sample ? audioPlayer({ title: `${voice.title}'s sample`, source: sample, compact: true }) : h("span", { class: "muted small" }, "No sample yet"),
      hasPage("/speak") && info.scopes.includes("speak")
        ? button({ label: "Speak", icon: "speak", small: true, href: href("/speak", { voice: voice._id }), "aria-label": `Speak with ${voice.title}` })
        : null,
    ),
  );
}

function nothing(wish, info, clear) {
  const narrowed = wish.q || wish.tag || wish.language || wish.visibility;
  if (narrowed) {
    return emptyState({
      icon: "search",
      title: "No voice fits",
      text: wish.q ? `Nothing here is called "${wish.q}" with these filters.` : "No voice passes these filters.",
      actions: button({ label: "Clear the filters", onclick: clear }),
    });
  }
  return emptyState({
    icon: "voices",
    title: wish.show === "mine" ? "No voices of yours yet" : "No voices yet",
    text: "Ten seconds of clear speech are enough to make one.",
    actions: hasPage("/clone") && info.scopes.includes("clone") ? button({ label: "Clone a voice", kind: "primary", icon: "plus", href: href("/clone") }) : null,
  });
}

/** Shows the voices that are being made for as long as there are any. */
async function watch(place, first, signal, made) {
  let making = first;
  let shown = "";
  for (;;) {
    const now = JSON.stringify(making.map(({ id, state }) => [id, state]));
    if (now !== shown) {
      fill(place, making.map(unmade)); // only then: it may hold the focus
      shown = now;
    }
    place.hidden = making.length === 0;
    const before = making.filter((voice) => voice.state !== "failed");
    if (before.length === 0 || signal.aborted) {
      return;
    }
    await new Promise((done) => setTimeout(done, LOOK_AFTER_MS));
    try {
      making = (await api.get("console/api/voices", { signal })).making;
    } catch (failure) {
      if (isAbort(failure)) {
        return;
      }
      continue; // the server may be restarting; look again
    }
    const done = before.filter((voice) => !making.some((each) => each.id === voice.id));
    if (done.length > 0) {
      announce(done.map((voice) => `${voice.title} is ready.`).join(" "));
      made();
    }
  }
}

function unmade(voice) {
  const failed = voice.state === "failed";
  return h(
    "div",
    { class: "card making-card" },
    h("img", { class: "cover", src: voice.cover_image, alt: "", width: 48, height: 48 }),
    h(
      "div",
      { class: "making-words" },
      failed
        ? [h("p", { class: "strong" }, voice.title), h("p", { class: "field-error" }, icon("error", { size: 16 }), `It could not be made. ${voice.failure ?? ""}`)]
        : progressBar({ label: voice.title, text: `being made, begun ${ago(voice.created_at)}` }),
    ),
    h("a", { href: href(`/voices/${voice.id}`) }, "Details", h("span", { class: "visually-hidden" }, ` of ${voice.title}`)),
  );
}
