package dev.mynah.server.http.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.StreamedBody;
import dev.mynah.server.task.Progress;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskFollower;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A task's way as server-sent events: {@code progress} with bare facts for each change, {@code end}
 * with the outcome, and comments in between so that proxies don't give up.
 */
final class ProgressEvents implements TaskFollower {
  static final String CONTENT_TYPE = "text/event-stream";

  private static final Duration QUIET = Duration.ofSeconds(10);
  private static final byte[] COMMENT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final String WAITING = "waiting";

  private final StreamedBody body;
  private long lastSent = System.nanoTime();

  ProgressEvents(StreamedBody body) {
    this.body = body;
  }

  @Override
  public void waiting(OptionalInt place) throws IOException {
    Integer number = place.isPresent() ? place.getAsInt() : null;
    send("progress", new Facts(TaskState.PENDING, WAITING, number, null, null, null, null));
  }

  @Override
  public void running() throws IOException {
    send("progress", new Facts(TaskState.RUNNING, null, null, null, null, null, null));
  }

  @Override
  public void at(Progress progress) throws IOException {
    boolean one = progress.recordings() > 0;
    boolean counted = progress.bytes() > 0 || progress.totalBytes() > 0;
    send(
        "progress",
        new Facts(
            TaskState.RUNNING,
            lower(progress.step()),
            null,
            one ? progress.recording() : null,
            one ? progress.recordings() : null,
            counted ? progress.bytes() : null,
            progress.totalBytes() == Progress.UNKNOWN ? null : progress.totalBytes()));
  }

  @Override
  public void quiet() throws IOException {
    if (System.nanoTime() - lastSent >= QUIET.toNanos()) {
      write(COMMENT);
    }
  }

  @Override
  public void ended(Task task) throws IOException {
    TaskResult result = task.result();
    send(
        "end",
        switch (result) {
          case TaskResult.VoiceMade made -> Outcome.of(task.state(), made.voiceId());
          case TaskResult.TaskFailure failure -> Outcome.of(failure);
          case null, default -> Outcome.of(task.state(), null);
        });
  }

  @Override
  public void gone() throws IOException {
    send(
        "end",
        Outcome.of(
            new TaskResult.TaskFailure(ErrorCode.NOT_FOUND, "There is no such task.", null)));
  }

  private void send(String name, Object data) throws IOException {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    event.writeBytes(Json.write(data));
    event.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    write(event.toByteArray());
  }

  private void write(byte[] bytes) throws IOException {
    body.write(bytes);
    lastSent = System.nanoTime();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * How a task stands.
   *
   * @param step what is being done; null if that can't be known
   * @param place of a task that waits, from 1
   * @param recording which one the step is about, from 1
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Facts(
      String state,
      @Nullable String step,
      @Nullable Integer place,
      @Nullable Integer recording,
      @Nullable Integer recordings,
      @Nullable Long bytes,
      @JsonProperty("total_bytes") @Nullable Long totalBytes) {

    Facts(
        TaskState state,
        @Nullable String step,
        @Nullable Integer place,
        @Nullable Integer recording,
        @Nullable Integer recordings,
        @Nullable Long bytes,
        @Nullable Long totalBytes) {
      this(lower(state), step, place, recording, recordings, bytes, totalBytes);
    }
  }

  /** How a task ended. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Outcome(
      String state,
      @JsonProperty("voice_id") @Nullable String voiceId,
      @Nullable String code,
      @Nullable String message,
      @Nullable String field) {

    static Outcome of(TaskState state, @Nullable String voiceId) {
      return new Outcome(lower(state), voiceId, null, null, null);
    }

    static Outcome of(TaskResult.TaskFailure failure) {
      boolean defect = failure.code() == ErrorCode.INTERNAL;
      return new Outcome(
          lower(TaskState.FAILED),
          null,
          lower(failure.code()),
          defect ? "Internal server error." : failure.message(),
          failure.field());
    }
  }
}
