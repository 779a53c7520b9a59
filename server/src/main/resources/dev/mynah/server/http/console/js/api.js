/** Requests to the server. Paths are relative, so that a reverse proxy may put a path before them. */

import { session } from "./session.js";
import { EventParser } from "./sse.js";

/** What a request that failed is told by. */
export class ApiError extends Error {
  /**
   * @param {{status: number, code: string, message: string, field?: string|null,
   *   retryAfter?: number|null, traceId?: string|null}} told `status` is 0 where no answer came;
   *   `retryAfter` is in seconds
   */
  constructor({ status, code, message, field = null, retryAfter = null, traceId = null }) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
    this.traceId = traceId;
  }
}

const SIGNED_OUT = "mynah:signed-out";

export const api = {
  /**
   * Reads JSON.
   *
   * @param {string} path e.g. `model?self=true`
   * @param {{query?: Record<string, any>, signal?: AbortSignal, headers?: Record<string, string>,
   *   key?: string}} [how] query values that are null, undefined or "" are left out
   * @returns {Promise<any>}
   */
  async get(path, how = {}) {
    return readJson(await api.fetch("GET", path, undefined, how));
  },

  /**
   * Sends something and reads the answer's JSON; null where there is none.
   *
   * @param {string} method
   * @param {string} path
   * @param {any} [body] FormData and Blob as they are, anything else as JSON
   * @param {object} [how] as for `get`
   * @returns {Promise<any>}
   */
  async send(method, path, body, how = {}) {
    return readJson(await api.fetch(method, path, body, how));
  },

  /**
   * Reads server-sent events as they come: `for await (const {event, data, id} of api.stream(...))`,
   * where `data` is what its JSON says, or the text if it is none.
   *
   * @param {string} method
   * @param {string} path
   * @param {any} [body]
   * @param {object} [how] as for `get`
   */
  async *stream(method, path, body, how = {}) {
    const headers = { Accept: "text/event-stream", ...how.headers };
    const response = await api.fetch(method, path, body, { ...how, headers });
    yield* events(response.body);
  },

  /**
   * Sends a request and returns the response if it is a success, e.g. to read audio piece by piece.
   *
   * @param {string} method
   * @param {string} path
   * @param {any} [body]
   * @param {object} [how] as for `get`
   * @returns {Promise<Response>}
   */
  async fetch(method, path, body, { query, signal, headers = {}, key } = {}) {
    const shown = key ?? session.key();
    const request = { method, signal, headers: { ...headers }, credentials: "omit" };
    if (shown) {
      request.headers.Authorization = `Bearer ${shown}`;
    }
    if (body instanceof FormData || body instanceof Blob) {
      request.body = body;
    } else if (body !== undefined && body !== null) {
      request.body = JSON.stringify(body);
      request.headers["Content-Type"] = "application/json";
    }
    const response = await reach(withQuery(path, query), request);
    if (!response.ok) {
      const failure = await failureOf(response);
      if (failure.status === 401 && key === undefined) {
        window.dispatchEvent(new CustomEvent(SIGNED_OUT, { detail: failure }));
      }
      throw failure;
    }
    return response;
  },

  /**
   * Sends a form with files, and tells how much of it has gone.
   *
   * @param {string} path
   * @param {FormData} form
   * @param {{signal?: AbortSignal, onprogress?: (sent: number, total: number) => void}} [how]
   *   bytes, of the form as a whole
   * @returns {Promise<any>} the answer's JSON
   */
  upload(path, form, { signal, onprogress } = {}) {
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest(); // fetch can't tell how much has gone
      const stop = () => request.abort();
      signal?.throwIfAborted();
      signal?.addEventListener("abort", stop, { once: true });
      request.open("POST", path);
      request.setRequestHeader("Authorization", `Bearer ${session.key()}`);
      request.upload.addEventListener("progress", (event) => onprogress?.(event.loaded, event.total));
      request.addEventListener("loadend", () => signal?.removeEventListener("abort", stop));
      request.addEventListener("abort", () => failed(new DOMException("The upload was stopped.", "AbortError")));
      request.addEventListener("error", () => failed(unreachable()));
      request.addEventListener("load", () => finish(request).then(done, failed));
      request.send(form);
    });
  },

  /**
   * Calls back when the server no longer takes the key.
   *
   * @param {(failure: ApiError) => void} listener
   */
  onSignedOut(listener) {
    window.addEventListener(SIGNED_OUT, (event) => listener(event.detail));
  },
};

/**
 * Tells whether a failure is only the page's own wish to stop.
 *
 * @param {unknown} failure
 * @returns {boolean}
 */
export function isAbort(failure) {
  return failure instanceof DOMException && failure.name === "AbortError";
}

/**
 * Puts values behind a path.
 *
 * @param {string} path
 * @param {Record<string, any>} [query] null, undefined and "" are left out; lists are repeated
 * @returns {string}
 */
export function withQuery(path, query) {
  const values = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const each of Array.isArray(value) ? value : [value]) {
      if (each !== null && each !== undefined && each !== "") {
        values.append(name, String(each));
      }
    }
  }
  const written = values.toString();
  return written ? `${path}${path.includes("?") ? "&" : "?"}${written}` : path;
}

async function reach(path, request) {
  try {
    return await fetch(path, request);
  } catch (failure) {
    if (isAbort(failure)) {
      throw failure;
    }
    throw unreachable();
  }
}

function unreachable() {
  return new ApiError({
    status: 0,
    code: "unreachable",
    message: "The server can't be reached. Check that it is running, then try again.",
  });
}

/** Reads an answer as `fetch` would hand it over. */
async function finish(request) {
  const headers = new Headers();
  for (const name of ["Retry-After", "X-Trace-Id"]) {
    const value = request.getResponseHeader(name);
    if (value !== null) {
      headers.set(name, value);
    }
  }
  const response = new Response(request.responseText, { status: request.status, headers });
  if (!response.ok) {
    throw await failureOf(response);
  }
  return readJson(response);
}

async function readJson(response) {
  const text = await response.text();
  return text === "" ? null : JSON.parse(text);
}

/** Reads the error shapes of all dialects. */
async function failureOf(response) {
  let body = null;
  try {
    body = JSON.parse(await response.text());
  } catch {
    // A proxy's own page, or nothing: the status has to do.
  }
  const told = {
    status: response.status,
    code: `http_${response.status}`,
    message: `The server answered ${response.status} and said no more.`,
    retryAfter: Number(response.headers.get("Retry-After")) || null,
    traceId: response.headers.get("X-Trace-Id"),
  };
  if (Array.isArray(body) && body[0]?.msg) {
    const field = (body[0].loc ?? []).join(".");
    told.code = body[0].type ?? told.code;
    told.field = field || null;
    told.message = field ? `${field}: ${body[0].msg}` : body[0].msg;
  } else if (body?.error && typeof body.error === "object") {
    told.code = body.error.code ?? body.error.type ?? told.code;
    told.field = body.error.param ?? null;
    told.message = body.error.message ?? told.message;
  } else if (typeof body?.message === "string") {
    told.message = body.message;
  }
  return new ApiError(told);
}

async function* events(stream) {
  const reader = stream.getReader();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      for (const { event, data, id } of parser.push(value)) {
        yield { event, id, data: parsed(data) };
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
