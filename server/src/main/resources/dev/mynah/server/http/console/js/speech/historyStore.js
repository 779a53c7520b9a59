/*
 * What was spoken in this browser, kept in IndexedDB: facts in one store, so that they are listed
 * without their sound, the sound in the other. The oldest goes where there is too much.
 *
 * @typedef {{id: string, owner: string, at: number, order: import('./speaking.js').Order,
 *   duration: number, sampleRate: number, size: number, whole: boolean, hasAudio: boolean,
 *   chunks: {content: string, words: import('./wordClock.js').Word[]}[]}} Spoken `at` is in ms
 */

/** How many bytes of sound are kept for all keys together. */
export const MAX_BYTES = 100_000_000;
/** How many texts are kept. */
const MAX_ENTRIES = 1000;

const NAME = "mynah.history";
const ENTRIES = "entries";
const AUDIO = "audio";

export class HistoryStore {
  #maxBytes;
  #opened = null;

  /** @param {number} [maxBytes] */
  constructor(maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes;
  }

  /**
   * Keeps what was spoken. Sound that is too large for the bound is not kept, but its text is.
   *
   * @param {Spoken} entry
   * @param {Blob} file
   */
  async add(entry, file) {
    const fits = file.size <= this.#maxBytes;
    const kept = { ...entry, size: fits ? file.size : 0, hasAudio: fits };
    try {
      await this.#put(kept, fits ? file : null);
    } catch (failure) {
      if (failure?.name !== "QuotaExceededError" || !fits) {
        throw failure;
      }
      await this.#put({ ...kept, size: 0, hasAudio: false }, null); // the browser has no room
    }
  }

  /**
   * Returns what an owner's keys had spoken, the newest first.
   *
   * @param {string} owner
   * @returns {Promise<Spoken[]>}
   */
  async list(owner) {
    const all = await this.#run("readonly", (entries) => entries.getAll());
    return all.filter((entry) => entry.owner === owner).sort((a, b) => b.at - a.at);
  }

  /**
   * Returns a recording's bytes, null if they aren't kept.
   *
   * @param {string} id
   * @returns {Promise<Blob | null>}
   */
  async audio(id) {
    return (await this.#run("readonly", (_, audio) => audio.get(id))) ?? null;
  }

  /** @param {string} id */
  async remove(id) {
    await this.#run("readwrite", (entries, audio) => {
      audio.delete(id);
      return entries.delete(id);
    });
  }

  /** Deletes everything of an owner's. */
  async clear(owner) {
    for (const { id } of await this.list(owner)) {
      await this.remove(id);
    }
  }

  async #put(entry, file) {
    const all = await this.#run("readonly", (entries) => entries.getAll());
    const dropped = surplus(all, this.#maxBytes - entry.size, MAX_ENTRIES - 1);
    await this.#run("readwrite", (entries, audio) => {
      for (const id of dropped) {
        entries.delete(id);
        audio.delete(id);
      }
      if (file !== null) {
        audio.put(file, entry.id);
      }
      return entries.put(entry);
    });
  }

  /** Runs a transaction and returns what the request it made found, once all is on the disk. */
  async #run(mode, act) {
    const database = await this.#open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction([ENTRIES, AUDIO], mode);
      const request = act(transaction.objectStore(ENTRIES), transaction.objectStore(AUDIO));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  #open() {
    this.#opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(ENTRIES, { keyPath: "id" });
        request.result.createObjectStore(AUDIO);
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    }).catch((failure) => {
      this.#opened = null;
      throw failure;
    });
    return this.#opened;
  }
}

/**
 * Says what must go, the oldest first.
 *
 * @param {{id: string, at: number, size: number}[]} entries
 * @param {number} maxBytes
 * @param {number} maxEntries
 * @returns {string[]} ids
 */
export function surplus(entries, maxBytes, maxEntries) {
  const newestFirst = [...entries].sort((a, b) => b.at - a.at);
  let bytes = 0;
  const first = newestFirst.findIndex((entry, kept) => {
    bytes += entry.size;
    return kept >= maxEntries || bytes > maxBytes;
  });
  return first < 0 ? [] : newestFirst.slice(first).map((entry) => entry.id);
}
