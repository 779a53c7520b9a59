/** What was filled in, for as long as this tab is open; so that a second try begins where the first ended. */

const RUNNING = "mynah.clone.running";

const EMPTY = { way: "link", url: "", files: [], take: null, title: "", titleTyped: false, owner: "", statement: "", description: "", language: "", visibility: "private" };

/** The draft. Its recordings stay in memory alone. */
export let draft = { ...EMPTY };

/** Forgets everything that was filled in. */
export function clearDraft() {
  draft = { ...EMPTY };
}

/** The clone that was begun in this tab last and may still be under way: `{task, title, names}`. */
export const running = {
  get() {
    try {
      return JSON.parse(sessionStorage.getItem(RUNNING) ?? "null");
    } catch {
      return null;
    }
  },

  set(clone) {
    try {
      clone ? sessionStorage.setItem(RUNNING, JSON.stringify(clone)) : sessionStorage.removeItem(RUNNING);
    } catch {
      // The address holds the task as well.
    }
  },
};
