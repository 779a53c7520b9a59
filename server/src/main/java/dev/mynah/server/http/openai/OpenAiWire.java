package dev.mynah.server.http.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What answers of this dialect look like. */
final class OpenAiWire {
  private OpenAiWire() {}

  /** A model. */
  record Model(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}

  /** All models. */
  record Models(String object, List<Model> data) {}

  /**
   * A voice.
   *
   * @param createdAt Unix seconds
   * @param type how it was made: audio_sample or prompt
   */
  record Voice(
      String id,
      String object,
      @JsonProperty("created_at") long createdAt,
      String name,
      String type) {}

  /** A voice as programs that only want to offer a choice look for it. */
  record VoiceChoice(String id, String name) {}

  /**
   * A part of the list of voices.
   *
   * @param voices the same once more, and the names of OpenAI's own voices, for programs that look
   *     for the choice there is
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Voices(
      String object,
      List<Voice> data,
      @JsonProperty("first_id") @Nullable String firstId,
      @JsonProperty("last_id") @Nullable String lastId,
      @JsonProperty("has_more") boolean hasMore,
      List<VoiceChoice> voices) {}

  /** A recording of consent. */
  record Consent(
      String id,
      String object,
      @JsonProperty("created_at") long createdAt,
      String name,
      String language) {}

  /** A part of a list. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Page<T>(
      String object,
      List<T> data,
      @JsonProperty("first_id") @Nullable String firstId,
      @JsonProperty("last_id") @Nullable String lastId,
      @JsonProperty("has_more") boolean hasMore) {

    static <T> Page<T> of(List<T> data, Function<T, String> id, boolean hasMore) {
      return new Page<>(
          "list",
          data,
          data.isEmpty() ? null : id.apply(data.getFirst()),
          data.isEmpty() ? null : id.apply(data.getLast()),
          hasMore);
    }
  }

  /** Something that was deleted. */
  record Deleted(String id, String object, boolean deleted) {}
}
