package dev.mynah.server.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.testing.DatabaseKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskCountsTest {
  private static final Delivery WAITING = new Delivery(null, false);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TaskCounts counts = new TaskCounts();

  @TempDir private Path folder;

  @Test
  void countsHowTasksEndOnceThatIsCommitted() {
    counts.bindTo(registry);
    TaskResult spoken = new TaskResult.SpeechMade("b", "f.mp3", "audio/mpeg", 2.5, 10);
    TaskResult refused = new TaskResult.TaskFailure(ErrorCode.FETCH_REFUSED, "no", "voice_url");
    try (Database database = DatabaseKind.SQLITE.open(folder)) {
      database.writing(transaction -> counts.finished(transaction, task(spoken), WAITING));
      database.writing(transaction -> counts.finished(transaction, task(spoken), WAITING));
      database.writing(transaction -> counts.finished(transaction, task(refused), WAITING));
      assertThatThrownBy(
              () ->
                  database.writing(
                      transaction -> {
                        counts.finished(transaction, task(spoken), WAITING);
                        throw new IllegalStateException("undone");
                      }))
          .hasMessage("undone");
    }

    assertThat(count("mynah.tasks", "outcome", "succeeded", "type", "fish_tts")).isEqualTo(2);
    assertThat(count("mynah.tasks", "outcome", "failed", "type", "fish_tts")).isEqualTo(1);
    assertThat(count("mynah.tasks", "outcome", "failed", "type", "voices")).isZero();
    assertThat(count("mynah.tasks.failures", "code", "fetch_refused")).isEqualTo(1);
    assertThat(count("mynah.speech.seconds")).isEqualTo(5.0);
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private static Task task(TaskResult result) {
    boolean failed = result instanceof TaskResult.TaskFailure;
    Instant now = Instant.EPOCH;
    return new Task(
        "t",
        "trace",
        "owner",
        "token",
        TaskType.FISH_TTS,
        JsonNodeFactory.instance.objectNode(),
        Price.FREE,
        failed ? TaskState.FAILED : TaskState.SUCCEEDED,
        result,
        now,
        now,
        now);
  }

  /** The clock may be set back while a task is worked on. */
  @Test
  void noTaskEndsBeforeItBegan() {
    TaskResult spoken = new TaskResult.SpeechMade("b", "f.mp3", "audio/mpeg", 2.5, 10);
    Instant later = Instant.EPOCH.plusSeconds(3600);
    Task task =
        new Task(
            "t",
            "trace",
            "owner",
            "token",
            TaskType.FISH_TTS,
            JsonNodeFactory.instance.objectNode(),
            Price.FREE,
            TaskState.SUCCEEDED,
            spoken,
            later,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(1));

    assertThat(task.startedAt()).isEqualTo(later);
    assertThat(task.finishedAt()).isEqualTo(later);
  }
}
