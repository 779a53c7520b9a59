/** Finds voices to speak with, in the groups in which they are offered. */
import { api } from "../api.js";
import { session } from "../session.js";

const RECENT = "mynah.voices.recent";
const MAX_RECENT = 5;
const PAGE = 50;
/** Whom preset voices belong to. */
const SERVER = "0".repeat(32);

/** @typedef {{id: string, title: string, note?: string, sample?: string}} VoiceItem */

/**
 * @param {string} text a part of the title, "" for all
 * @param {AbortSignal} signal
 * @returns {Promise<{label: string, items: VoiceItem[]}[]>}
 */
export async function findVoices(text, signal) {
  const query = { title: text, page_size: PAGE };
  const [mine, presets, others] = await Promise.all([
    page({ ...query, self: true, sort_by: "created_at" }, signal),
    page({ ...query, author_id: SERVER }, signal),
    page(query, signal),
  ]);
  const known = new Set([...mine, ...presets].map((voice) => voice.id));
  const all = [...mine, ...presets, ...others];
  return [
    { label: "Recent", items: text === "" ? recentVoices().filter((voice) => voice.id) : [] },
    { label: "My voices", items: mine },
    { label: "Presets", items: presets },
    { label: "Public voices", items: others.filter((voice) => !known.has(voice.id)) },
  ].map((group) => ({ ...group, items: group.items.map((item) => all.find((v) => v.id === item.id) ?? item) }));
}

/** Reads one voice. */
export async function readVoice(id, signal) {
  return itemOf(await api.get(`model/${encodeURIComponent(id)}`, { signal }));
}

/**
 * Returns the voice to begin with: the last one used, else the server's own choice.
 *
 * @returns {Promise<VoiceItem | null>} null if there is none
 */
export async function firstVoice(signal) {
  const { server } = await session.info();
  for (const id of [recentVoices()[0]?.id, server.default_voice]) {
    if (id) {
      try {
        return await readVoice(id, signal);
      } catch (failure) {
        if (failure.status !== 404 && failure.status !== 400) {
          throw failure;
        }
      }
    }
  }
  const [group] = (await findVoices("", signal)).filter(({ items }) => items.length > 0);
  return group?.items[0] ?? null;
}

/** The voices used last, the latest first. */
function recentVoices() {
  try {
    const kept = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
    return Array.isArray(kept) ? kept.filter((voice) => voice?.id && voice.title) : [];
  } catch {
    return [];
  }
}

/** Puts a voice first among those used last. */
export function noteRecent({ id, title, note }) {
  const others = recentVoices().filter((voice) => voice.id !== id);
  keepRecent([{ id, title, note }, ...others].slice(0, MAX_RECENT));
}

/** Takes a voice that is gone from those used last. */
export function dropRecent(id) {
  keepRecent(recentVoices().filter((voice) => voice.id !== id));
}

function keepRecent(voices) {
  try {
    localStorage.setItem(RECENT, JSON.stringify(voices));
  } catch {
    // Without storage nothing is remembered.
  }
}

async function page(query, signal) {
  const { items } = await api.get("model", { query, signal });
  return items.filter((voice) => voice.state === "trained").map(itemOf);
}

function itemOf(voice) {
  const notes = [...(voice.languages ?? []), ...(voice.tags ?? [])].slice(0, 4);
  return {
    id: voice._id,
    title: voice.title,
    note: notes.join(", "),
    sample: voice.samples?.[0]?.audio,
  };
}
