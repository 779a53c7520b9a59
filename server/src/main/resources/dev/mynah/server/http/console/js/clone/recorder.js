/** The microphone: its samples as they come, nothing done to them. */

import { levelOf } from "./quality.js";

const WORKLET = new URL("./recorder-worklet.js", import.meta.url);

/** What makes calls pleasant takes from a voice what makes it somebody's. */
const UNTOUCHED = { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 };

/** Why there is no sound: `kind` is "denied", "none", "busy" or "unsupported". */
class MicrophoneError extends Error {
  /**
   * @param {"denied"|"none"|"busy"|"unsupported"} kind
   * @param {string} message
   */
  constructor(kind, message) {
    super(message);
    this.name = "MicrophoneError";
    this.kind = kind;
  }
}

/**
 * Tells whether browsers let this page listen at all: only over https, or on this very machine.
 *
 * @returns {boolean}
 */
export function canRecord() {
  return window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && "AudioWorkletNode" in window;
}

/**
 * Opens a microphone; the browser asks its user first.
 *
 * @param {{deviceId?: string, onlevel: (level: {peak: number, rms: number}) => void,
 *   onlost: () => void}} wish `onlevel` is called some twenty times a second, `onlost` when the
 *   microphone was taken away
 * @returns {Promise<Microphone>}
 */
export async function openMicrophone({ deviceId, onlevel, onlost }) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: { ...UNTOUCHED, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) },
    });
  } catch (failure) {
    throw translated(failure);
  }
  try {
    return await Microphone.over(stream, onlevel, onlost);
  } catch (failure) {
    stream.getTracks().forEach((track) => track.stop());
    throw failure;
  }
}

function translated(failure) {
  switch (failure.name) {
    case "NotAllowedError":
    case "SecurityError":
      return new MicrophoneError("denied", "The browser doesn't let this page use the microphone.");
    case "NotFoundError":
    case "OverconstrainedError":
      return new MicrophoneError("none", "No microphone was found.");
    case "NotReadableError":
    case "AbortError":
      return new MicrophoneError("busy", "The microphone can't be opened; another program may be using it.");
    default:
      return new MicrophoneError("unsupported", "This browser can't record here.");
  }
}

/** An open microphone. */
export class Microphone {
  #stream;
  #context;
  #blocks = null; // while it is recorded

  /** @private */
  static async over(stream, onlevel, onlost) {
    const microphone = new Microphone();
    const [track] = stream.getAudioTracks();
    microphone.#stream = stream;
    microphone.#context = contextFor(track);
    track.addEventListener("ended", onlost);
    await microphone.#context.audioWorklet.addModule(WORKLET);
    await microphone.#context.resume();
    const source = microphone.#context.createMediaStreamSource(stream);
    const node = new AudioWorkletNode(microphone.#context, "recorder", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
    node.port.onmessage = ({ data }) => {
      microphone.#blocks?.push(data);
      onlevel(levelOf(data));
    };
    source.connect(node);
    return microphone;
  }

  /** @returns {number} Hz */
  get sampleRate() {
    return this.#context.sampleRate;
  }

  /** @returns {string} id of the device that is heard */
  get deviceId() {
    return this.#stream.getAudioTracks()[0].getSettings().deviceId ?? "";
  }

  /** @returns {number} seconds recorded so far */
  get seconds() {
    return (this.#blocks ?? []).reduce((sum, block) => sum + block.length, 0) / this.sampleRate;
  }

  /** Begins to keep what is heard. */
  record() {
    this.#blocks = [];
  }

  /**
   * Ends the recording.
   *
   * @returns {Float32Array} what was heard
   */
  stop() {
    const blocks = this.#blocks ?? [];
    this.#blocks = null;
    const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
    let at = 0;
    for (const block of blocks) {
      samples.set(block, at);
      at += block.length;
    }
    return samples;
  }

  /** Lets the microphone go; the browser's sign that it is on goes out. */
  async close() {
    this.#blocks = null;
    this.#stream.getTracks().forEach((track) => track.stop());
    if (this.#context.state !== "closed") {
      await this.#context.close();
    }
  }
}

/** At the device's own rate where the browser tells it, so that nothing is resampled. */
function contextFor(track) {
  const { sampleRate } = track.getSettings();
  try {
    return new AudioContext(sampleRate ? { sampleRate } : {});
  } catch {
    return new AudioContext();
  }
}

/**
 * Lists the microphones there are, with their names once one was opened.
 *
 * @returns {Promise<{id: string, label: string}[]>}
 */
export async function microphones() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices
    .filter((device) => device.kind === "audioinput" && device.deviceId !== "")
    .map((device, i) => ({ id: device.deviceId, label: device.label || `Microphone ${i + 1}` }));
}
