/** What can be said of a recording before anybody has heard it. Levels are in dB of full scale. */

import { span } from "../format.js";

const FRAME_SECONDS = 0.05;
const SILENCE_DB = -70;
const SPEECH_BELOW_LOUDEST_DB = 25; // frames this much below the loudest are pauses
const QUIET_DB = -38; // of speech; louder is fine
const CLIPPED_AT = 0.995;
const MOST_CLIPPED = 0.0005; // share of the samples
const SHORT_SECONDS = 6;
const LEAST_SECONDS = 1;
const METER_QUIET_DB = -45;
const METER_LOUD_DB = -1;

/**
 * Turns an amplitude into dB.
 *
 * @param {number} amplitude
 */
export function decibels(amplitude) {
  return 20 * Math.log10(Math.max(amplitude, 1e-6));
}

/**
 * Measures a block of samples for a meter.
 *
 * @param {Float32Array} samples
 * @returns {{peak: number, rms: number}} amplitudes
 */
export function levelOf(samples) {
  let peak = 0;
  let power = 0;
  for (const sample of samples) {
    peak = Math.max(peak, Math.abs(sample));
    power += sample * sample;
  }
  return { peak, rms: Math.sqrt(power / Math.max(1, samples.length)) };
}

/**
 * Says in a word how loud somebody speaks just now.
 *
 * @param {{peak: number, rms: number}} level the loudest of the last second
 * @returns {{state: "quiet"|"good"|"loud", text: string}}
 */
export function spokenLevel({ peak, rms }) {
  if (decibels(peak) > METER_LOUD_DB) {
    return { state: "loud", text: "Too loud: move back a little" };
  }
  if (decibels(rms) < METER_QUIET_DB) {
    return { state: "quiet", text: "Quiet: speak, or come closer" };
  }
  return { state: "good", text: "Good level" };
}

/**
 * Judges a recording.
 *
 * @param {Float32Array} samples
 * @param {number} sampleRate in Hz
 * @returns {{seconds: number, usable: boolean, findings: {kind: "ok"|"warning"|"error",
 *   text: string}[]}}
 */
export function judge(samples, sampleRate) {
  const seconds = samples.length / sampleRate;
  const levels = frameLevels(samples, Math.round(sampleRate * FRAME_SECONDS));
  const loudest = levels.length === 0 ? SILENCE_DB : Math.max(...levels);
  if (seconds < LEAST_SECONDS) {
    return { seconds, usable: false, findings: [tell("error", "That was less than a second. Press Record, read the whole text, then press Stop.")] };
  }
  if (loudest < SILENCE_DB) {
    return {
      seconds,
      usable: false,
      findings: [tell("error", "Nothing was heard. Choose another microphone, or check that it isn't muted.")],
    };
  }
  const speech = levels.filter((level) => level > loudest - SPEECH_BELOW_LOUDEST_DB);
  const speechSeconds = speech.length * FRAME_SECONDS;
  const level = speech.reduce((sum, each) => sum + each, 0) / speech.length;
  const findings = problems(samples, speechSeconds, level);
  if (findings.length === 0) {
    findings.push(tell("ok", `Sounds good: ${span(seconds)}, neither too quiet nor too loud.`));
  }
  return { seconds, usable: true, findings };
}

function problems(samples, speechSeconds, level) {
  const findings = [];
  if (speechSeconds < SHORT_SECONDS) {
    findings.push(tell("warning", `Short: about ${span(speechSeconds)} of speech. Ten seconds or more make a better likeness.`));
  }
  if (level < QUIET_DB) {
    findings.push(tell("warning", "Too quiet: come closer to the microphone, a hand's width away, or turn its level up."));
  }
  if (clippedShare(samples) > MOST_CLIPPED) {
    findings.push(tell("warning", "Too loud: the loudest parts are cut off, which harms the voice. Move back or turn the level down."));
  }
  return findings;
}

function tell(kind, text) {
  return { kind, text };
}

function frameLevels(samples, length) {
  const levels = [];
  for (let at = 0; at + length <= samples.length; at += length) {
    levels.push(decibels(levelOf(samples.subarray(at, at + length)).rms));
  }
  return levels;
}

function clippedShare(samples) {
  let clipped = 0;
  for (const sample of samples) {
    if (Math.abs(sample) >= CLIPPED_AT) {
      clipped += 1;
    }
  }
  return clipped / samples.length;
}
