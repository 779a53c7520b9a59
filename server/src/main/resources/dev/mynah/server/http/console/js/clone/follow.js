/** Follows the making of a voice, whatever happens to the connection. */

import { api, isAbort } from "../api.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/**
 * Follows a task until it has ended. A stream that breaks off is taken up again for as long as the
 * page is open.
 *
 * @param {string} taskId
 * @param {{signal: AbortSignal, onprogress: (facts: object) => void,
 *   onconnection: (there: boolean) => void}} how
 * @returns {Promise<object>} the data of the end event: `{state, voice_id}` or `{state, code,
 *   message, field}`
 */
export async function follow(taskId, { signal, onprogress, onconnection }) {
  let wait = FIRST_WAIT_MS;
  for (;;) {
    const events = api.stream("GET", progressPath(taskId), undefined, { signal });
    for (let next = await nextOf(events, signal); next !== null; next = await nextOf(events, signal)) {
      wait = FIRST_WAIT_MS;
      onconnection(true);
      if (next.event === "end") {
        return next.data;
      }
      onprogress(next.data);
    }
    onconnection(false);
    await pause(wait, signal);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }
}

/** Returns the next event; null where the stream is over or broken in a way that may pass. */
async function nextOf(events, signal) {
  try {
    const { done, value } = await events.next();
    signal.throwIfAborted();
    return done ? null : value;
  } catch (failure) {
    if (isAbort(failure) || signal.aborted || !mayPass(failure)) {
      throw failure;
    }
    return null;
  }
}

function progressPath(taskId) {
  return `console/api/tasks/${encodeURIComponent(taskId)}/progress`;
}

/** A broken stream is a TypeError; the server's own words have a status. */
function mayPass(failure) {
  return failure.status === undefined || failure.status === 0 || failure.status === 429 || failure.status >= 500;
}

function pause(milliseconds, signal) {
  return new Promise((done, failed) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        failed(signal.reason);
      },
      { once: true },
    );
  });
}
