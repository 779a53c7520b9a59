package dev.mynah.server.recognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.RecognitionListener;
import dev.mynah.engine.spi.RecognizedSegment;
import dev.mynah.engine.spi.SpeechRecognizer;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.AddressPolicy;
import dev.mynah.server.fetch.MediaFetcher;
import dev.mynah.server.fetch.OutboundNetwork;
import dev.mynah.server.fetch.OwnFiles;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecognitionServiceTest {
  private static final int RATE = 16_000;
  private static final Path NATIVES = Path.of("target", "native-cache");
  private static final Principal CALLER = Services.caller("ann");
  private static final RecognitionSettings SETTINGS =
      new RecognitionSettings(1, 1, 1_000_000, Duration.ofSeconds(20), 3);

  @TempDir Path folder;

  private final LoudnessRecognizer recognizer = new LoudnessRecognizer();
  private final MediaDecoder decoder = new MediaDecoder(NATIVES, 1);
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private Services services;
  private WebPeer web;
  private OutboundNetwork network;
  private RecognitionService recognition;

  @BeforeEach
  void open() throws Exception {
    services = new Services(DatabaseKind.SQLITE, folder, new ToneEngine("1"));
    web = new WebPeer();
    network = OutboundNetwork.open(AddressPolicy.exempting("127.0.0.0/8"));
    recognition = service(new LazyRecognizer(new Ready(recognizer), Duration.ofSeconds(1)));
  }

  @AfterEach
  void close() throws IOException {
    recognizer.gate.release(1_000);
    recognition.stop(Duration.ZERO);
    callers.shutdownNow();
    decoder.close();
    network.close();
    web.close();
    services.close();
  }

  private RecognitionService service(@Nullable LazyRecognizer lazy) {
    return new RecognitionService(
        lazy,
        new RecordingReader(decoder, SETTINGS),
        new MediaFetcher(network, OwnFiles.NONE),
        services.workFolder,
        new UsageLedger(services.tokens, IdSource.random()),
        services.database,
        SETTINGS,
        IdSource.random(),
        Clock.systemUTC());
  }

  @Test
  void writesDownARecordingAndCountsItsSeconds() {
    List<RecognizedSegment> live = new ArrayList<>();

    Transcription heard =
        recognition.transcribe(tone(3.4), order(null), CALLER, live::add, CancelSignal.NEVER);

    assertThat(heard.text()).isEqualTo("loud loud loud");
    assertThat(heard.durationSeconds()).isEqualTo(3.4);
    assertThat(heard.segments()).isEqualTo(live).hasSize(3);
    assertThat(heard.languageCode()).isEqualTo("en");
    assertThat(heard.language()).isEqualTo("English");
    assertThat(services.count("usage_entry where type = 'ASR' and units = 4 and amount = 12"))
        .isEqualTo(1);
    assertThat(workFiles()).isEmpty();
  }

  @Test
  void hearsNothingInSilence() {
    Transcription heard = transcribe(new Recording.Bytes(Recordings.tone(0, 2, RATE)), order(null));

    assertThat(heard.text()).isEmpty();
    assertThat(heard.segments()).isEmpty();
    assertThat(heard.languageCode()).isNull();
    assertThat(heard.language()).isNull();
  }

  @Test
  void fetchesARecordingFromItsUrl() throws Exception {
    String url = web.serve("/two.wav", Recordings.tone(200, 2, RATE));

    assertThat(transcribe(new Recording.Url(url), order(null)).text()).isEqualTo("loud loud");
    assertThat(workFiles()).isEmpty();
  }

  @Test
  void leavesACallersFileWhereItIs() throws Exception {
    Path file = Files.write(folder.resolve("own.wav"), Recordings.tone(200, 2, RATE));

    assertThat(transcribe(new Recording.LocalFile(file), order(null)).durationSeconds())
        .isEqualTo(2);
    assertThat(file).exists();
  }

  @Test
  void refusesWhatItCannotReadAndChargesNothing() {
    assertRefused(ErrorCode.UNSUPPORTED_LANGUAGE, tone(2), order("fr"));
    assertRefused(ErrorCode.UNREADABLE_MEDIA, new Recording.Bytes(new byte[5_000]), order(null));
    assertRefused(ErrorCode.INVALID_REQUEST, new Recording.Bytes(new byte[0]), order(null));
    assertRefused(ErrorCode.INVALID_REQUEST, tone(0.5), order(null));
    assertRefused(ErrorCode.TOO_LARGE, tone(25), order(null)); // too long
    assertRefused(ErrorCode.TOO_LARGE, tone(40), order(null)); // too many bytes
    assertThat(services.count("usage_entry where amount > 0")).isZero();
    assertThat(services.count("usage_entry where units = 0")).isEqualTo(6);
    assertThat(workFiles()).isEmpty();
  }

  @Test
  void refusesMoreThanItCanQueue() throws Exception {
    recognizer.gate.drainPermits();
    List<Future<Transcription>> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiting.add(callers.submit(() -> transcribe(tone(1), order(null))));
    }
    await().untilAsserted(() -> assertRefused(ErrorCode.OVERLOADED, tone(1), order(null)));

    recognizer.gate.release(1_000);
    for (Future<Transcription> each : waiting) {
      assertThat(each.get().text()).isEqualTo("loud");
    }
  }

  @Test
  void stopsWhenTheCallerHasGone() throws Exception {
    recognizer.gate.drainPermits();
    AtomicBoolean gone = new AtomicBoolean();
    Future<Transcription> waiting =
        callers.submit(
            () ->
                recognition.transcribe(
                    tone(1), order(null), CALLER, RecognitionListener.NONE, gone::get));

    gone.set(true);

    assertThatThrownBy(waiting::get).cause().isInstanceOf(MynahException.class);
    recognizer.gate.release(1_000);
    assertThat(transcribe(tone(1), order(null)).text()).isEqualTo("loud"); // the place is free
  }

  @Test
  void saysThatThereIsNoRecogniser() {
    RecognitionService without = service(null);

    assertThat(without.available()).isFalse();
    assertThatThrownBy(
            () ->
                without.transcribe(
                    tone(1), order(null), CALLER, RecognitionListener.NONE, CancelSignal.NEVER))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_IMPLEMENTED));
  }

  @Test
  void refusesKeysThatMayNotSpeak() {
    Principal looker = new Principal("ann", "key", EnumSet.of(Scope.MANAGE));

    assertThatThrownBy(
            () ->
                recognition.transcribe(
                    tone(1), order(null), looker, RecognitionListener.NONE, CancelSignal.NEVER))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCOPE_MISSING));
  }

  private void assertRefused(ErrorCode code, Recording recording, RecognitionOrder order) {
    assertThatThrownBy(() -> transcribe(recording, order))
        .isInstanceOfSatisfying(MynahException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Transcription transcribe(Recording recording, RecognitionOrder order) {
    return recognition.transcribe(
        recording, order, CALLER, RecognitionListener.NONE, CancelSignal.NEVER);
  }

  private static Recording tone(double seconds) {
    return new Recording.Bytes(Recordings.tone(200, seconds, RATE));
  }

  private static RecognitionOrder order(@Nullable String language) {
    return new RecognitionOrder(
        TaskType.ASR, IdSource.random().uuid(), "audio", language, false, 1);
  }

  private List<Path> workFiles() {
    try (Stream<Path> files = Files.list(services.workFolder.path())) {
      return files.filter(file -> !file.endsWith("lock")).toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record Ready(SpeechRecognizer recognizer) implements RecognizerLoader {
    @Override
    public boolean installed() {
      return true;
    }

    @Override
    public void fetch() {
      throw new AssertionError("it is there");
    }

    @Override
    public SpeechRecognizer open() {
      return recognizer;
    }
  }
}
