package dev.mynah.server.http.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys, usage, tasks and callbacks as the console's pages see them. Times are ISO 8601 in UTC; a
 * field that has nothing to say is null.
 */
final class ManageWire {
  private ManageWire() {}

  record Page<T>(long total, List<T> items) {}

  /** Keys; {@code owner} is the caller's, under which new keys are made. */
  record Keys(long total, String owner, List<Key> items) {}

  /**
   * A key; {@code state} is working, expired or revoked, {@code current} is the one that asks,
   * {@code configured} one that can't be rotated here.
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Key(
      String id,
      String kind,
      String owner,
      String name,
      String prefix,
      List<String> scopes,
      String state,
      boolean current,
      boolean configured,
      @Nullable Integer concurrency,
      Credit credit,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("expires_at") @Nullable String expiresAt,
      @JsonProperty("revoked_at") @Nullable String revokedAt,
      @JsonProperty("last_used_at") @Nullable String lastUsedAt) {}

  /** Credit of a key; without a limit both that and what is left are null. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Credit(@Nullable Long limit, long used, long reserved, @Nullable Long left) {}

  /** What signs the callbacks of a key, the newest first. */
  record SigningSecrets(String key, List<SigningSecret> secrets) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record SigningSecret(
      String secret,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("retires_at") @Nullable String retiresAt) {}

  /** Usage from one day to another, both included; the maps explain the ids in the rows. */
  record Usage(
      String from, String to, List<Share> rows, Map<String, String> keys, Map<String, Api> apis) {}

  /** One day, one key, one API, one outcome; {@code error} is null for success. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Share(
      String date,
      String key,
      String api,
      @Nullable String error,
      long requests,
      long units,
      long credits) {}

  /** An API; {@code unit} is what its units count: bytes, voices or seconds. */
  record Api(String id, String type, String title, String path, String unit) {}

  /** A task in a list; {@code credits} is what it was or will be charged. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Task(
      String id,
      @JsonProperty("trace_id") String traceId,
      String type,
      String title,
      String path,
      String state,
      String key,
      String summary,
      long units,
      String unit,
      long credits,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("started_at") @Nullable String startedAt,
      @JsonProperty("finished_at") @Nullable String finishedAt,
      @Nullable Failure error) {}

  record Failure(String code, String message, @Nullable String field) {}

  /** A task with all that is kept of it. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record TaskDetail(
      Task task,
      int attempts,
      JsonNode request,
      @Nullable JsonNode answer,
      @Nullable Speech speech,
      @Nullable Voice voice,
      List<Callback> callbacks) {}

  record Speech(
      String url,
      @JsonProperty("media_type") String mediaType,
      double seconds,
      @JsonProperty("latency_ms") long latencyMillis) {}

  /** The voice a task made; {@code title} is null once it was deleted. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Voice(String id, @Nullable String title) {}

  /** A callback in a list. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Callback(
      String id,
      String state,
      @JsonProperty("task_id") String taskId,
      @JsonProperty("trace_id") String traceId,
      String type,
      String key,
      String owner,
      String url,
      String host,
      int tries,
      @JsonProperty("created_at") String createdAt,
      @JsonProperty("finished_at") @Nullable String finishedAt,
      @JsonProperty("next_try_at") @Nullable String nextTryAt,
      @JsonProperty("expires_at") String expiresAt,
      @JsonProperty("last_try") @Nullable LastTry lastTry) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record LastTry(
      String at, @Nullable Integer status, @Nullable String error, @Nullable String answer) {}

  /**
   * A callback with its tries, the newest first. {@code bodyState} is kept, unwritten (it is
   * written at the first try, and anew after an erasure) or withheld (it is somebody else's).
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record CallbackDetail(
      Callback callback,
      List<Try> tries,
      @Nullable String body,
      @JsonProperty("body_state") String bodyState) {}

  /** One try, with the headers that were sent beside the body. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Try(
      int number,
      @JsonProperty("started_at") String startedAt,
      @JsonProperty("took_ms") long tookMillis,
      @Nullable Integer status,
      @Nullable String error,
      @Nullable String answer,
      Map<String, String> headers) {}
}
