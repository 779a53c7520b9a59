package dev.mynah.engine.spi;

import java.io.IOException;
import java.util.Optional;

/**
 * A way to speak text in a voice, and to make a voice from a recording. Implementations are safe
 * for use by many threads at once and keep no state between calls.
 */
public interface SpeechEngine extends AutoCloseable {

  /** Returns what this engine is and can do. */
  EngineInfo info();

  /**
   * Makes a voice from a recording. A pure function of its arguments and the engine's version: the
   * same input gives the same profile, byte for byte.
   *
   * @throws EngineException if the recording can't give a voice; the message says why and what
   *     would help
   */
  ClonedVoice cloneVoice(
      ReferenceAudio reference, CloneOptions options, CloneProgress progress, CancelSignal cancel)
      throws EngineException;

  /**
   * Begins a text, to be spoken stretch by stretch. Memory does not grow with its length. Nothing
   * needs to be closed.
   *
   * @throws EngineException if the request can't be spoken, e.g. its language
   */
  SpeechRun begin(SpeechRequest request) throws EngineException;

  /**
   * Speaks a text, handing audio over as soon as each sentence is ready. Returns when the last
   * sample was handed over.
   *
   * @throws EngineException if the request can't be spoken, e.g. its language; thrown before any
   *     audio where the text alone shows it
   * @throws IOException if the sink throws it
   */
  default void speak(SpeechRequest request, PcmSink sink, CancelSignal cancel)
      throws EngineException, IOException {
    SpeechRun run = begin(request);
    while (run.next(sink, cancel) != null) {
      // the run knows what is next
    }
  }

  /** Returns what makes voices from words, where the engine has such a thing. */
  default Optional<VoiceDesigner> designer() {
    return Optional.empty();
  }

  /** Frees the networks. Calls under way finish first. */
  @Override
  void close();
}
