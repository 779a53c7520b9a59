import { api } from "../api.js";
import { add, h } from "../dom.js";
import { hasPage } from "../pages.js";
import { href } from "../router.js";
import { session } from "../session.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { icon } from "../ui/icon.js";
import { pageHead } from "../ui/pageHead.js";

export const title = "Home";

const SHOWN = 6;

/** Where everybody comes in: what one can do, and the voices there are. */
export async function show(main, { signal }) {
  const [info, own, all] = await Promise.all([
    session.info(),
    api.get("model", { query: { self: true, page_size: SHOWN, sort_by: "created_at" }, signal }),
    api.get("model", { query: { page_size: SHOWN, sort_by: "score" }, signal }),
  ]);
  const fresh = own.total === 0;
  add(main, [
    pageHead({
      title: fresh ? "Make your first voice" : "What shall be said?",
      lead: fresh
        ? "Ten seconds of clear speech are enough: a link, a file or your microphone. Or begin with a voice that is here already."
        : `${own.total} ${own.total === 1 ? "voice" : "voices"} of yours, on your own machine.`,
    }),
    doors(info.scopes, fresh),
    fresh ? null : shelf("Your newest voices", own.items),
    shelf(fresh ? "Voices to try" : "Voices for everybody", all.items.filter((voice) => !own.items.some((mine) => mine._id === voice._id))),
  ]);
}

/** The two or three things people come for. */
function doors(scopes, fresh) {
  const list = [
    { path: "/clone", scope: "clone", icon: "clone", title: "Clone a voice", text: "From a link, a file or your microphone, in about a minute." },
    { path: "/speak", scope: "speak", icon: "speak", title: "Speak a text", text: "Type, choose a voice, and hear it while it is made." },
    { path: "/try", scope: "speak", icon: "try", title: "Use it in a program", text: "Every request as curl, Python, JavaScript, Java and Go." },
  ].filter((door) => hasPage(door.path) && scopes.includes(door.scope));
  return h(
    "div",
    { class: "doors" },
    list.map((door, i) =>
      h(
        "a",
        { class: ["door", fresh && i === 0 && "door-first"], href: href(door.path) },
        icon(door.icon, { size: 28 }),
        h("span", { class: "door-title" }, door.title),
        h("span", { class: "door-text" }, door.text),
      ),
    ),
  );
}

function shelf(name, voices) {
  if (voices.length === 0) {
    return null;
  }
  return h(
    "section",
    { class: "section" },
    h(
      "div",
      { class: "section-head" },
      h("h2", null, name),
      hasPage("/voices") ? h("a", { href: href("/voices") }, "All voices") : null,
    ),
    h("ul", { class: "cards cards-wide" }, voices.map(voiceCard)),
  );
}

function voiceCard(voice) {
  const sample = voice.samples?.[0]?.audio ?? null;
  return h(
    "li",
    { class: "card voice-mini" },
    voice.cover_image ? h("img", { class: "cover", src: voice.cover_image, alt: "", width: 56, height: 56, loading: "lazy" }) : h("span", { class: "cover" }),
    h(
      "div",
      { class: "voice-mini-words" },
      hasPage("/voices/:id") ? h("a", { class: "voice-mini-name", href: href(`/voices/${voice._id}`), title: voice.title }, voice.title) : h("span", { class: "voice-mini-name", title: voice.title }, voice.title),
      h("p", { class: "muted small clip" }, voice.description || (voice.languages ?? []).join(", ")),
    ),
    sample ? audioPlayer({ title: `${voice.title}'s sample`, source: sample, compact: true }) : null,
    hasPage("/speak") ? button({ label: `Speak with ${voice.title}`, icon: "speak", iconOnly: true, kind: "quiet", href: href("/speak", { voice: voice._id }) }) : null,
  );
}
