/** Who is signed in: a key, kept for this tab, or for good if the user says so. */

import { api } from "./api.js";

const STORED = "mynah.key";

/** Storage, or something as good for as long as the page is open. */
function open(name) {
  try {
    const storage = window[name];
    storage.getItem(STORED);
    return storage;
  } catch {
    const kept = new Map();
    return {
      getItem: (key) => kept.get(key) ?? null,
      setItem: (key, value) => void kept.set(key, value),
      removeItem: (key) => void kept.delete(key),
    };
  }
}

const forTab = open("sessionStorage");
const forGood = open("localStorage");
let known = null; // promise of the facts about this key

export const session = {
  /** @returns {string|null} the key */
  key() {
    return forTab.getItem(STORED) ?? forGood.getItem(STORED);
  },

  /** @returns {boolean} whether the key outlasts this tab */
  remembered() {
    return forGood.getItem(STORED) !== null;
  },

  /**
   * Tries a key and keeps it if it works.
   *
   * @param {string} key
   * @param {{remember?: boolean, signal?: AbortSignal}} [how]
   * @returns {Promise<object>} what `info` returns
   */
  async signIn(key, { remember = false, signal } = {}) {
    const info = await api.get("console/api/session", { key, signal });
    this.signOut();
    (remember ? forGood : forTab).setItem(STORED, key);
    known = Promise.resolve(info);
    return info;
  },

  /** Forgets the key. */
  signOut() {
    forTab.removeItem(STORED);
    forGood.removeItem(STORED);
    known = null;
  },

  /**
   * Returns `{owner, key: {id, name, prefix, expires_at, credit_left}, scopes, server: {version,
   * engine, languages, default_voice, recognizer, formats, consent_required, limits:
   * {text_characters, body_bytes, file_bytes, recognition_bytes}}}`, asked for once.
   *
   * @returns {Promise<object>}
   */
  info() {
    known ??= api.get("console/api/session").catch((failure) => {
      known = null;
      throw failure;
    });
    return known;
  },

  /**
   * Tells whether the key has a scope: speak, clone, manage or admin.
   *
   * @param {string} scope
   * @returns {Promise<boolean>}
   */
  async can(scope) {
    return (await this.info()).scopes.includes(scope);
  },
};
