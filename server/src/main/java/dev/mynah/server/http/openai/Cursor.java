package dev.mynah.server.http.openai;

import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit how many at most
 * @param after the id after which the part begins, or null for the beginning
 */
record Cursor(int limit, @Nullable String after) {
  static final int MAX_LIMIT = 100;
  private static final int MAX_ID_CHARS = 200;

  /** Reads the query of a request. */
  static Cursor of(Context context, int whenAbsent) {
    String after = context.queryParam("after");
    if (after != null && after.length() > MAX_ID_CHARS) {
      throw MynahException.invalid("after", "after has more than " + MAX_ID_CHARS + " characters.");
    }
    return new Cursor(
        limit(context.queryParam("limit"), whenAbsent),
        after == null || after.isBlank() ? null : after.strip());
  }

  private static int limit(@Nullable String written, int whenAbsent) {
    if (written == null || written.isBlank()) {
      return whenAbsent;
    }
    String digits = written.strip();
    if (!digits.matches("[0-9]{1,9}")) {
      throw wrongLimit();
    }
    int limit = Integer.parseInt(digits);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw wrongLimit();
    }
    return limit;
  }

  private static MynahException wrongLimit() {
    return MynahException.invalid(
        "limit", "limit must be a whole number between 1 and " + MAX_LIMIT + ".");
  }
}
