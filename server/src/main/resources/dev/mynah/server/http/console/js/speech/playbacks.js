/** Chooses what plays a recording in this browser. */
import { MediaPlayback } from "./mediaPlayback.js";
import { SamplePlayback } from "./samplePlayback.js";
import { WholePlayback } from "./wholePlayback.js";

/** Tells whether a format is heard while it is being made. */
export function playsWhileMade(format) {
  return format === "wav" || format === "pcm" || MediaPlayback.plays(format);
}

/**
 * @param {import('./recording.js').Recording} recording
 * @param {HTMLAudioElement} audio used where the browser decodes
 * @param {() => void} changed told of every change of the state
 */
export function playbackOf(recording, audio, changed) {
  if (recording.format === "wav" || recording.format === "pcm") {
    return new SamplePlayback(recording, changed);
  }
  return MediaPlayback.plays(recording.format)
    ? new MediaPlayback(recording, audio, changed)
    : new WholePlayback(recording, audio, changed);
}
