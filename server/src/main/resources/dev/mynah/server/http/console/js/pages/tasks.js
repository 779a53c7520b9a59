import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { ago, dateTime, number } from "../format.js";
import { href, note } from "../router.js";
import { button } from "../ui/button.js";
import { field } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { pager } from "../ui/pager.js";
import { emptyState, errorState, loadingState } from "../ui/states.js";
import { table } from "../ui/table.js";
import { pause, stateBadge, took } from "./task-parts.js";

export const title = "Tasks";

const PAGE = 25;
const LOOK_AGAIN_MS = 1_500;
const STATES = [
  { value: "", label: "All" },
  { value: "pending", label: "Waiting" },
  { value: "running", label: "Running" },
  { value: "succeeded", label: "Succeeded" },
  { value: "failed", label: "Failed" },
];
const TYPES = [
  { value: "", label: "All" },
  { value: "fish_tts", label: "Speech" },
  { value: "audios", label: "Speech (older path)" },
  { value: "openai_speech", label: "Speech (OpenAI)" },
  { value: "fish_model_create", label: "Voice" },
  { value: "voices", label: "Voice (older path)" },
  { value: "model_create", label: "Voice (Fish Audio)" },
  { value: "openai_voice", label: "Voice (OpenAI)" },
];
const AGES = [
  { value: "", label: "Any time" },
  { value: "1", label: "Last 24 hours" },
  { value: "7", label: "Last 7 days" },
  { value: "30", label: "Last 30 days" },
];

/** The work this account asked for; looked at again and again while some of it goes on. */
export async function show(main, { query, signal }) {
  const wish = { state: known(STATES, query.state), type: known(TYPES, query.type), age: known(AGES, query.age), offset: 0 };
  const list = h("div", { class: "section" });
  let look = 0; // a newer look makes an older one stop

  const load = async () => {
    look += 1;
    const mine = look;
    note("/tasks", { state: wish.state, type: wish.type, age: wish.age });
    const from = wish.age ? new Date(Date.now() - Number(wish.age) * 86_400_000).toISOString() : null;
    const asked = { state: wish.state, type: wish.type, from, limit: PAGE, offset: wish.offset };
    for (let shown = null; mine === look && !signal.aborted; ) {
      const found = await api.get("console/api/tasks", { query: asked, signal });
      const written = JSON.stringify(found);
      if (mine === look && written !== shown) {
        const at = focusedTask(list);
        fill(list, drawn(found));
        at && list.querySelector(`a[href="${at}"]`)?.focus();
        shown = written;
      }
      if (found.items.every((task) => task.finished_at)) {
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

  const drawn = (found) => {
    if (found.total === 0) {
      const filtered = wish.state || wish.type || wish.age;
      return emptyState({
        icon: "tasks",
        title: filtered ? "No such tasks" : "No tasks yet",
        text: filtered ? "Choose other filters." : "Speech and voices that are asked for show up here. Streams leave no task, only an entry under Usage.",
        actions: filtered ? null : button({ label: "Speak", kind: "primary", href: href("/speak") }),
      });
    }
    return [
      table({ caption: "Tasks, the newest first", columns: COLUMNS, rows: found.items }),
      pager({ total: found.total, limit: PAGE, offset: wish.offset, go: (offset) => { wish.offset = offset; safely(); return Promise.resolve(); } }),
    ];
  };

  const filter = (label, name, options) =>
    field({
      label,
      options,
      value: wish[name],
      onchange: (event) => {
        wish[name] = event.target.value;
        wish.offset = 0;
        safely();
      },
    });

  fill(
    main,
    pageHead({ title: "Tasks", lead: "What was asked for, how it went and what was answered." }),
    h("div", { class: "filters" }, filter("State", "state", STATES), filter("Type", "type", TYPES), filter("Time", "age", AGES)),
    list,
  );
  fill(list, loadingState("Loading tasks"));
  safely();
}

const COLUMNS = [
  {
    label: "Task",
    header: true,
    cell: (task) =>
      h(
        "span",
        { class: "task-what" },
        h("a", { href: href(`/tasks/${task.id}`), class: "task-link" }, task.summary || task.title),
        h("span", { class: "muted" }, task.title),
      ),
  },
  { label: "State", cell: (task) => stateBadge(task.state) },
  { label: "Asked for", cell: (task) => h("span", { title: dateTime(task.created_at) }, ago(task.created_at)) },
  { label: "Took", align: "end", cell: (task) => took(task) },
  { label: "Credits", align: "end", cell: (task) => number(task.credits) },
];

function known(options, value) {
  return options.some((option) => option.value === value) ? value : "";
}

function focusedTask(list) {
  return list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
}
