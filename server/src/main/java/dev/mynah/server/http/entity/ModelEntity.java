package dev.mynah.server.http.entity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voice as clients of Fish Audio and of Ace Data Cloud know it, field for field. A null field is
 * left out. Some clients refuse an entity that lacks any other.
 */
public record ModelEntity(
    @JsonProperty("_id") String id,
    String type,
    String title,
    String description,
    @JsonProperty("cover_image") String coverImage,
    @JsonProperty("train_mode") String trainMode,
    String state,
    List<String> tags,
    List<Sample> samples,
    @JsonProperty("created_at") String createdAt,
    @JsonProperty("updated_at") String updatedAt,
    List<String> languages,
    String visibility,
    @JsonProperty("lock_visibility") boolean lockVisibility,
    @JsonProperty("default_text") String defaultText,
    @JsonProperty("default_mode") String defaultMode,
    @JsonProperty("like_count") long likeCount,
    @JsonProperty("mark_count") long markCount,
    @JsonProperty("shared_count") long sharedCount,
    @JsonProperty("task_count") long taskCount,
    boolean unliked,
    boolean liked,
    boolean marked,
    Author author,
    @Nullable Report report) {

  /** Returns the same under another id. */
  public ModelEntity withId(String other) {
    return new ModelEntity(
        other,
        type,
        title,
        description,
        coverImage,
        trainMode,
        state,
        tags,
        samples,
        createdAt,
        updatedAt,
        languages,
        visibility,
        lockVisibility,
        defaultText,
        defaultMode,
        likeCount,
        markCount,
        sharedCount,
        taskCount,
        unliked,
        liked,
        marked,
        author,
        report);
  }

  /** Something to listen to. */
  public record Sample(
      String title, String text, @JsonProperty("task_id") String taskId, String audio) {}

  /** Whom the voice belongs to. */
  public record Author(@JsonProperty("_id") String id, String nickname, String avatar) {}

  /** What was measured on the recording; an addition of ours, for the owner only. */
  public record Report(
      @JsonProperty("speech_seconds") double speechSeconds,
      @JsonProperty("used_seconds") double usedSeconds,
      @JsonProperty("level_dbfs") double levelDbfs,
      @JsonProperty("noise_floor_dbfs") double noiseFloorDbfs,
      @JsonProperty("bandwidth_hz") double bandwidthHz,
      @JsonProperty("clipped_fraction") double clippedFraction,
      @JsonProperty("median_f0_hz") double medianF0Hz,
      @JsonProperty("low_f0_hz") double lowF0Hz,
      @JsonProperty("high_f0_hz") double highF0Hz,
      List<Finding> warnings) {}

  /** What could be better about the recording. */
  public record Finding(String code, String message) {}
}
