package dev.mynah.server.http.ace;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.voice.VoiceQuery;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the query of {@code GET /fish/model}. A parameter left empty counts as absent. */
final class ModelQueries {
  private static final int DEFAULT_PAGE_SIZE = 10;
  private static final int MAX_PAGE_NUMBER = 1_000_000;
  private static final int MAX_CHARS = 200;
  private static final int MAX_TAGS = 20;

  private ModelQueries() {}

  static VoiceQuery of(Context context) {
    return new VoiceQuery(
        whole(context, "page_number", 1, MAX_PAGE_NUMBER),
        whole(context, "page_size", DEFAULT_PAGE_SIZE, VoiceQuery.MAX_PAGE_SIZE),
        text(context, "title").orElse(null),
        tags(context),
        flag(context, "self"),
        text(context, "author_id").map(WireIds::ours).orElse(null),
        text(context, "language").stream().toList(),
        text(context, "title_language").stream().toList(),
        order(context));
  }

  /** Voices must have all tags that are named, under either name. */
  private static List<String> tags(Context context) {
    List<String> tags = new ArrayList<>(context.queryParams("tag"));
    tags.addAll(context.queryParams("tag[]"));
    List<String> cleaned =
        tags.stream().map(Json::cleaned).map(String::strip).filter(t -> !t.isEmpty()).toList();
    if (cleaned.size() > MAX_TAGS) {
      throw wrong("tag", "may be given at most " + MAX_TAGS + " times");
    }
    if (cleaned.stream().anyMatch(tag -> tag.length() > MAX_CHARS)) {
      throw wrong("tag", "is longer than " + MAX_CHARS + " characters");
    }
    return cleaned;
  }

  private static Optional<String> text(Context context, String name) {
    Optional<String> text =
        Optional.ofNullable(context.queryParam(name)).map(Json::cleaned).filter(t -> !t.isBlank());
    if (text.isPresent() && text.get().length() > MAX_CHARS) {
      throw wrong(name, "is longer than " + MAX_CHARS + " characters");
    }
    return text;
  }

  private static int whole(Context context, String name, int whenAbsent, int most) {
    Optional<String> text = text(context, name);
    if (text.isEmpty()) {
      return whenAbsent;
    }
    try {
      int value = Integer.parseInt(text.get().strip());
      if (value >= 1 && value <= most) {
        return value;
      }
    } catch (NumberFormatException notWhole) {
      throw wrong(name, "must be a whole number between 1 and " + most);
    }
    throw wrong(name, "must be a whole number between 1 and " + most);
  }

  private static boolean flag(Context context, String name) {
    return switch (text(context, name).orElse("false").toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong(name, "must be true or false");
    };
  }

  private static VoiceQuery.Order order(Context context) {
    return switch (text(context, "sort_by").orElse("created_at")) {
      case "score" -> VoiceQuery.Order.SCORE;
      case "task_count" -> VoiceQuery.Order.TASK_COUNT;
      case "created_at" -> VoiceQuery.Order.CREATED_AT;
      default -> throw wrong("sort_by", "must be one of score, task_count, created_at");
    };
  }

  private static MynahException wrong(String name, String complaint) {
    return MynahException.invalid(name, name + " " + complaint + ".");
  }
}
