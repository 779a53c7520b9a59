package dev.mynah.server.http.wire;

import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request. A parameter left empty counts as absent, one nobody asks for is let be.
 */
public final class Query {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 200;
  private static final int MAX_OFFSET = 10_000_000;
  private static final int MAX_VALUES = 100;
  private static final int MAX_CHARS = 200;

  private final Context context;

  public Query(Context context) {
    this.context = context;
  }

  /** Returns one value. */
  public Optional<String> text(String name) {
    List<String> values = texts(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
  }

  /** Returns all values of a parameter that may be there several times. */
  public List<String> texts(String name) {
    List<String> values =
        context.queryParams(name).stream()
            .map(Json::cleaned)
            .map(String::strip)
            .filter(value -> !value.isEmpty())
            .distinct()
            .toList();
    if (values.size() > MAX_VALUES) {
      throw wrong(name, "is there more than " + MAX_VALUES + " times");
    }
    if (values.stream().anyMatch(value -> value.length() > MAX_CHARS)) {
      throw wrong(name, "is longer than " + MAX_CHARS + " characters");
    }
    return values;
  }

  /** Returns ids in our own writing. */
  public List<String> ids(String name) {
    return texts(name).stream().map(WireIds::ours).distinct().toList();
  }

  /** Returns whether a switch is on; off if nothing is said. */
  public boolean flag(String name) {
    return switch (text(name).orElse("false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(name, "must be true or false");
    };
  }

  /** Returns one of a few, written in lower case; or null if the parameter is absent. */
  public <E extends Enum<E>> @Nullable E choice(String name, Class<E> all) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    List<E> values = List.of(all.getEnumConstants());
    return values.stream()
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text.get()))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    name,
                    "must be one of "
                        + String.join(
                            ", ",
                            values.stream()
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .toList())));
  }

  /** Returns a time, or null if the parameter is absent. */
  public @Nullable Instant time(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return null;
    }
    return Times.read(text.get())
        .orElseThrow(() -> wrong(name, "must be a time such as 2026-01-31T12:00:00Z"));
  }

  /**
   * Returns how many entries a page has; more than the most is that most, as {@code count} tells.
   */
  public int limit() {
    return Math.min(MAX_LIMIT, whole("limit", DEFAULT_LIMIT, 1, Integer.MAX_VALUE));
  }

  /** Returns how many entries come before the page. */
  public int offset() {
    return whole("offset", 0, 0, MAX_OFFSET);
  }

  /** Returns whether the oldest entry comes first; the newest does if nothing is said. */
  public boolean oldestFirst() {
    return switch (text("ordering").orElse("-created_at")) {
      case "created_at", "updated_at" -> true;
      case "-created_at", "-updated_at" -> false;
      default -> throw wrong("ordering", "must be created_at or -created_at");
    };
  }

  private int whole(String name, int whenAbsent, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return whenAbsent;
    }
    String complaint = "must be a whole number from " + least + " on";
    try {
      long value = Long.parseLong(text.get());
      if (value < least || value > most) {
        throw wrong(name, complaint);
      }
      return (int) value;
    } catch (NumberFormatException notWhole) {
      throw wrong(name, complaint);
    }
  }

  public static MynahException wrong(String name, String complaint) {
    return MynahException.invalid(name, name + " " + complaint + ".");
  }
}
