/** The secret that signs the callbacks of a key, and how a receiver checks it. */

import { api } from "../api.js";
import { fill, h } from "../dom.js";
import { dateTime } from "../format.js";
import { button } from "../ui/button.js";
import { confirm } from "../ui/confirm.js";
import { copyButton } from "../ui/copyButton.js";
import { field } from "../ui/field.js";
import { errorState } from "../ui/states.js";
import { tabs } from "../ui/tabs.js";
import { toast } from "../ui/toast.js";
import { codeBlock } from "./task-parts.js";

const GRACES = [
  { value: "86400", label: "A day" },
  { value: "3600", label: "An hour" },
  { value: "604800", label: "A week" },
  { value: "0", label: "No time" },
];

const LIBRARIES = [
  {
    id: "python",
    label: "Python",
    code: `# pip install standardwebhooks
from standardwebhooks.webhooks import Webhook

# Throws if it isn't genuine.
payload = Webhook("whsec_...").verify(body, headers)`,
  },
  {
    id: "javascript",
    label: "JavaScript",
    code: `// npm install standardwebhooks
import { Webhook } from "standardwebhooks";

// Throws if it isn't genuine.
const payload = new Webhook("whsec_...").verify(body, headers);`,
  },
  {
    id: "plain",
    label: "Without a library",
    code: `import base64, hashlib, hmac, time

def genuine(secret, headers, body):  # body: the bytes as they came
    signed_at = headers["webhook-timestamp"]
    if abs(time.time() - int(signed_at)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    message = f"{headers['webhook-id']}.{signed_at}.".encode() + body
    wanted = base64.b64encode(hmac.digest(key, message, hashlib.sha256)).decode()
    return any(hmac.compare_digest(each, "v1," + wanted)
               for each in headers["webhook-signature"].split())`,
  },
];

/**
 * Makes the section.
 *
 * @param {{signal: AbortSignal}} how
 * @returns {HTMLElement}
 */
export function signing({ signal }) {
  const secrets = h("div", { class: "stack" });
  const key = field({ label: "API key", options: [{ value: "", label: "Loading" }], hint: "Callbacks are signed with the secret of the key the task was asked for with." });
  const path = () => `console/api/keys/${encodeURIComponent(key.input.value)}/signing-secret`;

  const reveal = button({
    label: "Show the secret",
    icon: "lock",
    onclick: () => reveal.during(async () => {
      try {
        drawSecrets(await api.get(path(), { signal }));
      } catch (failure) {
        toast(failure.message, { kind: "error" });
      }
    }),
  });

  const hide = () => fill(secrets, h("div", { class: "row" }, reveal));
  key.input.addEventListener("change", hide);

  const drawSecrets = ({ secrets: list }) => {
    const grace = field({ label: "Keep the old one for", options: GRACES });
    const rotate = button({ label: "Replace it", icon: "refresh", onclick: () => rotate.during(() => replace(Number(grace.input.value))) });
    fill(
      secrets,
      list.map((each, i) => {
        const shown = field({ label: i === 0 ? "Signing secret" : `The one before, which signs until ${dateTime(each.retires_at)}`, value: each.secret, readonly: true, spellcheck: "false" });
        return h("div", { class: "secret-line" }, shown, copyButton({ text: each.secret, label: i === 0 ? "Copy signing secret" : "Copy the one before", small: false }));
      }),
      h("div", { class: "secret-line" }, grace, rotate),
      h("div", { class: "row" }, button({ label: "Hide", kind: "quiet", onclick: () => { hide(); reveal.focus(); } })),
    );
  };

  const replace = async (graceSeconds) => {
    const sure = await confirm({
      title: "Replace the signing secret?",
      text: graceSeconds === 0 ? "Receivers that don't know the new one refuse callbacks from now on." : "Both sign meanwhile, so that receivers can be given the new one without missing a callback.",
      action: "Replace it",
      danger: graceSeconds === 0,
    });
    if (!sure) {
      return;
    }
    try {
      drawSecrets(await api.send("POST", `${path()}/rotate`, { grace_seconds: graceSeconds }, { signal }));
      toast("There is a new signing secret.");
    } catch (failure) {
      toast(failure.message, { kind: "error" });
    }
  };

  const load = async () => {
    try {
      const found = await api.get("console/api/keys", { query: { limit: 200 }, signal });
      const keys = found.items.filter((each) => each.kind === "service");
      fill(key.input, keys.map((each) => h("option", { value: each.id }, each.current ? `${each.name} (yours)` : each.name)));
      key.input.value = (keys.find((each) => each.current) ?? keys[0])?.id ?? "";
      hide();
    } catch (failure) {
      if (!signal.aborted) {
        fill(secrets, errorState(failure, load));
      }
    }
  };
  load();

  return h(
    "section",
    { class: "section", "aria-labelledby": "signing-title" },
    h("div", { class: "section-head" }, h("h2", { id: "signing-title" }, "Signature")),
    h(
      "div",
      { class: "columns" },
      h("div", { class: "card stack" }, key, secrets),
      h(
        "div",
        { class: "stack" },
        h("p", null, "Check it over the body's bytes as they came, before parsing. Answer any 2xx within 15 seconds and do the work later; drop a ", h("code", null, "webhook-id"), " you have seen."),
        tabs({
          label: "Ways to check the signature",
          tabs: LIBRARIES.map(({ id, label, code }) => ({ id, label, render: (panel) => fill(panel, codeBlock(code, `Example in ${label}`)) })),
        }),
      ),
    ),
  );
}
