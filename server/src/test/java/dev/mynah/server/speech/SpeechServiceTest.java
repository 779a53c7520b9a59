package dev.mynah.server.speech;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskResult.SpeechMade;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.VoiceQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SpeechServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal ANN = Services.caller("ann");
  private static final EncodingSettings WAV =
      EncodingSettings.of(AudioFormat.WAV).withSampleRate(24_000);

  private final WebPeer web = new WebPeer();
  private final Services services;
  private final ExecutorService callers = Executors.newCachedThreadPool();

  SpeechServiceTest(@TempDir Path folder) throws IOException {
    this.services = new Services(DatabaseKind.SQLITE, folder, new ToneEngine("1")).start();
  }

  @AfterEach
  void close() {
    services.engine.release();
    callers.shutdownNow();
    services.close();
    web.close();
  }

  @Test
  void speaksIntoAStoredFile() throws IOException {
    Task task = speak(plain("Hello there"));
    assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
    SpeechMade made = made(task);
    assertThat(made.mediaType()).isEqualTo("audio/wav");
    assertThat(made.fileName()).endsWith(".wav");
    assertThat(made.seconds()).isCloseTo(0.2, within(0.001));
    byte[] wav = services.bytes(made.blobId());
    assertThat(Recordings.pitch(Recordings.read(wav)))
        .as("the preset's pitch")
        .isCloseTo(Services.PRESET_PITCH, within(6.0));
    assertThat(services.tasks.find(task.id(), ANN)).contains(task);
    assertThat(services.voices.visible(Services.PRESET_ID, ANN).taskCount()).isEqualTo(1);
  }

  @Test
  void everyFormatSaysThatItsSoundIsSynthetic() throws IOException {
    for (AudioFormat format : AudioFormat.values()) {
      SpeechOrder order = SpeechOrder.plain("Hello", List.of(), EncodingSettings.of(format));
      SpeechMade made = made(speak(order));
      assertThat(made.mediaType()).isEqualTo(format.contentType());
      String file = new String(services.bytes(made.blobId()), StandardCharsets.ISO_8859_1);
      if (format != AudioFormat.PCM) { // which has no place for it
        assertThat(file.replace("\0", ""))
            .as("%s", format)
            .containsIgnoringCase("synthetic_speech")
            .contains(Services.PRESET_ID)
            .contains("tone 1");
      }
    }
  }

  @Test
  void speaksInTheVoiceAskedForByIdOrAlias() {
    assertThat(speak(plain("Hi", "933563129e564b19a115bedd57b7406a")).state())
        .isEqualTo(TaskState.SUCCEEDED);
    assertThatThrownBy(() -> speak(plain("Hi", "f".repeat(32))))
        .as("never a silent default")
        .isInstanceOfSatisfying(
            MynahException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
              assertThat(e.field()).contains("reference_id");
            });
  }

  @Test
  void severalVoicesTakeTurns() throws IOException {
    String high = cloned(440);
    SpeechOrder order =
        plain("<|speaker:0|>aaaaaaaaaa<|speaker:1|>bbbbbbbbbb", Services.PRESET_ID, high);
    float[] samples = Recordings.read(services.bytes(made(speak(order)).blobId())).samples();
    assertThat(pitchOf(samples, 0, 4800)).isCloseTo(Services.PRESET_PITCH, within(6.0));
    assertThat(pitchOf(samples, 4800, 4800)).isCloseTo(440, within(6.0));
    assertThatThrownBy(() -> speak(plain("<|speaker:2|>no", Services.PRESET_ID, high)))
        .hasMessageContaining("speaker 2");
  }

  @Test
  void speaksLikeARecordingSentAlongOrLinked() throws IOException {
    byte[] recording = Recordings.tone(330, 1, 16_000);
    for (Recording reference :
        List.of(
            new Recording.Bytes(recording), new Recording.Url(web.serve("/r.wav", recording)))) {
      SpeechOrder order = like(reference);
      assertThat(Recordings.pitch(Recordings.read(services.bytes(made(speak(order)).blobId()))))
          .isCloseTo(330, within(6.0));
    }
    assertThat(services.voices.list(VoiceQuery.page(1, 10), ANN).total())
        .as("no voice is kept of it")
        .isEqualTo(1);
  }

  @Test
  void anUnusableReferenceIsTheCallersError() {
    assertThatThrownBy(() -> speak(like(new Recording.Bytes(Recordings.tone(330, 0.1, 16_000)))))
        .isInstanceOfSatisfying(
            MynahException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNUSABLE_REFERENCE));
    assertThatThrownBy(() -> speak(like(new Recording.Url("http://10.1.2.3/a.wav"))))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FETCH_REFUSED));
    assertThatThrownBy(() -> speak(like(new Recording.Bytes(new byte[1_000_001]))))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE));
  }

  @Test
  void speedAndVolumeDoWhatTheySay() throws IOException {
    SpeechMade fast = made(speak(with("Hello there", 2, 0)));
    assertThat(fast.seconds()).isCloseTo(0.1, within(0.001));
    float[] loud = Recordings.read(bytesOf(with("Hello there", 1, 6))).samples();
    float[] soft = Recordings.read(bytesOf(with("Hello there", 1, -14))).samples();
    assertThat(20 * Math.log10(peak(loud) / peak(soft))).isCloseTo(20, within(0.5));
  }

  @Test
  void refusesWhatCannotBeSpokenNamingTheField() {
    assertThat(refusal(plain(""))).isEqualTo("INVALID_REQUEST text");
    assertThat(refusal(plain(" \u0000 "))).isEqualTo("INVALID_REQUEST text");
    assertThat(refusal(plain("?!..."))).isEqualTo("INVALID_REQUEST text");
    assertThat(refusal(plain("Привет"))).isEqualTo("UNSUPPORTED_LANGUAGE -");
    assertThat(refusal(plain("x".repeat(20_001)))).isEqualTo("TOO_LARGE -");
    assertThat(refusal(with("Hi", 0, 0))).isEqualTo("INVALID_REQUEST prosody.speed");
    assertThat(refusal(with("Hi", Double.NaN, 0))).isEqualTo("INVALID_REQUEST prosody.speed");
    assertThat(refusal(with("Hi", 1e9, 0))).isEqualTo("INVALID_REQUEST prosody.speed");
    assertThat(refusal(with("Hi", 1, 20.5))).isEqualTo("INVALID_REQUEST prosody.volume");
    assertThat(refusal(with("Hi", 1, Double.NaN))).isEqualTo("INVALID_REQUEST prosody.volume");
  }

  @Test
  void brokenSurrogatesAndMarksAreSpokenAround() {
    assertThat(speak(plain("Hello \uD83D there \uDE00 \u202E you \u0000 all")).state())
        .isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void refusesMoreThanWorkersAndQueueHoldAndServesAgainAfterwards() throws Exception {
    services.engine.hold();
    List<Future<Task>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) { // two workers, a queue of two
      all.add(callers.submit(() -> speak(plain("Wait for me"))));
    }
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> services.pool.running() + services.pool.waiting() == 4);
    assertThatThrownBy(() -> speak(plain("One too many")))
        .isInstanceOfSatisfying(
            MynahException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.retryAfter())
                  .hasValueSatisfying(
                      wait ->
                          assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5)));
            });
    services.engine.release();
    for (Future<Task> each : all) {
      assertThat(each.get(30, TimeUnit.SECONDS).state()).isEqualTo(TaskState.SUCCEEDED);
    }
    assertThat(speak(plain("Now it goes")).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void speaksLaterAndCallsBack() throws IOException {
    Task accepted =
        services.speech.submit(plain("Later"), Services.speechTask(web.url("/hook")), ANN);
    assertThat(accepted.state()).isEqualTo(TaskState.PENDING);
    Task task = services.tasks.await(accepted.id(), PATIENCE);
    assertThat(services.bytes(made(task).blobId())).isNotEmpty();
    Awaitility.await().atMost(PATIENCE).until(() -> web.callbacks().size() == 1);
    assertThat(web.callbacks().getFirst().body()).contains(task.id()).contains("SUCCEEDED");
  }

  @Test
  void whatWasSentAlongForLaterIsForgottenAfterwards() {
    Task accepted =
        services.speech.submit(
            like(new Recording.Bytes(Recordings.tone(330, 1, 16_000))),
            Services.speechTask(null),
            ANN);
    SpeechMade made = made(services.tasks.await(accepted.id(), PATIENCE));
    List<String> blobs =
        services.database.read(
            tx -> tx.handle().createQuery("select id from blob").mapTo(String.class).list());
    assertThat(blobs).containsExactly(made.blobId());
  }

  @Test
  void aFailureLaterIsRecordedAndCalledBack() {
    Task accepted =
        services.speech.submit(plain("Привет"), Services.speechTask(web.url("/hook")), ANN);
    Task task = services.tasks.await(accepted.id(), PATIENCE);
    assertThat(task.result())
        .isInstanceOfSatisfying(
            TaskResult.TaskFailure.class,
            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_LANGUAGE));
    Awaitility.await().atMost(PATIENCE).until(() -> web.callbacks().size() == 1);
    assertThat(web.callbacks().getFirst().body()).contains("FAILED");
  }

  @Test
  void aFailureWhileTheCallerWaitsIsRecordedToo() {
    assertThat(refusal(plain("Привет"))).startsWith("UNSUPPORTED_LANGUAGE");
    List<String> states =
        services.database.read(
            tx -> tx.handle().createQuery("select state from task").mapTo(String.class).list());
    assertThat(states).containsExactly("FAILED");
  }

  @Test
  void leavesNoFileBehindInTheWorkFolder() throws IOException {
    Task unused = speak(plain("Hello"));
    assertThat(refusal(plain("Привет"))).isNotEmpty();
    assertThat(services.workFiles()).isEmpty();
  }

  @Test
  void speaksOneAfterTheOtherForEachOwnerInTurn() throws Exception {
    try (SynthesisPool pool = new SynthesisPool(1, 100)) {
      List<String> order = new ArrayList<>();
      Object started = new Object();
      boolean[] go = {false};
      Future<?> first =
          pool.submit(
              "busy",
              () -> {
                synchronized (started) {
                  while (!go[0]) {
                    started.wait();
                  }
                }
                return 0;
              });
      List<Future<?>> all = new ArrayList<>(List.of(first));
      for (int i = 0; i < 5; i++) {
        all.add(pool.submit("greedy", () -> order.add("greedy")));
      }
      all.add(pool.submit("modest", () -> order.add("modest")));
      synchronized (started) {
        go[0] = true;
        started.notifyAll();
      }
      for (Future<?> each : all) {
        Object done = each.get(30, TimeUnit.SECONDS);
        assertThat(done).isNotNull();
      }
      assertThat(order.indexOf("modest")).as("turn of the modest owner").isLessThan(2);
    }
  }

  private Task speak(SpeechOrder order) {
    return services.speech.speakNow(order, Services.speechTask(null), ANN);
  }

  private byte[] bytesOf(SpeechOrder order) throws IOException {
    return services.bytes(made(speak(order)).blobId());
  }

  private static SpeechOrder plain(String text, String... voices) {
    return SpeechOrder.plain(text, List.of(voices), WAV);
  }

  private static SpeechOrder with(String text, double speed, double volumeDb) {
    return new SpeechOrder(text, List.of(), List.of(), WAV, speed, volumeDb, false, null, null);
  }

  private static SpeechOrder like(Recording recording) {
    return new SpeechOrder(
        "Hello there",
        List.of(),
        List.of(new InlineReference(recording, null)),
        WAV,
        1,
        0,
        false,
        null,
        null);
  }

  private String cloned(double pitch) {
    Task task =
        services.clones.submit(
            Services.cloneOf(new Recording.Bytes(Recordings.tone(pitch, 1, 16_000)), "High", null),
            Services.voiceTask(null),
            ANN);
    TaskResult result = services.tasks.await(task.id(), PATIENCE).result();
    if (result instanceof TaskResult.VoiceMade made) {
      return made.voiceId();
    }
    throw new AssertionError("no voice: " + result);
  }

  private static SpeechMade made(Task task) {
    if (task.result() instanceof SpeechMade made) {
      return made;
    }
    throw new AssertionError("no speech: " + task.result());
  }

  private String refusal(SpeechOrder order) {
    try {
      Task task = speak(order);
      throw new AssertionError("spoken by " + task.id());
    } catch (MynahException e) {
      return e.code() + " " + e.field().orElse("-");
    }
  }

  private static double peak(float[] samples) {
    double peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  private static double pitchOf(float[] samples, int from, int count) {
    float[] part = Arrays.copyOfRange(samples, from, from + count);
    return Recordings.pitch(new Pcm(part, 24_000));
  }
}
