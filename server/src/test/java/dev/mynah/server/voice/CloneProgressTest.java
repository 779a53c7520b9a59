package dev.mynah.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Progress;
import dev.mynah.server.task.ProgressBoard;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskFollower;
import dev.mynah.server.task.TaskProgress;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.token.Principal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following a clone: what is told where the steps can't be known, and to whom. */
class CloneProgressTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal ANN = Services.caller("ann");

  private Services services;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    services = new Services(DatabaseKind.SQLITE, folder, new ToneEngine("1"));
  }

  @AfterEach
  void close() {
    services.engine.release();
    services.close();
  }

  /** Writes down in words what it hears. */
  private static final class Diary implements TaskFollower {
    private final List<String> entries = new CopyOnWriteArrayList<>();

    @Override
    public void waiting(OptionalInt place) {
      entries.add("waiting " + place.orElse(0));
    }

    @Override
    public void running() {
      entries.add("running");
    }

    @Override
    public void at(Progress progress) {
      entries.add(progress.step().name());
    }

    @Override
    public void quiet() {
      assertThat(entries).as("how it stands is told first").isNotEmpty();
    }

    @Override
    public void ended(Task task) {
      entries.add(task.state().name());
    }

    @Override
    public void gone() {
      entries.add("gone");
    }
  }

  @Test
  void tellsFromTheTaskItselfWhatAnotherProcessDoes() throws Exception {
    TaskProgress elsewhere =
        new TaskProgress(services.tasks, new ProgressBoard(), id -> OptionalInt.empty(), 8);
    services.engine.hold();
    Task task = submit();
    Diary diary = new Diary();
    Thread following = follow(elsewhere, task, diary, CancelSignal.NEVER);
    Awaitility.await().atMost(PATIENCE).until(() -> diary.entries.contains("waiting 0"));
    services.start();
    Awaitility.await().atMost(PATIENCE).until(() -> diary.entries.contains("running"));
    services.engine.release();
    following.join(PATIENCE);
    assertThat(diary.entries).containsExactly("waiting 0", "running", TaskState.SUCCEEDED.name());
  }

  @Test
  void tellsTheStepsOfAVoiceThatWaitedFirst() throws Exception {
    Task task = submit();
    Diary diary = new Diary();
    Thread following = follow(services.progress(8), task, diary, CancelSignal.NEVER);
    Awaitility.await().atMost(PATIENCE).until(() -> diary.entries.contains("waiting 1"));
    services.start();
    following.join(PATIENCE);
    assertThat(diary.entries)
        .containsExactly(
            "waiting 1", "DECODING", "INSPECTING", "PROFILE", "SAMPLE", "COVER", "SUCCEEDED");
  }

  @Test
  void isForTheOwnerAndForSoManyAtATime() throws Exception {
    Task task = submit();
    TaskProgress narrow = services.progress(1);
    assertThatThrownBy(
            () -> narrow.follow(task.id(), Services.caller("bob"), new Diary(), CancelSignal.NEVER))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    Diary diary = new Diary();
    AtomicBoolean gone = new AtomicBoolean();
    Thread following = follow(narrow, task, diary, gone::get);
    Awaitility.await().atMost(PATIENCE).until(() -> !diary.entries.isEmpty());
    assertThat(narrow.followers()).isEqualTo(1);
    assertThatThrownBy(() -> narrow.follow(task.id(), ANN, new Diary(), CancelSignal.NEVER))
        .isInstanceOfSatisfying(
            MynahException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.retryAfter()).isPresent();
            });
    gone.set(true);
    following.join(PATIENCE);
    assertThat(narrow.followers()).as("whoever goes makes room").isZero();
    assertThat(diary.entries).containsExactly("waiting 1");
  }

  private Thread follow(TaskProgress progress, Task task, Diary diary, CancelSignal gone) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                progress.follow(task.id(), ANN, diary, gone);
              } catch (IOException e) {
                diary.entries.add(e.toString());
              }
            });
  }

  private Task submit() {
    return services.clones.submit(
        Services.cloneOf(new Recording.Bytes(Recordings.tone(220, 1, 16_000)), "Ann", null),
        Services.voiceTask(null),
        ANN);
  }
}
