/** History: what was spoken in this browser, to be heard and spoken again. */
import { fill, h } from "../dom.js";
import { bytes, clock, date, number } from "../format.js";
import { navigate } from "../router.js";
import { session } from "../session.js";
import { download } from "../speech/download.js";
import { keepSettings, keepText } from "../speech/draft.js";
import { HistoryStore, MAX_BYTES } from "../speech/historyStore.js";
import { Recording } from "../speech/recording.js";
import { formatWords, mannerWords } from "../speech/settingsForm.js";
import { SpeechPlayer } from "../speech/speechPlayer.js";
import { button } from "../ui/button.js";
import { confirm } from "../ui/confirm.js";
import { field } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { badge, emptyState, errorState } from "../ui/states.js";
import { announce, toast } from "../ui/toast.js";

export const title = "History";

const PAGE = 30; // entries shown at once
const TIME = new Intl.DateTimeFormat("en", { timeStyle: "short" });
const DAY_MS = 86_400_000;

/** @param {HTMLElement} main */
export async function show(main, { signal }) {
  const { owner } = await session.info();
  const store = new HistoryStore();
  const search = field({
    label: "Search",
    hideLabel: true,
    type: "search",
    placeholder: "Search texts and voices",
    autocomplete: "off",
  });
  const clear = button({ label: "Delete all", icon: "trash", onclick: clearAll });
  const bar = h("div", { class: "history-bar" }, search, clear);
  const list = h("div", { class: "history-list" });
  let entries = [];
  let shown = PAGE;
  let player = null;

  main.append(
    pageHead({
      title,
      lead: `Kept in this browser only. The oldest goes once the sound is more than ${bytes(MAX_BYTES)}.`,
    }),
    bar,
    list,
  );
  search.input.addEventListener("input", () => {
    shown = PAGE;
    draw();
    announce(`${number(found().length)} found`);
  });
  signal.addEventListener("abort", () => player?.close());
  await read();

  async function read() {
    try {
      entries = await store.list(owner);
      draw();
    } catch (failure) {
      bar.hidden = true;
      const told = new Error(`This browser keeps no history here. ${failure?.message ?? ""}`.trim());
      fill(list, errorState(told, read));
    }
  }

  function found() {
    const wanted = search.input.value.trim().toLocaleLowerCase();
    return entries.filter(({ order }) => `${order.text} ${order.voice.title}`.toLocaleLowerCase().includes(wanted));
  }

  function draw() {
    player?.close();
    player = null;
    bar.hidden = entries.length === 0;
    if (entries.length === 0) {
      fill(
        list,
        emptyState({
          icon: "history",
          title: "Nothing has been spoken yet",
          text: "What you have spoken on the Speak page is kept here, in this browser.",
          actions: button({ label: "Speak a text", icon: "speak", kind: "primary", href: "#/speak" }),
        }),
      );
      return;
    }
    const matches = found();
    if (matches.length === 0) {
      fill(
        list,
        emptyState({ icon: "search", title: "Nothing found", text: "No text and no voice here holds these words." }),
      );
      return;
    }
    const days = grouped(matches.slice(0, shown));
    fill(
      list,
      [...days].map(([day, ofDay]) =>
        h(
          "section",
          { class: "history-day" },
          h("h2", null, day),
          h("ul", { class: "history-entries" }, ofDay.map(entryOf)),
        ),
      ),
      matches.length > shown
        ? button({
            label: "Show older",
            wide: true,
            onclick: () => {
              shown += PAGE;
              draw();
            },
          })
        : null,
    );
  }

  function entryOf(entry) {
    const { order } = entry;
    const excerpt = h("p", { class: "history-text" }, order.text);
    const stage = h("div", { class: "history-stage" });
    const about = [
      TIME.format(entry.at),
      order.voice.title,
      formatWords(order),
      mannerWords(order),
      clock(entry.duration),
    ];
    const element = h(
      "li",
      { class: "card history-entry" },
      excerpt,
      h(
        "p",
        { class: "muted small" },
        about.filter(Boolean).join(" · "),
        entry.whole ? null : badge("not whole", "warning"),
      ),
      stage,
      h(
        "div",
        { class: "row history-actions" },
        entry.hasAudio
          ? [
              button({
                label: "Play",
                icon: "play",
                small: true,
                onclick: (event) => play(entry, { excerpt, stage, opener: event.currentTarget }),
              }),
              button({ label: "Download", icon: "download", small: true, kind: "quiet", onclick: () => save(entry) }),
            ]
          : h("span", { class: "muted small" }, "The sound was too large to be kept."),
        button({ label: "Speak again", icon: "speak", small: true, kind: "quiet", onclick: () => again(order) }),
        button({ label: "Delete", icon: "trash", small: true, kind: "quiet", onclick: () => remove(entry) }),
      ),
    );
    return element;
  }

  async function play(entry, { excerpt, stage, opener }) {
    const file = await store.audio(entry.id);
    if (signal.aborted) {
      return;
    }
    if (file === null) {
      toast("The sound is gone; another tab may have deleted it.", { kind: "error" });
      return;
    }
    player?.close();
    for (const other of list.querySelectorAll(".history-entry.open")) {
      close(other);
    }
    const recording = await Recording.of(entry.order.format, entry.sampleRate, file);
    entry.chunks.forEach(({ content, words }, number) => {
      recording.clock.begin(number, content);
      recording.clock.align(number, words);
    });
    player = new SpeechPlayer({ recording, text: entry.order.text, name: "this speech" });
    player.grown();
    excerpt.hidden = true;
    opener.hidden = true;
    stage.closest(".history-entry").classList.add("open");
    fill(stage, player.element);
    player.element.querySelector(".player-button").focus();
    await player.play();
  }

  function close(element) {
    element.classList.remove("open");
    fill(element.querySelector(".history-stage"));
    for (const hidden of element.querySelectorAll("[hidden]")) {
      hidden.hidden = false;
    }
  }

  async function save(entry) {
    const file = await store.audio(entry.id);
    if (file === null) {
      toast("The sound is gone; another tab may have deleted it.", { kind: "error" });
    } else {
      download(file, entry.order);
    }
  }

  function again(order) {
    keepText(order.text);
    keepSettings(order);
    navigate("/speak", { query: { voice: order.voice.id } });
  }

  async function remove(entry) {
    await store.remove(entry.id);
    await read();
    toast("Deleted from this browser.");
    main.querySelector("h1").focus();
  }

  async function clearAll() {
    const sure = await confirm({
      title: "Delete the whole history?",
      text: "All texts and recordings that this browser keeps of this account are deleted.",
      action: "Delete all",
    });
    if (sure) {
      await store.clear(owner);
      await read();
      main.querySelector("h1").focus();
    }
  }
}

/** The day of an entry as people say it. */
function dayOf({ at }) {
  const day = date(at);
  if (day === date(Date.now())) {
    return "Today";
  }
  return day === date(Date.now() - DAY_MS) ? "Yesterday" : day;
}

function grouped(entries) {
  const days = new Map();
  for (const entry of entries) {
    const day = dayOf(entry);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return days;
}
