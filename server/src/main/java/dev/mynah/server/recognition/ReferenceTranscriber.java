package dev.mynah.server.recognition;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognitionOptions;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.server.voice.Transcriber;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Listens to the recordings of voices; nobody is charged for it. */
public final class ReferenceTranscriber implements Transcriber {
  private static final String FIELD = "recording";

  private final @Nullable LazyRecognizer recognizer;
  private final RecordingReader reader;

  /**
   * @param recognizer what understands, or null if this server has nothing that does
   */
  public ReferenceTranscriber(@Nullable LazyRecognizer recognizer, RecordingReader reader) {
    this.recognizer = recognizer;
    this.reader = reader;
  }

  @Override
  public boolean ready() {
    return recognizer != null && recognizer.installed();
  }

  @Override
  public void prepare() {
    SpeechRecognizer unused = loaded();
  }

  private SpeechRecognizer loaded() {
    if (recognizer == null) {
      throw new IllegalStateException("there is no recogniser");
    }
    return recognizer.get();
  }

  @Override
  public String transcribe(Path recording, CancelSignal cancel) {
    return reader
        .read(
            recording,
            FIELD,
            loaded(),
            RecognitionOptions.DEFAULT,
            RecognitionListener.NONE,
            cancel)
        .text();
  }
}
