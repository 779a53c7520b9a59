import { api, isAbort } from "../api.js";
import { add, fill, h } from "../dom.js";
import { bytes } from "../format.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { pageHead } from "../ui/pageHead.js";
import { progressBar } from "../ui/progress.js";
import { badge, notice } from "../ui/states.js";
import { announce, toast } from "../ui/toast.js";

export const title = "Models";

const PATH = "console/api/models";
const AGAIN_MS = 1_000;

/** What the server speaks and listens with: what is here, whose work it is, fetching and verifying. */
export async function show(main, { signal }) {
  const admin = await session.can("admin");
  const list = h("ul", { class: "stack" });
  const cards = new Map();
  add(main, [
    pageHead({
      title: "Models",
      lead: "What this server speaks and listens with. Everything runs on this machine; a model is fetched once.",
    }),
    admin ? null : notice("info", "Fetching and verifying models needs a key with the scope admin."),
    list,
  ]);

  async function refresh() {
    const { models, job } = await api.get(PATH, { signal });
    models.sort((one, other) => Number(other.used) - Number(one.used) || Number(other.installed) - Number(one.installed));
    for (const model of models) {
      const card = cards.get(model.name) ?? modelCard(admin, (kind) => begin(model.name, kind));
      cards.set(model.name, card);
      card.update(model);
    }
    // Nothing moves while somebody reads: the order is that of the first time.
    list.append(...models.map((model) => cards.get(model.name).element).filter((element) => !element.isConnected));
    return job;
  }

  async function begin(name, kind) {
    try {
      const job = await api.send("POST", `${PATH}/${encodeURIComponent(name)}/${kind}`, null, { signal });
      showJob(job);
      await follow();
    } catch (failure) {
      if (!isAbort(failure)) {
        toast(failure.message, { kind: "error" });
      }
    }
  }

  function showJob(job) {
    for (const [name, card] of cards) {
      card.showJob(job !== null && job.model === name ? job : null, job !== null && job.state === "running");
    }
  }

  /** Watches the job until it ends; a connection that breaks off is taken up again. */
  async function follow() {
    let last = null;
    while (!signal.aborted) {
      try {
        for await (const { data } of api.stream("GET", `${PATH}/progress`, undefined, { signal })) {
          last = data;
          showJob(last);
        }
      } catch (failure) {
        if (isAbort(failure)) {
          return;
        }
        await new Promise((done) => setTimeout(done, AGAIN_MS));
      }
      if (last === null || last.state !== "running") {
        break;
      }
    }
    await refresh();
    if (last !== null) {
      showJob(last);
      announce(ending(last));
    }
  }

  const job = await refresh();
  if (job !== null) {
    showJob(job);
    if (job.state === "running") {
      follow().catch((failure) => {
        if (!isAbort(failure)) {
          toast(failure.message, { kind: "error" });
        }
      });
    }
  }
}

function ending(job) {
  if (job.state === "failed") {
    return `${job.model} could not be ${job.kind === "pull" ? "fetched" : "verified"}.`;
  }
  if (job.kind === "pull") {
    return `${job.model} is here, every file verified.`;
  }
  return job.problems.length === 0 ? `${job.model}: every file is as it should be.` : `${job.model} is damaged.`;
}

/** A card that is kept and changed, so that the focus stays where it is. */
function modelCard(admin, begin) {
  const head = h("div", { class: "model-head" });
  const facts = h("div", { class: "model-facts" });
  const result = h("div", { class: "model-result" });
  const bar = progressBar({ label: "Progress" });
  const pull = button({ label: "Fetch", icon: "download", onclick: () => begin("pull") });
  const verify = button({ label: "Verify", icon: "shield", onclick: () => begin("verify") });
  const actions = h("div", { class: "row" });
  const heading = h("h2");
  const element = h("li", { class: "card model" }, head, facts, result, admin ? actions : null);
  let shown = null;

  function drawActions(busy) {
    const wanted = shown.installed ? verify : pull;
    const focused = actions.contains(document.activeElement);
    if (!wanted.isConnected) {
      fill(actions, wanted);
      if (focused) {
        wanted.focus();
      }
    }
    for (const each of [pull, verify]) {
      busy ? each.setAttribute("aria-disabled", "true") : each.removeAttribute("aria-disabled");
    }
  }

  return {
    element,
    update(model) {
      shown = model;
      fill(heading, model.title);
      fill(
        head,
        heading,
        h(
          "div",
          { class: "row" },
          model.installed ? badge("Installed", "ok") : badge("Not here"),
          model.used ? badge("In use", "accent") : null,
        ),
      );
      fill(
        facts,
        h("p", null, h("code", null, `${model.name} ${model.version}`), ` · ${bytes(model.bytes)} · ${model.licence}`),
        h("p", { class: "muted small" }, model.credit, " ", h("a", { href: model.home, target: "_blank", rel: "noreferrer" }, "Its page", h("span", { class: "visually-hidden" }, ` about ${model.title}, opens in a new tab`))),
        h("p", { class: "muted small" }, model.installed ? (model.folder ? ["In ", h("code", null, model.folder)] : null) : `Comes from ${model.sources.join(", then ")}`),
      );
      pull.classList.toggle("button-primary", model.used && !model.installed);
      pull.setLabel("Fetch");
      pull.setAttribute("aria-label", `Fetch ${model.title}, ${bytes(model.bytes)}`);
      verify.setAttribute("aria-label", `Verify ${model.title}`);
      drawActions(false);
    },
    showJob(job, busy) {
      drawActions(busy);
      if (job === null) {
        fill(result);
      } else if (job.state === "running") {
        const known = job.total > 0 && job.kind === "pull" && job.done > 0;
        bar.update({
          value: known ? job.done : undefined,
          max: job.total,
          text: known ? `${bytes(job.done)} of ${bytes(job.total)}` : "",
        });
        fill(result, bar, h("p", { class: "muted small" }, job.step || (job.kind === "pull" ? "Looking at what is here." : "Reading every byte.")));
      } else {
        fill(result, outcome(job));
        if (job.kind === "verify" && job.problems.length > 0 && admin) {
          fill(actions, pull);
          pull.setLabel("Repair");
          pull.setAttribute("aria-label", `Repair ${shown.title}`);
        }
      }
    },
  };
}

function outcome(job) {
  const kind = job.state === "failed" || job.problems.length > 0 ? "error" : "ok";
  return notice(kind, [
    h("p", { class: "strong" }, ending(job)),
    job.problems.length > 0 ? h("ul", { class: "small" }, job.problems.map((problem) => h("li", null, problem.replace(/^\s*- /, "")))) : null,
  ]);
}
