import { clock } from "../format.js";
import { fill, h } from "../dom.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { button } from "../ui/button.js";
import { field } from "../ui/field.js";
import { notice } from "../ui/states.js";
import { announce } from "../ui/toast.js";
import { levelMeter } from "./meter.js";
import { PASSAGES } from "./passages.js";
import { judge } from "./quality.js";
import { canRecord, microphones, openMicrophone } from "./recorder.js";
import { wavOf } from "./wav.js";

const LONGEST_SECONDS = 180;
const CHOSEN_DEVICE = "mynah.microphone";

const REMEDIES = {
  denied: "Press the sign beside the address at the top of the browser, allow the microphone for this page, then try again.",
  none: "Plug one in, or use a link or a file instead.",
  busy: "Close what uses it, then try again.",
  unsupported: "Use a current Chrome, Edge, Firefox or Safari, or hand in a link or a file.",
};

/**
 * Records with the microphone: allow, read, stop, hear, and again if it isn't good.
 *
 * @param {{take?: object|null, onchange: () => void, signal: AbortSignal}} wish `take` is a
 *   recording of before, as `take()` returns it
 * @returns {import("./source.js").Panel & {take: () => object|null}}
 */
export function micPanel({ take: before = null, onchange, signal }) {
  const element = h("div", { class: "stack mic" });
  let take = before; // {blob, seconds, usable, findings}
  let microphone = null;
  let timer = 0;
  let closed = false;

  function ask(problem = null) {
    letGo();
    const start = button({ label: problem ? "Try again" : "Use the microphone", icon: "mic", kind: "primary", onclick: () => start.during(() => open()) });
    fill(
      element,
      problem ? notice("error", [h("p", { class: "strong" }, problem.message), h("p", null, REMEDIES[problem.kind] ?? REMEDIES.unsupported)]) : null,
      h(
        "div",
        { class: "mic-ask" },
        h("p", null, "Read a short text aloud and hear yourself before anything is sent. The browser will ask whether this page may use the microphone; it listens only while you are here."),
        start,
      ),
    );
    return start;
  }

  async function open(deviceId = chosenDevice()) {
    try {
      letGo();
      microphone = await openFirst(deviceId);
      if (closed) {
        letGo();
        return;
      }
      ready(await microphones());
    } catch (failure) {
      if (!closed) {
        ask(failure).focus();
        announce(failure.message);
      }
    }
  }

  /** A device of last time may be gone; any other is better than none. */
  async function openFirst(deviceId) {
    const wish = { onlevel: (level) => meter.take(level), onlost: lost };
    try {
      return await openMicrophone({ ...wish, deviceId });
    } catch (failure) {
      if (deviceId && failure.kind === "none") {
        chooseDevice(null);
        return openMicrophone(wish);
      }
      throw failure;
    }
  }

  function lost() {
    if (microphone) {
      ask({ kind: "none", message: "The microphone was unplugged or switched off." }).focus();
    }
  }

  function letGo() {
    clearInterval(timer);
    const open = microphone;
    microphone = null;
    open?.close().catch(() => {}); // closed before: nothing is left to do
  }

  const meter = levelMeter();

  function ready(devices) {
    const record = button({ label: "Record", icon: "record", kind: "primary", onclick: recording });
    const choice = field({
      label: "Microphone",
      options: devices.map(({ id, label }) => ({ value: id, label })),
      value: microphone.deviceId,
      onchange: () => {
        chooseDevice(choice.input.value);
        open(choice.input.value);
      },
    });
    meter.reset();
    fill(
      element,
      passageBox(),
      meter,
      h("div", { class: "row" }, record, h("span", { class: "muted small" }, "A quiet room, a hand's width from the microphone.")),
      devices.length > 1 ? choice : null,
    );
    record.focus();
  }

  function recording() {
    microphone.record();
    const time = h("span", { class: "mic-time" }, "0:00");
    const stop = button({ label: "Stop", icon: "stop", kind: "danger", onclick: stopped });
    fill(element, passageBox(), meter, h("div", { class: "row mic-live" }, stop, h("span", { class: "mic-dot", "aria-hidden": "true" }), time));
    stop.focus();
    announce("Recording");
    timer = setInterval(() => {
      fill(time, clock(microphone.seconds));
      if (microphone.seconds >= LONGEST_SECONDS) {
        stopped();
      }
    }, 200);
  }

  function stopped() {
    clearInterval(timer);
    const { sampleRate } = microphone;
    const samples = microphone.stop();
    letGo();
    take = { blob: wavOf(samples, sampleRate), ...judge(samples, sampleRate) };
    recorded().focus();
    announce(`Recorded ${clock(take.seconds)}. ${take.findings.map(({ text }) => text).join(" ")}`);
    onchange();
  }

  function recorded() {
    const redo = button({ label: "Record again", icon: "refresh", onclick: () => redo.during(() => open()) });
    fill(
      element,
      h("div", { class: "mic-take" }, h("h3", null, "Your recording"), audioPlayer({ title: "your recording", source: take.blob, seconds: take.seconds })),
      take.findings.map(({ kind, text }) => notice(kind, text)),
      h("div", { class: "row" }, redo),
    );
    return redo;
  }

  if (!canRecord()) {
    fill(element, notice("warning", insecure()));
  } else if (take) {
    recorded();
  } else {
    ask();
  }

  const panel = {
    element,
    take: () => take,
    source: () => ({ kind: "files", files: [{ name: "recording.wav", blob: take.blob }] }),
    suggestion: () => (take ? "My voice" : ""),
    problem() {
      if (!take) {
        return canRecord() ? "Record something first." : "Nothing can be recorded here; use a link or a file.";
      }
      return take.usable ? null : "Record again: this recording can't give a voice.";
    },
    showProblem(text) {
      const old = element.querySelector(".mic-problem");
      old?.remove();
      element.append(h("div", { class: "mic-problem", role: "alert" }, notice("error", text)));
      element.querySelector("button")?.focus();
    },
    close() {
      closed = true;
      letGo();
    },
  };
  signal.addEventListener("abort", panel.close, { once: true });
  return panel;
}

function insecure() {
  return window.isSecureContext
    ? "This browser can't record here. Use a link or a file, or a current Chrome, Edge, Firefox or Safari."
    : [
        h("p", { class: "strong" }, "Browsers only let a page record over https, or on the machine itself."),
        h("p", null, `This page came from ${location.host} over plain http. Open it as http://localhost on the machine that runs Mynah, or put it behind https. A link or a file works here as well.`),
      ];
}

function chosenDevice() {
  try {
    return localStorage.getItem(CHOSEN_DEVICE) ?? undefined;
  } catch {
    return undefined; // storage may be closed to pages
  }
}

function chooseDevice(id) {
  try {
    id === null ? localStorage.removeItem(CHOSEN_DEVICE) : localStorage.setItem(CHOSEN_DEVICE, id);
  } catch {
    // Asked for again next time.
  }
}

let passage = 0; // so that another visit goes on with the same text

/** A text to read, and a button for another. */
function passageBox() {
  const text = h("blockquote", { class: "passage" }, PASSAGES[passage]);
  return h(
    "div",
    { class: "stack passage-box" },
    h("div", { class: "row spread" }, h("p", { class: "strong" }, "Read this aloud"), button({
      label: "Another text",
      icon: "refresh",
      kind: "quiet",
      small: true,
      onclick: () => {
        passage = (passage + 1) % PASSAGES.length;
        fill(text, PASSAGES[passage]);
      },
    })),
    text,
  );
}
