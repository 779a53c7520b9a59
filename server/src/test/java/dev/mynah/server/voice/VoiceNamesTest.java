package dev.mynah.server.voice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mynah.server.audit.AuditQuery;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Voices that their owners call by names. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class VoiceNamesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal ANN = Services.caller("ann");
  private static final Principal BOB = Services.caller("bob");

  private final Services services;
  private final VoiceNames names;

  VoiceNamesTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    services = new Services(kind, folder, new ToneEngine("1")).start();
    names = new VoiceNames(services.database, services.voices, services.audit, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    services.close();
  }

  @Test
  void aNameIsAsGoodAsAnIdForItsOwnerAndNothingToOthers() {
    String id = made("Reader 1", ANN);
    assertThat(services.voices.visible("Reader 1", ANN).id()).isEqualTo(id);
    assertThat(services.voices.speaker("Reader 1", ANN).voiceId()).isEqualTo(id);
    assertThat(refusal(() -> services.voices.visible("Reader 1", BOB)))
        .isEqualTo(ErrorCode.NOT_FOUND);
    String others = made("Reader 1", BOB);
    assertThat(services.voices.visible("Reader 1", BOB).id()).isEqualTo(others).isNotEqualTo(id);
    assertThat(names.list(ANN)).containsExactly("Reader 1");
  }

  @Test
  void aNameIsGivenOnce() {
    String id = made("reader", ANN);
    assertThat(refusal(() -> names.requireFree("id", "reader", ANN))).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal(() -> submit("reader", ANN))).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal(() -> names.requireFree("id", id, ANN)))
        .as("the id of a voice one sees")
        .isEqualTo(ErrorCode.CONFLICT);
    names.requireFree("id", "reader", BOB);
    assertThat(services.count("voice")).as("nothing half-made beside the preset").isEqualTo(2);
    assertThat(services.count("task")).isEqualTo(1);
  }

  @Test
  void anErasedOrFailedVoiceLeavesItsName() {
    made("reader", ANN);
    services.erasure.erase("reader", ANN);
    assertThat(names.list(ANN)).isEmpty();
    assertThat(services.count("voice_name")).isZero();

    Task failed = ended(submit(order(new Recording.Bytes("no sound".getBytes(UTF_8)), "reader")));
    assertThat(failed.state()).isEqualTo(TaskState.FAILED);
    assertThat(services.count("voice_name")).isZero();
    assertThat(names.list(ANN)).isEmpty();
    made("reader", ANN);
  }

  @Test
  void renamesAVoiceAndTheTitleThatWasItsName() {
    String id = made("old", ANN);
    String unnamed = voiceId(ended(submit(order(tone(), null))));
    names.rename("old", "new", ANN);

    assertThat(services.voices.visible("new", ANN).title()).isEqualTo("new");
    assertThat(services.voices.visible("new", ANN).id()).isEqualTo(id);
    assertThat(refusal(() -> services.voices.visible("old", ANN))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(services.audit.list(AuditQuery.of(Subject.voice(id))))
        .singleElement()
        .satisfies(event -> assertThat(event.action()).isEqualTo("voice.rename"));

    names.rename("new", "new", ANN);
    names.rename(id, "by id", ANN);
    assertThat(names.list(ANN)).containsExactlyInAnyOrder("by id", unnamed);
  }

  @Test
  void refusesNamesThatAreNoneOrTakenAndVoicesOfOthers() {
    made("one", ANN);
    made("two", ANN);
    assertThat(refusal(() -> names.rename("one", "two", ANN))).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refusal(() -> names.rename("none", "three", ANN))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(refusal(() -> names.rename("one", "three", BOB))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(refusal(() -> names.rename(Services.PRESET_ID, "mine", ANN)))
        .isEqualTo(ErrorCode.NOT_FOUND);
    for (String wrong : List.of("", " ", "a/b", "é", "x\n", "x".repeat(256))) {
      assertThat(refusal(() -> names.rename("one", wrong, ANN)))
          .as("%s", wrong)
          .isEqualTo(ErrorCode.INVALID_REQUEST);
    }
    Principal speaker = new Principal("ann", "key", EnumSet.of(Scope.SPEAK, Scope.CLONE));
    assertThat(refusal(() -> names.rename("one", "three", speaker)))
        .isEqualTo(ErrorCode.SCOPE_MISSING);
    assertThat(names.list(ANN)).containsExactly("one", "two");
  }

  @Test
  void aPictureSentAlongIsTheCoverAndGoesWithAVoiceThatFails() throws IOException {
    byte[] picture = Recordings.gif();
    CloneOrder pictured = order(tone(), null).withCover(picture);
    String id = voiceId(ended(submit(pictured)));
    Voice voice = services.voices.visible(id, ANN);
    assertThat(voice.coverMediaType()).isEqualTo("image/gif");
    assertThat(services.bytes(Objects.requireNonNull(voice.coverBlobId()))).isEqualTo(picture);

    long files = services.count("blob");
    Recording noise = new Recording.Bytes("no sound".getBytes(UTF_8));
    assertThat(ended(submit(order(noise, null).withCover(picture))).state())
        .isEqualTo(TaskState.FAILED);
    assertThat(services.count("blob")).isEqualTo(files);
    assertThat(refusal(() -> submit(pictured.withCover("<svg/>".getBytes(UTF_8)))))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    services.erasure.erase(id, ANN);
    assertThat(services.count("blob where media_type = 'image/gif'")).isZero();
  }

  private String made(String name, Principal owner) {
    Task task = ended(submit(name, owner));
    assertThat(task.state()).as("%s", task.result()).isEqualTo(TaskState.SUCCEEDED);
    return voiceId(task);
  }

  private Task submit(String name, Principal owner) {
    return services.clones.submit(order(tone(), name), Services.voiceTask(null), owner);
  }

  private Task submit(CloneOrder order) {
    return services.clones.submit(order, Services.voiceTask(null), ANN);
  }

  private static CloneOrder order(Recording recording, @Nullable String name) {
    return Services.cloneOf(recording, name == null ? "Untitled" : name, null).named(name);
  }

  private static Recording tone() {
    return new Recording.Bytes(Recordings.tone(220, 1, 16_000));
  }

  private Task ended(Task task) {
    return services.tasks.await(task.id(), PATIENCE);
  }

  private static String voiceId(Task task) {
    return ((TaskResult.VoiceMade) Objects.requireNonNull(task.result())).voiceId();
  }

  private static ErrorCode refusal(ThrowingCallable action) {
    MynahException refused = catchThrowableOfType(MynahException.class, action);
    assertThat(refused).as("the refusal").isNotNull();
    return refused.code();
  }
}
