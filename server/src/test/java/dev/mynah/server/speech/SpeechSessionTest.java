package dev.mynah.server.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.rendering.Alignment;
import dev.mynah.server.rendering.SpokenWord;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult.SpeechMade;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Promptness;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageQuery;
import dev.mynah.server.voice.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpeechSessionTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal ANN = Services.caller("ann");
  private static final EncodingSettings PCM =
      EncodingSettings.of(AudioFormat.PCM).withSampleRate(24_000);
  private static final double LETTER = 0.02; // seconds the tone engine takes for one

  private final Services services;
  private final Heard heard = new Heard();

  SpeechSessionTest(@TempDir Path folder) throws IOException {
    this.services = new Services(DatabaseKind.SQLITE, folder, new ToneEngine("1")).start();
  }

  @AfterEach
  void close() {
    services.engine.release();
    services.close();
  }

  @Test
  void speaksTheSameSoundAsIsStored() throws IOException {
    SpeechOrder order = plain("Hello there, stream");
    speak(order, "Hello there, stream");
    assertThat(heard.bytes()).isEqualTo(stored(order));
  }

  @Test
  void severalTextsAreOneRecording() throws IOException {
    try (SpeechSession session = begin(plain(""), heard)) {
      session.say("Hello there. ");
      assertThat(heard.alignments()).as("said before the next text is known").hasSize(1);
      session.say("And more");
      session.finish();
    }
    assertThat(heard.begun()).containsExactly("Hello there.", "And more");
    double rest = 0.23; // as between sentences, less the margins an engine leaves
    assertThat(heard.bytes()).hasSize(2 * (int) Math.round(24_000 * (17 * LETTER + rest)));
    Alignment second = heard.alignments().getLast();
    assertThat(second.chunkOffsetSeconds()).isCloseTo(10 * LETTER, within(1e-9));
    assertThat(second.words().getFirst().startSeconds()).isCloseTo(rest, within(1e-4));
  }

  @Test
  void aSingleWordIsHeardBeforeMoreIsSaid() throws IOException {
    try (SpeechSession session = begin(plain(""), heard)) {
      session.say("Yes.");
      double word = 3 * LETTER * 24_000 * 2; // bytes
      assertThat(heard.bytes().length).isGreaterThan((int) (0.8 * word));
      session.finish();
      assertThat(heard.bytes()).hasSize((int) Math.round(word));
    }
  }

  @Test
  void saysWhenEachWordIsHeard() throws IOException {
    speak(plain(""), "Hello there. And more");
    List<Alignment> alignments = heard.alignments();
    assertThat(alignments).extracting(Alignment::chunkSeq).containsExactly(0, 1);
    assertThat(alignments)
        .extracting(Alignment::content)
        .containsExactly("Hello there.", "And more");
    Alignment second = alignments.getLast();
    assertThat(second.chunkOffsetSeconds()).isCloseTo(10 * LETTER, within(1e-9));
    assertThat(second.audioDurationSeconds()).isCloseTo(7 * LETTER, within(1e-9));
    assertThat(second.words())
        .containsExactly(
            new SpokenWord("And", 0, 3 * LETTER), new SpokenWord("more", 3 * LETTER, 7 * LETTER));
  }

  @Test
  void refusesBeforeTheFirstByte() {
    assertThatThrownBy(() -> speak(plain(""), "Привет"))
        .isInstanceOfSatisfying(
            MynahException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_LANGUAGE));
    assertThatThrownBy(() -> begin(plain("", "f".repeat(32)), heard))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.field()).contains("reference_id"));
    assertThat(heard.bytes()).isEmpty();
    assertThat(entries()).extracting(UsageEntry::amount).containsExactly(0L);
  }

  @Test
  void aListenerWhoGoesStopsTheSpeaker() {
    SpeechListener gone =
        bytes -> {
          throw new IOException("connection reset");
        };
    services.engine.hold(); // in the middle of the text, so the speaker can't have finished
    assertThatThrownBy(() -> speak(unlevelled(), "Nobody hears this any more", gone))
        .hasMessage("connection reset");
    awaitIdlePool();
    assertThat(entries()).as("what was begun is charged").hasSize(1);
  }

  @Test
  void aSessionNobodyWantsEndsAtOnce() throws Exception {
    services.engine.hold();
    Promptness.assertWithin(Duration.ofMillis(500), this::timeToEndUnwanted);
  }

  private Duration timeToEndUnwanted() {
    Heard first = new Heard();
    AtomicLong unwantedSince = new AtomicLong();
    CancelSignal gone =
        () -> {
          if (services.pool.running() > 0 && first.bytes().length > 0) {
            unwantedSince.compareAndSet(0, System.nanoTime());
          }
          return unwantedSince.get() != 0;
        };
    assertThatThrownBy(
            () -> {
              try (SpeechSession session =
                  services.speech.begin(unlevelled(), stream(), ANN, first, gone)) {
                session.say("Nobody hears this any more");
              }
            })
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    awaitIdlePool();
    return Promptness.since(unwantedSince.get());
  }

  @Test
  void holdsNoWorkerWhileItWaitsForText() throws IOException {
    List<SpeechSession> sessions = new ArrayList<>();
    for (int i = 0; i < 10; i++) { // two workers
      SpeechSession session = begin(plain(""), new Heard());
      session.say("Hello");
      sessions.add(session);
    }
    awaitIdlePool();
    for (SpeechSession session : sessions) {
      session.finish();
      session.close();
    }
    assertThat(entries()).hasSize(10);
  }

  /** A worker is free a moment after the outcome of its work is known. */
  private void awaitIdlePool() {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> services.pool.running() + services.pool.waiting() == 0);
  }

  @Test
  void severalSpeakersOfRecordingsTakeTurns() throws IOException {
    List<InlineReference> references =
        List.of(
            new InlineReference(new Recording.Bytes(Recordings.tone(220, 1, 16_000)), null, 0),
            new InlineReference(new Recording.Bytes(Recordings.tone(440, 1, 16_000)), null, 1));
    SpeechOrder order = new SpeechOrder("", List.of(), references, PCM, 1, 0, false, null, null);
    speak(order, "<|speaker:0|>aaaaaaaaaa<|speaker:1|>bbbbbbbbbb");
    float[] samples = samples(heard.bytes());
    assertThat(pitch(Arrays.copyOfRange(samples, 0, 4800))).isCloseTo(220, within(6.0));
    assertThat(pitch(Arrays.copyOfRange(samples, 4800, 9600))).isCloseTo(440, within(6.0));
  }

  @Test
  void aTextWithoutAMarkIsTheLastSpeakers() throws IOException {
    List<InlineReference> references =
        List.of(
            new InlineReference(new Recording.Bytes(Recordings.tone(220, 1, 16_000)), null, 0),
            new InlineReference(new Recording.Bytes(Recordings.tone(440, 1, 16_000)), null, 1));
    SpeechOrder order = new SpeechOrder("", List.of(), references, PCM, 1, 0, false, null, null);
    try (SpeechSession session = begin(order, heard)) {
      session.say("<|speaker:1|>bbbbbbbbbb");
      session.say("bbbbbbbbbb");
      session.finish();
    }
    float[] samples = samples(heard.bytes());
    assertThat(pitch(Arrays.copyOfRange(samples, 4800, 9600))).isCloseTo(440, within(6.0));
  }

  @Test
  void aSlowListenerHoldsNoWorkerAndLittleMemory() throws Exception {
    CountDownLatch listening = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicLong bytes = new AtomicLong();
    SpeechListener slow =
        encoded -> {
          bytes.addAndGet(encoded.length);
          listening.countDown();
          awaitIn(goOn);
        };
    String text = "Nobody can hear as fast as that. ".repeat(500);
    try (ExecutorService callers = Executors.newSingleThreadExecutor()) {
      Future<?> speaking =
          callers.submit(
              () -> {
                speak(unlevelled(), text, slow);
                return null;
              });
      listening.await();
      awaitIdlePool();
      assertThat(services.workFiles()).isEmpty();
      assertThat(services.engine.speaking()).isZero();
      goOn.countDown();
      assertThat(speaking.get(60, TimeUnit.SECONDS)).isNull();
    }
    long letters = text.chars().filter(Character::isLetterOrDigit).count();
    assertThat(bytes.get()).isEqualTo(Math.round(letters * LETTER * 24_000) * 2);
  }

  private static void awaitIn(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Test
  void whoBreaksOffPaysForWhatWasBegun() {
    AtomicInteger chunks = new AtomicInteger();
    SpeechListener leaves =
        new SpeechListener() {
          @Override
          public void audio(byte[] encoded) {}

          @Override
          public void aligned(Alignment alignment) throws IOException {
            if (chunks.incrementAndGet() == 2) {
              throw new IOException("enough");
            }
          }
        };
    String sentence = "One two three. ";
    Principal caller = key(2000);
    assertThatThrownBy(
            () -> {
              try (SpeechSession session =
                  services.speech.begin(
                      unlevelled(), stream(), caller, leaves, CancelSignal.NEVER)) {
                session.say(sentence.repeat(100));
              }
            })
        .hasMessage("enough");
    UsageEntry entry = entries().getFirst();
    assertThat(entry.error()).isNull();
    assertThat(entry.units()).isBetween(2L * 14, 4L * 14);
    assertThat(entry.remaining()).isEqualTo(2000 - entry.units());
    assertThat(reserved()).isZero();
  }

  @Test
  void whoCannotPayHearsNothing() {
    Principal poor = key(10);
    assertThatThrownBy(
            () ->
                services.speech.begin(
                    plain("Hello there"), stream(), poor, heard, CancelSignal.NEVER))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CREDIT_EXHAUSTED));
    assertThatThrownBy(
            () -> {
              try (SpeechSession session =
                  services.speech.begin(plain(""), stream(), poor, heard, CancelSignal.NEVER)) {
                session.say("Hello there");
              }
            })
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CREDIT_EXHAUSTED));
    assertThat(heard.bytes()).isEmpty();
    assertThat(entries()).extracting(UsageEntry::amount).containsExactly(0L);
  }

  private Principal key(long credit) {
    KeySettings settings =
        KeySettings.of("app", EnumSet.allOf(Scope.class)).withCreditLimit(credit);
    return services.tokens.authenticate(
        services.tokens.issue(new NewToken(KeyKind.SERVICE, null, settings)).key());
  }

  @Test
  void aCrashLeavesNothingSetAside() throws Exception {
    services.engine.hold();
    try (ExecutorService callers = Executors.newSingleThreadExecutor();
        SpeechSession session =
            services.speech.begin(unlevelled(), stream(), key(1000), heard, CancelSignal.NEVER)) {
      Future<?> speaking =
          callers.submit(
              () -> {
                session.say("Nobody will ever settle this");
                return null;
              });
      Awaitility.await().atMost(PATIENCE).until(() -> sessionRows() == 1);
      assertThat(reserved()).isEqualTo(28);
      services.sessions.adopt(); // as the next process does that gets the place
      assertThat(sessionRows()).isZero();
      assertThat(reserved()).isZero();
      services.engine.release();
      assertThat(speaking.get(60, TimeUnit.SECONDS)).isNull();
    }
  }

  private long sessionRows() {
    return services.database.read(
        transaction ->
            transaction
                .handle()
                .createQuery("select count(*) from speech_session")
                .mapTo(Long.class)
                .one());
  }

  private long reserved() {
    return services.database.read(
        transaction ->
            transaction
                .handle()
                .createQuery("select coalesce(sum(credit_reserved), 0) from token")
                .mapTo(Long.class)
                .one());
  }

  @Test
  void entersWhatWasSaidOnce() throws IOException {
    try (SpeechSession session = begin(plain(""), heard)) {
      session.say("Grüße");
      session.say("you");
      session.finish();
    }
    UsageEntry entry = entries().getFirst();
    assertThat(entries()).hasSize(1);
    assertThat(entry.type()).isEqualTo(TaskType.TTS_STREAM);
    assertThat(entry.units()).as("bytes of text").isEqualTo(10);
    assertThat(services.voices.visible(Services.PRESET_ID, ANN).taskCount()).isEqualTo(1);
  }

  private void speak(SpeechOrder order, String text) throws IOException {
    speak(order, text, heard);
  }

  private void speak(SpeechOrder order, String text, SpeechListener listener) throws IOException {
    try (SpeechSession session = begin(order, listener)) {
      session.say(text);
      session.finish();
    }
  }

  private SpeechSession begin(SpeechOrder order, SpeechListener listener) {
    return services.speech.begin(order, stream(), ANN, listener, CancelSignal.NEVER);
  }

  private static StreamOrder stream() {
    return new StreamOrder(TaskType.TTS_STREAM, UUID.randomUUID().toString());
  }

  private List<UsageEntry> entries() {
    return services.usage.page(UsageQuery.all()).entries();
  }

  private static SpeechOrder plain(String text, String... voices) {
    return SpeechOrder.plain(text, List.of(voices), PCM);
  }

  /** An order whose first samples come at once, as nothing is measured first. */
  private static SpeechOrder unlevelled() {
    return new SpeechOrder("", List.of(), List.of(), PCM, 1, 0, false, null, null);
  }

  private byte[] stored(SpeechOrder order) throws IOException {
    Task task = services.speech.speakNow(order, Services.speechTask(null), ANN);
    if (task.result() instanceof SpeechMade made) {
      return services.bytes(made.blobId());
    }
    throw new AssertionError("no speech: " + task.result());
  }

  private static float[] samples(byte[] pcm) {
    float[] samples = new float[pcm.length / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) ((pcm[2 * i] & 0xFF) | pcm[2 * i + 1] << 8) / 32_768f;
    }
    return samples;
  }

  private static double pitch(float[] samples) {
    return Recordings.pitch(new Pcm(samples, 24_000));
  }
}
