/** Hands a clone in: what is to be uploaded goes first, then the order, which answers at once. */

import { api } from "../api.js";

/**
 * What a voice is made of.
 *
 * @typedef {{kind: "link", url: string} | {kind: "files", files: {name: string, blob: Blob}[]}}
 *   Source
 */

/**
 * Orders a voice.
 *
 * @param {Source} source
 * @param {{title: string, description: string, visibility: string, tags: string[],
 *   consent: string}} details
 * @param {{signal: AbortSignal, onupload: (sent: number, total: number) => void}} how told bytes of
 *   all files together
 * @returns {Promise<string>} the task's id
 */
export async function order(source, details, { signal, onupload }) {
  const { description, ...rest } = details;
  const common = { ...rest, ...(description ? { description } : {}), async: true };
  const accepted =
    source.kind === "link"
      ? await api.send("POST", "fish/voices", { voice_url: source.url, ...common }, { signal })
      : await api.send("POST", "fish/model", { voices: await uploaded(source.files, { signal, onupload }), ...common }, { signal });
  return accepted.task_id;
}

/** Uploads files one after the other; returns links that only this server can read. */
async function uploaded(files, { signal, onupload }) {
  const total = files.reduce((sum, { blob }) => sum + blob.size, 0);
  const links = [];
  let before = 0;
  for (const { name, blob } of files) {
    const form = new FormData();
    form.append("file", blob, name);
    const answer = await api.upload("api/v1/files", form, {
      signal,
      onprogress: (sent) => onupload(Math.min(total, before + Math.min(sent, blob.size)), total),
    });
    before += blob.size;
    onupload(before, total);
    links.push(answer.url);
  }
  return links;
}
