package dev.mynah.server.http.fish;

import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.voice.Visibility;
import dev.mynah.server.voice.VoiceQuery;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the query of {@code GET /model}. A parameter left empty counts as absent. */
final class ModelQueries {
  private static final int DEFAULT_PAGE_SIZE = 10;
  private static final int MAX_PAGE_NUMBER = 1_000_000;
  private static final int MAX_CHARS = 200;
  private static final int MAX_VALUES = 20;
  private static final List<String> VISIBILITIES = List.of("public", "unlist", "private");
  private static final List<String> ORDERS = List.of("score", "task_count", "created_at");

  private ModelQueries() {}

  static VoiceQuery of(JsonFields query) {
    return new VoiceQuery(
        (int) query.whole("page_number", 1, MAX_PAGE_NUMBER).orElse(1),
        (int) query.whole("page_size", 1, VoiceQuery.MAX_PAGE_SIZE).orElse(DEFAULT_PAGE_SIZE),
        text(query, "title").orElse(null),
        texts(query, "tag"),
        query.flag("self", false),
        text(query, "author_id").map(WireIds::ours).orElse(null),
        texts(query, "language"),
        texts(query, "title_language"),
        visibility(query),
        order(query));
  }

  private static Optional<String> text(JsonFields query, String name) {
    return query.text(name, MAX_CHARS).filter(text -> !text.isBlank());
  }

  private static List<String> texts(JsonFields query, String name) {
    return query.oneOrMoreTexts(name, MAX_VALUES, MAX_CHARS).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** An addition of ours, for lists of what everybody or nobody else sees. */
  private static @Nullable Visibility visibility(JsonFields query) {
    return text(query, "visibility").isEmpty()
        ? null
        : query
            .choice("visibility", VISIBILITIES)
            .map(name -> Visibility.valueOf(name.toUpperCase(Locale.ROOT)))
            .orElseThrow();
  }

  private static VoiceQuery.Order order(JsonFields query) {
    if (text(query, "sort_by").isEmpty()) {
      return VoiceQuery.Order.SCORE;
    }
    return switch (query.choice("sort_by", ORDERS).orElseThrow()) {
      case "task_count" -> VoiceQuery.Order.TASK_COUNT;
      case "created_at" -> VoiceQuery.Order.CREATED_AT;
      default -> VoiceQuery.Order.SCORE;
    };
  }
}
