package dev.mynah.engine.spi;

import dev.mynah.audio.SampleSource;
import java.io.IOException;

/**
 * A way to write down what is said in a recording. Implementations are safe for use by many threads
 * at once and keep no state between calls.
 */
public interface SpeechRecognizer extends AutoCloseable {
  /** Samples a second of what recognisers listen to. */
  int SAMPLE_RATE = 16_000;

  /** Returns what this recogniser is and understands. */
  RecognizerInfo info();

  /**
   * Writes down a recording, handing each part over as soon as it is understood. Memory for audio
   * does not grow with the length of the recording. Silence gives no segments.
   *
   * @param audio mono at {@link #SAMPLE_RATE}
   * @param segments hears every segment of the transcript, in order, before the return
   * @throws EngineException if it can't be written down, e.g. for its language, or the caller no
   *     longer wants it
   * @throws IOException if the audio throws it
   */
  Transcript transcribe(
      SampleSource audio,
      RecognitionOptions options,
      RecognitionListener segments,
      CancelSignal cancel)
      throws EngineException, IOException;

  /** Frees the networks. Calls under way finish first. */
  @Override
  void close();
}
