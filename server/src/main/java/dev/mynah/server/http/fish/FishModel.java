package dev.mynah.server.http.fish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.mynah.server.http.entity.ModelEntity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A voice in this dialect: what both dialects show, and what only this one knows. Nothing here is
 * ever taken down, sold or graded.
 */
record FishModel(
    @JsonUnwrapped ModelEntity model,
    @JsonProperty("dmca_taken_down") boolean takenDown,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String source,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String quality) {

  static FishModel of(ModelEntity model) {
    return new FishModel(model, false, null, null);
  }

  /**
   * A part of a list of voices.
   *
   * @param total how many there are
   * @param hasMore whether a further page can be had
   * @param maxOffset most voices that can be passed over, or null for any number
   * @param upperBound how many can be had by asking for page after page, or null for all
   * @param windowLimited whether there are more than that
   * @param totalIsExact whether {@code total} was counted
   */
  record Page(
      long total,
      List<FishModel> items,
      @JsonProperty("has_more") boolean hasMore,
      @JsonInclude(JsonInclude.Include.ALWAYS) @JsonProperty("max_offset") @Nullable Long maxOffset,
      @JsonInclude(JsonInclude.Include.ALWAYS) @JsonProperty("accessible_upper_bound")
          @Nullable Long upperBound,
      @JsonProperty("window_limited") boolean windowLimited,
      @JsonProperty("total_is_exact") boolean totalIsExact) {}
}
