/** Why there is no voice, and what can be done about it. */

const ADVICE = {
  fetch_refused: {
    title: "The link could not be used",
    advice: [
      "Open it in a private window: it must lead straight to the recording, without a page around it and without a log-in.",
      "Or save the recording to this computer and drop the file instead.",
    ],
  },
  unreadable_media: {
    title: "There is no audio in it that can be read",
    advice: ["Use a recording such as WAV, MP3, M4A, Ogg or FLAC, or a video with sound.", "If it plays on this computer, save it again as WAV or MP3."],
  },
  unusable_reference: {
    title: "No voice could be made of this recording",
    advice: ["Use ten to thirty seconds of one person speaking, without music, in a quiet room.", "Nothing at hand? Read the suggested text into your microphone."],
  },
  too_large: { title: "The recording is too large", advice: ["Cut out half a minute of clear speech; more makes no better voice."] },
  not_found: { title: "The voice is gone", advice: ["It was deleted while it was being made, or the task is too old. Start a new one."] },
  credit_exhausted: { title: "The key's credit is used up", advice: ["Ask whoever runs this server for more, or sign in with another key."] },
  overloaded: { title: "The server is busy", advice: ["Many voices are being made just now. Try again in a minute."] },
  unavailable: { title: "The server can't do this just now", advice: ["Try again in a minute."] },
  internal: { title: "Something broke on the server", advice: ["Try again. If it fails again, whoever runs the server finds the reason in its log."] },
};

const FALLBACK = { title: "The voice could not be made", advice: ["Try again, perhaps with another recording."] };

/**
 * Says why a clone failed.
 *
 * @param {{code?: string, message?: string}} failure as the server tells it
 * @param {string[]} [names] of the recordings, in the order they were sent
 * @returns {{title: string, message: string, advice: string[]}}
 */
export function explained({ code, message }, names = []) {
  const known = ADVICE[code] ?? FALLBACK;
  return { ...known, message: inWords(message ?? "", names) };
}

/**
 * Names fields of the request as the page does: people never see `voice_url`.
 *
 * @param {string} message
 * @param {string[]} [names] of the recordings
 * @returns {string}
 */
export function inWords(message, names = []) {
  return message
    .replace(/\bvoices\[(\d+)\]/g, (_, position) => names[Number(position)] ?? `Recording ${Number(position) + 1}`)
    .replace(/^(voice_url|voices): /, "")
    .replace(/^voice_url\b/, "The link")
    .replace(/^voices\b/, names[0] ?? "The recording")
    .replace(/\bvoice_url\b/g, "the link");
}
