// What a driver has seen of a server, call by call, for the test that started it.

import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";

export const URL = process.env.MYNAH_TEST_URL;
export const KEY = process.env.MYNAH_TEST_KEY;
export const POOR_KEY = process.env.MYNAH_TEST_POOR_KEY; // of somebody without credit
export const VOICE = process.env.MYNAH_TEST_VOICE; // one that everybody may use
export const VOICE_NAME = process.env.MYNAH_TEST_VOICE_NAME;
export const TEXT = process.env.MYNAH_TEST_TEXT;
export const RECORDING = readFileSync(process.env.MYNAH_TEST_RECORDING);
export const SAID = process.env.MYNAH_TEST_SAID; // what the recording says
export const LISTENS = process.env.MYNAH_TEST_LISTENS === "true"; // whether the server can transcribe
export const NOWHERE = "f".repeat(32); // no voice has this id
export const PICTURE = Buffer.from("R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAkQBADs=", "base64");
const FOLDER = process.env.MYNAH_TEST_FOLDER;
const PATIENCE = 60_000; // ms; a call that takes longer hangs

let files = 0;

/** Says that a call has been made and did what it should. */
export function seen(call, facts = {}) {
  appendFileSync(join(FOLDER, "report.jsonl"), JSON.stringify({ call, ...facts }) + "\n");
}

/** Hands over what a call made audible; the rate tells what raw samples are. */
export function heard(call, audio, format, { rate = 0, text = TEXT, voice = "preset", speed = 1 } = {}) {
  const name = `${++files}.${format}`;
  writeFileSync(join(FOLDER, name), audio);
  seen(call, { audio: name, format, rate, text, voice, speed });
}

export function check(what, holds) {
  if (!holds) {
    throw new Error(`${what} doesn't hold`);
  }
}

export function same(what, found, wanted) {
  check(
    `${what}: ${JSON.stringify(found)}, where ${JSON.stringify(wanted)} is wanted, which`,
    isDeepStrictEqual(found, wanted),
  );
}

/** Holds if texts share nearly all of their words. */
export function alike(what, found, wanted) {
  const words = (text) => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
  const rest = words(found);
  const total = Math.max(rest.length, words(wanted).length);
  let common = 0;
  for (const word of words(wanted)) {
    const at = rest.indexOf(word);
    if (at >= 0) {
      rest.splice(at, 1);
      common++;
    }
  }
  check(`${what}: "${found}" for "${wanted}", which`, common >= 0.8 * total);
}

/** Makes a call that must be refused with this kind of error and these attributes. */
export async function refused(call, kind, facts, action) {
  let error;
  try {
    await action();
  } catch (thrown) {
    error = thrown;
  }
  check(`${call} is refused`, error !== undefined);
  if (error.constructor.name !== kind) {
    throw error;
  }
  same(call, Object.fromEntries(Object.keys(facts).map((name) => [name, error[name]])), facts);
  seen(call);
}

/** Waits for something that might hang. */
export function inTime(call, promise) {
  let timer;
  const late = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${call} hangs`)), PATIENCE);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export async function bytes(stream) {
  const pieces = [];
  for await (const piece of stream) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/** A text as a language model hands it out: a few letters at a time, not caring for words. */
export async function* dribble(text) {
  for (let at = 0; at < text.length; at += 5) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    yield text.slice(at, at + 5);
  }
}
