/** A field in which the voice is chosen, with a button that plays its sample. */
import { fill, h } from "../dom.js";
import { isAbort } from "../api.js";
import { audioPlayer } from "../ui/audioPlayer.js";
import { comboBox } from "../ui/comboBox.js";
import { dropRecent, findVoices, firstVoice, noteRecent, readVoice } from "./voices.js";

/**
 * Makes the picker. `start(id)` puts a voice in it, `chosen()` tells which, `used()` notes that it
 * was spoken with, `gone()` that the server knows it no more.
 *
 * @param {{signal: AbortSignal}} how
 */
export function voicePicker({ signal }) {
  const sample = h("div", { class: "voice-sample" });
  const box = comboBox({
    label: "Voice",
    placeholder: "Search for a voice",
    find: findVoices,
    onChoose: (voice) => settle(voice),
    signal,
  });
  const element = h("div", { class: "voice-picker" }, box, sample);

  /** Takes a voice, and fetches what isn't known of it: its sample. */
  async function settle(voice) {
    box.choose(voice);
    box.setError(null);
    showSample(voice);
    if (voice.sample === undefined) {
      try {
        const whole = await readVoice(voice.id, signal);
        if (box.chosen()?.id === voice.id) {
          box.choose(whole);
          showSample(whole);
        }
      } catch (failure) {
        if (!isAbort(failure) && box.chosen()?.id === voice.id) {
          tell(failure, voice.id);
        }
      }
    }
  }

  function showSample(voice) {
    fill(
      sample,
      voice.sample ? audioPlayer({ title: `a sample of ${voice.title}`, source: voice.sample, compact: true }) : null,
    );
  }

  function tell(failure, id) {
    if (failure.status === 404 || failure.status === 400) {
      dropRecent(id);
      box.choose(null);
      fill(sample);
      box.setError("That voice is gone. Choose another one.");
    } else {
      box.setError(failure.message);
    }
  }

  element.input = box.input;
  element.chosen = box.chosen;
  element.setError = box.setError;
  element.used = () => noteRecent(box.chosen());
  element.gone = () => tell({ status: 404 }, box.chosen()?.id);
  element.start = async (id) => {
    try {
      const voice = id === undefined ? await firstVoice(signal) : await readVoice(id, signal);
      if (voice !== null) {
        await settle(voice);
      }
    } catch (failure) {
      if (!isAbort(failure)) {
        tell(failure, id);
      }
    }
  };
  return element;
}
