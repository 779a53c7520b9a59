import { api, ApiError } from "../api.js";
import { fill } from "../dom.js";
import { href, navigate, note, reload } from "../router.js";
import { session } from "../session.js";
import { button } from "../ui/button.js";
import { pageHead } from "../ui/pageHead.js";
import { errorState } from "../ui/states.js";
import { clearDraft, draft, running } from "../clone/draft.js";
import { showForm } from "../clone/form.js";
import { showMaking } from "../clone/making.js";
import { showResult } from "../clone/result.js";

export const title = "Clone a voice";

/**
 * The way from a recording to a voice: the form, the making, the result. While a voice is made, its
 * task is in the address, so that it is found again.
 */
export async function show(main, { query, signal }) {
  const info = await session.info();
  if (query.task) {
    // Not waited for: the page is there, only its voice isn't yet.
    making(main, info, signal, await known(query.task, signal));
    return;
  }
  showForm(main, {
    info,
    signal,
    onordered: (clone) => {
      note("/clone", { task: clone.task });
      making(main, info, signal, clone);
    },
  });
}

/** What is known of a clone that may have been begun elsewhere. */
async function known(task, signal) {
  const kept = running.get();
  if (kept?.task === task) {
    return kept;
  }
  const { request } = await api.send("POST", "fish/tasks", { id: task }, { signal });
  return { task, title: request?.title ?? "a voice", names: [] };
}

async function making(main, info, signal, clone) {
  const again = () => {
    draft.title = clone.title;
    navigate("/clone");
  };
  const another = () => {
    clearDraft();
    navigate("/clone");
  };
  const onready = (voiceId) => showResult(main, { voiceId, info, signal, onanother: another, onagain: again });
  try {
    await showMaking(main, { clone, signal, onready, onagain: again });
  } catch (failure) {
    if (signal.aborted) {
      return;
    }
    running.set(null);
    if (failure instanceof ApiError && failure.status === 404) {
      showUnknown(main);
    } else {
      fill(main, pageHead({ title: "This clone can't be shown" }), errorState(failure, reload));
    }
  }
}

function showUnknown(main) {
  fill(
    main,
    pageHead({ title: "There is no such clone", lead: "It may be another key's, or so old that it was forgotten. A voice that was made is still among the voices." }),
    button({ label: "Clone a voice", icon: "clone", kind: "primary", href: href("/clone") }),
  );
}
