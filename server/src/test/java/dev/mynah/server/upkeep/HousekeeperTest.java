package dev.mynah.server.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.task.IdempotencyKey;
import dev.mynah.server.task.Task;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class HousekeeperTest {
  private static final Principal ANN = Services.caller("ann");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final Services services;

  HousekeeperTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    this.folder = folder;
    this.services = new Services(kind, folder, new ToneEngine("1")).start();
  }

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void clearsAwayWhatHasHadItsTimeAndNothingElse() throws IOException {
    Task spoken = speak();
    Task cloned = clone(2.0);
    Task failed = clone(0.1);
    tidy(Retention.DEFAULT);
    assertThat(services.count("task")).as("nothing is old yet").isEqualTo(3);
    assertThat(services.count("voice where state = 'FAILED'")).isEqualTo(1);

    Duration ago = Duration.ofDays(8);
    age("task set finished_at = finished_at - ", ago, " where id <> '" + cloned.id() + "'");
    age("voice set updated_at = updated_at - ", ago, "");
    tidy(Retention.DEFAULT);
    assertThat(services.tasks.find(spoken.id())).isEmpty();
    assertThat(services.tasks.find(failed.id())).isEmpty();
    assertThat(services.tasks.find(cloned.id())).isPresent();
    assertThat(services.count("voice where state = 'FAILED'")).isZero();
    assertThat(services.count("voice where state = 'TRAINED'")).as("preset and clone").isEqualTo(2);
  }

  @Test
  void keysForRepeatsGoWhenTheirTimeIsOver() {
    IdempotencyKey key =
        IdempotencyKey.of("once", "/fish/tts", JsonNodeFactory.instance.objectNode());
    Task unused =
        services.speech.submit(
            SpeechOrder.plain("Hello.", List.of(), EncodingSettings.of(AudioFormat.MP3)),
            Services.speechTask(null).withIdempotencyKey(key),
            ANN);
    tidy(Retention.DEFAULT);
    assertThat(services.count("idempotency_key")).isOne();

    age("idempotency_key set created_at = created_at - ", Duration.ofHours(25), "");
    tidy(Retention.DEFAULT);
    assertThat(services.count("idempotency_key")).isZero();
  }

  @Test
  void speechGoesWithItsFileWhenItsTimeIsOver() throws IOException {
    Task unused = speak();
    assertThat(storedFiles()).isEqualTo(1);
    age("blob set expires_at = expires_at - ", Duration.ofDays(2), "");
    tidy(
        new Retention(
            Duration.ofDays(7),
            Duration.ofDays(30),
            Duration.ofDays(7),
            Duration.ofSeconds(-1),
            Duration.ofDays(1)));
    assertThat(services.count("blob")).isZero();
    assertThat(storedFiles()).isZero();
  }

  private void tidy(Retention retention) {
    try (Housekeeper housekeeper =
        new Housekeeper(
            services.tasks,
            services.webhooks,
            services.voices,
            services.blobs,
            retention,
            Clock.systemUTC())) {
      housekeeper.tidy();
    }
  }

  private void age(String change, Duration by, String where) {
    services.database.writing(
        transaction -> transaction.handle().execute("update " + change + by.toMillis() + where));
  }

  private Task speak() {
    return services.speech.speakNow(
        SpeechOrder.plain("Hello", List.of(), EncodingSettings.of(AudioFormat.MP3)),
        Services.speechTask(null),
        ANN);
  }

  private Task clone(double seconds) {
    Task task =
        services.clones.submit(
            Services.cloneOf(
                new Recording.Bytes(Recordings.tone(220, seconds, 16_000)), "Ann", null),
            Services.voiceTask(null),
            ANN);
    return services.tasks.await(task.id(), PATIENCE);
  }

  private long storedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("blobs").resolve("files"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
