import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { ago, date, dateTime, number } from "../format.js";
import { href } from "../router.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { confirm } from "../ui/confirm.js";
import { checkbox } from "../ui/field.js";
import { pageHead } from "../ui/pageHead.js";
import { badge, emptyState, errorState, loadingState } from "../ui/states.js";
import { table } from "../ui/table.js";
import { toast } from "../ui/toast.js";
import { pager } from "../ui/pager.js";
import { editKey, makeKey, rotateKey } from "./key-dialogs.js";

export const title = "API keys";

const PAGE = 50;

/** Keys: made, limited, watched, replaced and revoked. */
export async function show(main, { query, signal }) {
  const info = await session.info();
  const admin = info.scopes.includes("admin");
  const wish = { everybody: false, revoked: false, offset: 0 };
  const list = h("div", { class: "section" });

  const load = async () => {
    try {
      const found = await api.get("console/api/keys", { query: { ...wish, limit: PAGE }, signal });
      fill(list, drawn(found));
    } catch (failure) {
      if (!signal.aborted) {
        fill(list, errorState(failure, load));
      }
    }
  };

  const drawn = (found) =>
    found.total === 0
      ? emptyState({ icon: "key", title: "No keys", text: "A key lets a program use this server, with limits you set." })
      : [
          table({ caption: "API keys", columns: columns(found), rows: found.items }),
          pager({ total: found.total, limit: PAGE, offset: wish.offset, go: (offset) => { wish.offset = offset; return load(); } }),
        ];

  const columns = (found) => [
    { label: "Name", header: true, cell: (key) => nameOf(key, found.owner) },
    { label: "May", cell: (key) => h("span", { class: "row" }, key.scopes.map((scope) => badge(scope, scope === "admin" ? "warning" : "plain"))) },
    { label: "Credit", cell: (key) => creditOf(key) },
    { label: "At once", cell: (key) => (key.concurrency === null ? h("span", { class: "muted" }, "usual") : key.concurrency === 0 ? "any number" : number(key.concurrency)) },
    { label: "Last used", cell: (key) => (key.last_used_at ? h("span", { title: dateTime(key.last_used_at) }, ago(key.last_used_at)) : h("span", { class: "muted" }, "never")) },
    { label: "Expires", cell: (key) => endOf(key) },
    { label: "Actions", hideLabel: true, align: "end", cell: (key) => actionsOf(key) },
  ];

  const actionsOf = (key) => {
    if (key.state === "revoked") {
      return null;
    }
    const platform = key.kind === "platform";
    return h(
      "span",
      { class: "key-actions" },
      platform ? null : button({ label: `Edit ${key.name}`, icon: "edit", iconOnly: true, kind: "quiet", onclick: () => editKey(key, info).then(again) }),
      platform || key.configured ? null : button({ label: `Rotate ${key.name}`, icon: "refresh", iconOnly: true, kind: "quiet", onclick: () => rotateKey(key).then(again) }),
      key.current || key.configured ? null : button({ label: `Revoke ${key.name}`, icon: "trash", iconOnly: true, kind: "quiet", onclick: () => revoke(key).then(again) }),
    );
  };

  const again = (changed) => (changed ? load() : undefined);

  const flip = (name, label) =>
    checkbox({
      label,
      onchange: (event) => {
        wish[name] = event.target.checked;
        wish.offset = 0;
        load();
      },
    });

  fill(
    main,
    pageHead({
      title: "API keys",
      lead: "Each program gets a key of its own, with no more rights than it needs. Keys are kept as hashes: a secret is shown once.",
      actions: button({ label: "Create key", icon: "plus", kind: "primary", onclick: () => makeKey(info).then(again) }),
    }),
    h("div", { class: "row filters" }, flip("revoked", "Show revoked keys"), admin ? flip("everybody", "Everybody's keys") : null),
    list,
  );
  fill(list, loadingState("Loading keys"));
  await load();
  if (query.create !== undefined) {
    makeKey(info).then(again);
  }
}

function nameOf(key, owner) {
  const remarks = [
    key.current ? badge("You are signed in with it", "accent") : null,
    key.state === "working" ? null : badge(key.state, "error"),
    key.kind === "platform" ? badge("manages keys only") : null,
    key.configured ? badge("from the configuration") : null,
    key.owner === owner ? null : badge("another owner's"),
  ].filter(Boolean);
  return h(
    "span",
    { class: "key-name" },
    h("span", { class: "strong" }, key.name),
    h("code", { class: "muted" }, key.configured ? "" : `${key.prefix}…`),
    remarks.length > 0 ? h("span", { class: "row" }, remarks) : null,
  );
}

function creditOf(key) {
  const { limit, used, reserved, left } = key.credit;
  if (limit === null) {
    return h("span", null, `${number(used)} used`, h("span", { class: "muted" }, ", no limit"));
  }
  const text = `${number(left)} of ${number(limit)} left`;
  return h(
    "span",
    { class: "key-credit" },
    h("meter", { min: 0, max: Math.max(1, limit), low: limit * 0.1, value: left, "aria-label": `Credit of ${key.name}: ${text}` }),
    h("span", { class: "small" }, text),
    reserved > 0 ? h("span", { class: "small muted" }, `${number(reserved)} set aside for work under way`) : null,
  );
}

function endOf(key) {
  if (key.state === "revoked") {
    return h("span", { class: "muted" }, `revoked ${date(key.revoked_at)}`);
  }
  if (key.expires_at === null) {
    return h("span", { class: "muted" }, "never");
  }
  return h("span", { title: dateTime(key.expires_at) }, ago(key.expires_at));
}

async function revoke(key) {
  const sure = await confirm({
    title: `Revoke ${key.name}?`,
    text: [
      h("p", null, "Whatever uses this key is refused from the next second on. This can't be undone."),
      key.last_used_at ? h("p", { class: "muted" }, `It was last used ${ago(key.last_used_at)}.`) : null,
      h("p", null, h("a", { href: href("/usage", { key: key.id }) }, "See what it was used for")),
    ],
    action: "Revoke key",
  });
  if (!sure) {
    return false;
  }
  const kind = key.kind === "platform" ? "platform-tokens" : "credentials";
  try {
    await api.send("DELETE", `api/v1/${kind}/${encodeURIComponent(key.id)}`);
    toast(`${key.name} is revoked.`);
  } catch (failure) {
    toast(failure.message, { kind: "error" });
  }
  return true;
}

