/** Talks over a WebSocket: connect, send messages, see and hear what comes. */

import { add, fill, h } from "../dom.js";
import { session } from "../session.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { field } from "../ui/field.js";
import { badge } from "../ui/states.js";
import { announce } from "../ui/toast.js";
import { download, short } from "./answer.js";

const TYPES = { mp3: "audio/mpeg", wav: "audio/wav", opus: "audio/ogg" };
const MOST_EVENTS = 500; // shown; older ones go

/**
 * Makes the controls of a socket. What is said and heard is listed elsewhere.
 *
 * @param {import("./document.js").Operation} operation
 * @param {HTMLElement} place where messages and sound are shown
 * @param {AbortSignal} signal ends the talk with the page
 * @returns {HTMLElement}
 */
export function socketPanel(operation, place, signal) {
  const examples = Object.entries(operation.socket.examples).map(([name, value]) => ({ name, value }));
  const log = h("ol", { class: "try-events", tabindex: 0, "aria-label": "Messages" });
  const sounds = h("div", { class: "stack" });
  const chooser = field({ label: "Message", options: examples.map(({ name }) => ({ value: name, label: name })) });
  const text = field({ label: "The message as JSON", multiline: true, rows: 6, spellcheck: "false", value: written(examples[0].value) });
  text.input.classList.add("mono");
  const connect = button({ label: "Connect", kind: "primary", onclick: () => (talk ? talk.close(1000) : open()) });
  const send = button({ label: "Send the message", onclick: say, disabled: true });
  const state = h("p", { class: "small muted" }, "Not connected.");
  let talk = null; // the socket, while there is one
  let ear = null;

  chooser.input.addEventListener("change", () => {
    text.input.value = written(examples.find(({ name }) => name === chooser.input.value).value);
    text.setError(null);
  });
  signal.addEventListener("abort", () => talk?.close(1000), { once: true });
  fill(place, h("h2", null, "The talk"), sounds, log);

  function open() {
    const url = new URL(operation.path.slice(1), document.baseURI).href.replace(/^http/, "ws");
    const socket = new WebSocket(url, ["mynah", `mynah.key.${urlSafe(session.key())}`]);
    talk = socket;
    ear = listener(sounds);
    tell("Connecting.");
    socket.addEventListener("open", () => {
      tell("Connected.");
      connect.setLabel("Disconnect");
      send.disabled = false;
    });
    socket.addEventListener("message", ({ data }) => {
      note("heard", data);
      ear.heard(JSON.parse(data));
    });
    socket.addEventListener("close", ({ code, reason }) => {
      talk = null;
      send.disabled = true;
      connect.setLabel("Connect");
      tell(code === 1000 ? "Disconnected." : `The talk ended with ${code}${reason ? `: ${reason}` : ""}.`);
    });
  }

  function say() {
    let message;
    try {
      message = JSON.parse(text.input.value);
    } catch {
      text.setError("This is not JSON yet.");
      text.input.focus();
      return;
    }
    text.setError(null);
    const line = JSON.stringify(message);
    talk.send(line);
    ear.sent(message);
    note("said", line);
  }

  function note(kind, data) {
    add(log, [h("li", null, badge(kind, kind === "said" ? "accent" : "ok"), " ", h("code", null, short(data)))]);
    [...log.children].slice(0, -MOST_EVENTS).forEach((old) => old.remove());
  }

  function tell(words) {
    fill(state, words);
    announce(words);
  }

  return h("div", { class: "stack" }, h("div", { class: "row" }, connect), state, chooser, text, h("div", { class: "row" }, send));
}

/** Puts the sound of each speech together: from its start to its finish. */
function listener(place) {
  let format = "mp3";
  let parts = [];
  return {
    sent(message) {
      if (message.event === "start") {
        format = message.request?.format ?? "mp3";
        parts = [];
      }
    },
    heard(message) {
      if (message.event === "audio") {
        parts.push(Uint8Array.from(atob(message.audio), (each) => each.charCodeAt(0)));
      } else if (message.event === "finish" && parts.length > 0) {
        const blob = new Blob(parts, { type: TYPES[format] ?? "application/octet-stream" });
        const player = TYPES[format] ? audioPlayer({ title: "the speech", source: blob }) : null;
        place.prepend(h("div", { class: "card stack try-answer" }, player, h("div", { class: "row" }, download(blob, `answer.${format}`))));
        parts = [];
      }
    },
  };
}

function written(message) {
  return JSON.stringify(message, null, 2);
}

/** A key in URL-safe Base64 without padding, which a subprotocol can hold. */
function urlSafe(key) {
  const bytes = String.fromCharCode(...new TextEncoder().encode(key));
  return btoa(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
