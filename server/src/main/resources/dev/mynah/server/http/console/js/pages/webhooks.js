import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { ago, dateTime, number } from "../format.js";
import { href, note } from "../router.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { checkbox, field } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { pager } from "../ui/pager.js";
import { badge, emptyState, errorState, loadingState } from "../ui/states.js";
import { table } from "../ui/table.js";
import { callbackView, outcomeOf, pause, stateBadge } from "./task-parts.js";
import { signing } from "./webhook-signing.js";

export const title = "Webhooks";

const PAGE = 25;
const LOOK_AGAIN_MS = 2_000;
const STATES = [
  { value: "", label: "All" },
  { value: "pending", label: "Waiting" },
  { value: "delivered", label: "Delivered" },
  { value: "dead", label: "Given up" },
];

/** Callbacks and how they fared, or one of them; and how receivers tell that they are genuine. */
export async function show(main, { query, signal }) {
  const info = await session.info();
  if (query.callback) {
    showOne(main, query.callback, signal);
    return;
  }
  const manages = info.scopes.includes("manage") || info.scopes.includes("admin");
  const wish = { state: STATES.some((each) => each.value === query.state) ? query.state : "", everybody: false, offset: 0 };
  const list = h("div", { class: "section" });
  let look = 0; // a newer look makes an older one stop

  const load = async () => {
    look += 1;
    const mine = look;
    note("/webhooks", { state: wish.state });
    for (let shown = null; mine === look && !signal.aborted; ) {
      const found = await api.get("console/api/webhooks", { query: { ...wish, limit: PAGE }, signal });
      const written = JSON.stringify(found);
      if (mine === look && written !== shown) {
        const at = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        fill(list, drawn(found));
        at && list.querySelector(`a[href="${at}"]`)?.focus();
        shown = written;
      }
      if (found.items.every((callback) => callback.state !== "pending")) {
        return;
      }
      await pause(LOOK_AGAIN_MS, signal);
    }
  };
  const safely = () =>
    load().catch((failure) => {
      if (!signal.aborted) {
        fill(list, errorState(failure, safely));
      }
    });

  const drawn = (found) =>
    found.total === 0
      ? emptyState({
          icon: "webhook",
          title: wish.state ? "No such callbacks" : "No callbacks yet",
          text: wish.state ? "Choose another state." : ["Put ", h("code", null, "callback_url"), " into a request, and what came of it is posted there."],
        })
      : [
          table({ caption: "Callbacks, the newest first", columns: columns(info), rows: found.items }),
          pager({ total: found.total, limit: PAGE, offset: wish.offset, go: (offset) => { wish.offset = offset; safely(); return Promise.resolve(); } }),
        ];

  fill(
    main,
    pageHead({ title: "Webhooks", lead: "When a task with a callback address ends, its outcome is posted there, signed, and tried again until it is taken." }),
    h(
      "div",
      { class: "filters" },
      field({ label: "State", options: STATES, value: wish.state, onchange: (event) => { wish.state = event.target.value; wish.offset = 0; safely(); } }),
      info.scopes.includes("admin") ? checkbox({ label: "Everybody's", onchange: (event) => { wish.everybody = event.target.checked; wish.offset = 0; safely(); } }) : null,
    ),
    list,
    manages ? signing({ signal }) : null,
  );
  fill(list, loadingState("Loading callbacks"));
  safely();
}

function columns(info) {
  return [
    {
      label: "Receiver",
      header: true,
      cell: (callback) =>
        h(
          "span",
          { class: "task-what" },
          h("a", { href: href("/webhooks", { callback: callback.id }) }, callback.host),
          callback.owner.replaceAll("-", "") === info.owner.replaceAll("-", "") ? null : badge("another owner's"),
        ),
    },
    { label: "State", cell: (callback) => stateBadge(callback.state) },
    { label: "Tries", align: "end", cell: (callback) => number(callback.tries) },
    { label: "Last try", cell: (callback) => (callback.last_try ? h("span", { title: dateTime(callback.last_try.at) }, `${outcomeOf(callback.last_try)}, ${ago(callback.last_try.at)}`) : h("span", { class: "muted" }, "none yet")) },
    { label: "Next try", cell: (callback) => (callback.next_try_at ? h("span", { title: dateTime(callback.next_try_at) }, Date.parse(callback.next_try_at) <= Date.now() ? "now" : ago(callback.next_try_at)) : "") },
    { label: "Task ended", cell: (callback) => h("span", { title: dateTime(callback.created_at) }, ago(callback.created_at)) },
  ];
}

function showOne(main, id, signal) {
  const task = h("span");
  const head = pageHead({ title: "Callback", back: { href: href("/webhooks"), label: "Webhooks" }, actions: task });
  fill(main, head, h("section", { class: "card", "aria-label": "Callback" }, callbackView(id, { signal, level: "h2" })));
  api
    .get(`console/api/webhooks/${encodeURIComponent(id)}`, { signal })
    .then(({ callback }) => fill(task, button({ label: "See its task", icon: "tasks", href: href(`/tasks/${callback.task_id}`) })))
    .catch(() => fill(task)); // the view below says what is wrong
}
