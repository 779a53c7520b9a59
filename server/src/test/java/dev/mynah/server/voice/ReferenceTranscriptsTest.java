package dev.mynah.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReferenceTranscriptsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path folder;

  private final Ears ears = new Ears();
  private @Nullable Services services;
  private @Nullable ReferenceTranscripts transcripts;

  private Services open(DatabaseKind kind) throws IOException {
    Services opened = new Services(kind, folder, new ToneEngine("1")).start();
    services = opened;
    transcripts =
        new ReferenceTranscripts(
            opened.database, opened.blobs, opened.workFolder, ears, Clock.systemUTC());
    return opened;
  }

  @AfterEach
  void close() {
    if (transcripts != null) {
      transcripts.close();
    }
    if (services != null) {
      services.close();
    }
  }

  @ParameterizedTest
  @EnumSource(DatabaseKind.class)
  void fillsInWhatTheOwnerDidNotTell(DatabaseKind kind) throws IOException {
    Services opened = open(kind);
    Voice voice = cloned(opened);
    assertThat(reference(opened, voice).text()).isEmpty();
    ears.texts.add("So this is what I said.");

    assertThat(fillIn()).isEqualTo(1);

    assertThat(reference(opened, voice).text()).isEqualTo("So this is what I said.");
    assertThat(opened.count("voice_recording where transcript = 'So this is what I said.'"))
        .isEqualTo(1);
    assertThat(fillIn()).as("listened to once only").isZero();
  }

  @Test
  void doesSoByItselfOnceTheRecogniserIsThere() throws IOException {
    Services opened = open(DatabaseKind.SQLITE);
    ears.ready = false;
    Voice voice = cloned(opened);
    assertThat(fillIn()).isZero();
    ears.texts.add("Later.");
    transcripts().start();

    ears.ready = true;

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(reference(opened, voice).text()).isEqualTo("Later."));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNSUPPORTED_LANGUAGE", "INTERNAL"})
  void asksNoSecondTimeForWhatCannotBeUnderstood(ErrorCode code) throws IOException {
    Services opened = open(DatabaseKind.SQLITE);
    Voice voice = cloned(opened);
    ears.failure = MynahException.of(code, "It can't be understood.");

    assertThat(fillIn()).isEqualTo(1);

    assertThat(fillIn()).isZero();
    assertThat(reference(opened, voice).text()).isEmpty();
    assertThat(opened.count("voice_recording where transcript is null")).isEqualTo(1);
  }

  @Test
  void comesBackToWhatCouldNotBeToldForNow() throws IOException {
    Services opened = open(DatabaseKind.SQLITE);
    Voice voice = cloned(opened);
    ears.failure = MynahException.of(ErrorCode.UNAVAILABLE, "Not now.");
    assertThatThrownBy(this::fillIn).hasMessage("Not now.");
    ears.failure = null;
    ears.texts.add("Now.");

    assertThat(fillIn()).isEqualTo(1);

    assertThat(reference(opened, voice).text()).isEqualTo("Now.");
  }

  private ReferenceTranscripts transcripts() {
    if (transcripts == null) {
      throw new IllegalStateException("not opened");
    }
    return transcripts;
  }

  private int fillIn() {
    return transcripts().fillIn();
  }

  private static Voice cloned(Services services) throws IOException {
    CloneOrder order =
        Services.cloneOf(new Recording.Bytes(Recordings.tone(180, 6, 24_000)), "Quiet", null);
    String task =
        services.clones.submit(order, Services.voiceTask(null), Services.caller("ann")).id();
    if (services.tasks.await(task, PATIENCE).result() instanceof TaskResult.VoiceMade made) {
      return find(services, made.voiceId());
    }
    throw new AssertionError("no voice was made");
  }

  private static Voice find(Services services, String id) {
    return services.voices.existing(id);
  }

  private static VoiceSample reference(Services services, Voice voice) {
    List<VoiceSample> samples = find(services, voice.id()).samples();
    return samples.stream()
        .filter(sample -> sample.kind() == VoiceSample.Kind.REFERENCE)
        .findFirst()
        .orElseThrow();
  }

  /** Hears what it is told to hear. */
  private static final class Ears implements Transcriber {
    final Deque<String> texts = new ArrayDeque<>();
    volatile boolean ready = true;
    volatile @Nullable MynahException failure;

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public void prepare() {}

    @Override
    public String transcribe(Path recording, CancelSignal cancel) {
      assertThat(Files.isRegularFile(recording)).isTrue();
      MynahException wrong = failure;
      if (wrong != null) {
        throw wrong;
      }
      return texts.remove();
    }
  }
}
