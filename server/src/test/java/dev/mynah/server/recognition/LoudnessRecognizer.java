package dev.mynah.server.recognition;

import dev.mynah.audio.SampleSource;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineError;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognitionOptions;
import dev.mynah.engine.spi.RecognizedSegment;
import dev.mynah.engine.spi.RecognizerInfo;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.engine.spi.Transcript;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Writes "loud" for every second that isn't silent. Can be held up. */
final class LoudnessRecognizer implements SpeechRecognizer {
  private static final double LOUD = 0.01;

  final Semaphore gate = new Semaphore(10_000);
  volatile boolean closed;

  @Override
  public RecognizerInfo info() {
    return new RecognizerInfo("loudness", "1", List.of("en"));
  }

  @Override
  public Transcript transcribe(
      SampleSource audio,
      RecognitionOptions options,
      RecognitionListener segments,
      CancelSignal cancel)
      throws EngineException, IOException {
    if (options.language() != null && !options.language().equals("en")) {
      throw new EngineException(EngineError.UNSUPPORTED_LANGUAGE, "Only English.");
    }
    while (!gate.tryAcquire()) {
      cancel.throwIfCancelled();
      Thread.onSpinWait();
    }
    List<RecognizedSegment> written = new ArrayList<>();
    float[] block = new float[SAMPLE_RATE];
    long read = 0;
    double energy = 0;
    for (int count = 0; count >= 0; count = audio.read(block, 0, until(read))) {
      for (int i = 0; i < count; i++) {
        energy += block[i] * block[i];
      }
      read += count;
      if (count > 0 && read % SAMPLE_RATE == 0) {
        if (Math.sqrt(energy / SAMPLE_RATE) > LOUD) {
          long second = read / SAMPLE_RATE;
          RecognizedSegment segment = new RecognizedSegment("loud", second - 1, second, List.of());
          written.add(segment);
          segments.segment(segment);
        }
        energy = 0;
      }
    }
    return new Transcript(written, (double) read / SAMPLE_RATE, written.isEmpty() ? null : "en");
  }

  private static int until(long read) {
    return SAMPLE_RATE - (int) (read % SAMPLE_RATE);
  }

  @Override
  public void close() {
    closed = true;
  }
}
