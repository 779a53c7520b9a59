package dev.mynah.server.app.wiring;

import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.fetch.MediaFetcher;
import dev.mynah.server.recognition.LazyRecognizer;
import dev.mynah.server.recognition.RecognitionService;
import dev.mynah.server.recognition.RecognitionSettings;
import dev.mynah.server.recognition.RecordingReader;
import dev.mynah.server.recognition.ReferenceTranscriber;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.ReferenceTranscripts;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts what writes recordings down together. Nothing is loaded before the first recording. */
final class RecognitionWiring implements AutoCloseable {
  private static final String NONE = "none";

  /** How long a caller waits for a model that is being fetched. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final MediaDecoder decoder;
  private final @Nullable LazyRecognizer recognizer;
  private final RecognitionService service;
  private final ReferenceTranscripts transcripts;

  RecognitionWiring(
      Configuration configuration,
      Database database,
      BlobStore blobs,
      UsageLedger ledger,
      MediaFetcher fetcher,
      WorkFolder workFolder,
      Path natives,
      IdSource ids,
      Clock clock) {
    RecognitionSettings settings =
        new RecognitionSettings(
            configuration.recognitionWorkers(),
            configuration.recognitionQueue(),
            configuration.recognitionMaxBytes(),
            configuration.recognitionMaxLength(),
            configuration.recognitionPrice());
    // Decoders of its own: an hour of recording must not keep a clone waiting for a place.
    decoder = new MediaDecoder(natives, configuration.recognitionWorkers() + 1);
    RecordingReader reader = new RecordingReader(decoder, settings);
    recognizer =
        configuration.recognizer().equals(NONE)
            ? null
            : new LazyRecognizer(
                new MoonshineLoader(
                    new ModelStore(configuration.models(), configuration.modelMirror()),
                    configuration.recognizer(),
                    configuration.recognitionThreads()),
                PATIENCE);
    service =
        new RecognitionService(
            recognizer, reader, fetcher, workFolder, ledger, database, settings, ids, clock);
    transcripts =
        new ReferenceTranscripts(
            database, blobs, workFolder, new ReferenceTranscriber(recognizer, reader), clock);
  }

  /** Starts what the server does on its own account: listening to the recordings of voices. */
  void start() {
    transcripts.start();
  }

  RecognitionService service() {
    return service;
  }

  void stop(Duration grace) {
    transcripts.close();
    service.stop(grace);
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
    decoder.close();
    if (recognizer != null) {
      recognizer.close();
    }
  }
}
