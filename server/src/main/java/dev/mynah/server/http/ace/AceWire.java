package dev.mynah.server.http.ace;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.http.entity.ModelEntity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON of this dialect, field for field. A null field is left out. */
final class AceWire {
  private AceWire() {}

  record Problem(String code, String message) {}

  record Failure(
      boolean success,
      @JsonProperty("task_id") @Nullable String taskId,
      Problem error,
      @JsonProperty("trace_id") String traceId) {}

  /** The answer to work that goes on after it; {@code startedAt} in Unix seconds. */
  record Accepted(
      @JsonProperty("task_id") String taskId,
      @JsonProperty("started_at") @Nullable Double startedAt) {}

  record VoiceEnvelope(
      boolean success,
      @JsonProperty("task_id") String taskId,
      @JsonProperty("trace_id") String traceId,
      ModelEntity data) {}

  record AudioEnvelope(
      boolean success,
      @JsonProperty("task_id") String taskId,
      @JsonProperty("trace_id") String traceId,
      List<Audio> data) {}

  record Audio(@JsonProperty("audio_url") String audioUrl) {}

  /** A task id here would be taken for a task to be polled, so there is none. */
  record SpeechAnswer(
      @JsonProperty("audio_url") String audioUrl, @JsonProperty("latency_ms") long latencyMillis) {}

  /** How speech ended, in a callback or within a task. */
  record SpeechOutcome(
      boolean success,
      @JsonProperty("task_id") String taskId,
      @JsonProperty("trace_id") String traceId,
      @JsonProperty("audio_url") String audioUrl,
      List<Audio> data,
      @JsonProperty("started_at") @Nullable Double startedAt,
      @JsonProperty("latency_ms") long latencyMillis,
      @Nullable Cost cost) {}

  /** What was charged, in credits. */
  record Cost(long amount) {}

  /** How a voice ended, within a task: clients look for the word and for any {@code *_url}. */
  record VoiceOutcome(
      boolean success,
      @JsonProperty("task_id") String taskId,
      @JsonProperty("trace_id") String traceId,
      String status,
      @JsonProperty("voice_url") String voiceUrl,
      ModelEntity data,
      @Nullable Cost cost) {}

  /** How work failed, within a task: the shapes of several generations of clients in one. */
  record FailedOutcome(
      boolean success,
      Problem error,
      int status,
      String message,
      @JsonProperty("task_id") String taskId,
      @JsonProperty("trace_id") String traceId) {}

  /** Times are Unix seconds; those of the end are absent until then. */
  record TaskEntity(
      @JsonProperty("_id") String documentId,
      String id,
      @JsonProperty("api_id") String apiId,
      @JsonProperty("application_id") String applicationId,
      @JsonProperty("credential_id") String credentialId,
      @JsonProperty("user_id") String userId,
      @JsonProperty("trace_id") String traceId,
      String type,
      JsonNode request,
      JsonNode response,
      @JsonProperty("created_at") double createdAt,
      @JsonProperty("started_at") @Nullable Double startedAt,
      @JsonProperty("finished_at") @Nullable Double finishedAt,
      @Nullable Double elapsed) {}

  record TaskBatch(List<TaskEntity> items, long count) {}

  record TaskDeleted(String id, boolean deleted) {}

  record ModelPage(
      long total, List<ModelEntity> items, @JsonProperty("has_more") boolean hasMore) {}
}
