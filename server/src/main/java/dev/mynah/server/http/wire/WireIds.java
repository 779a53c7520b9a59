package dev.mynah.server.http.wire;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Ids of owners and keys as Ace Data Cloud writes them: UUIDs with hyphens, the same 128 bits as
 * our 32 hex digits. Callers may write either.
 */
public final class WireIds {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern HYPHENATED =
      Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private WireIds() {}

  /** Returns how an id is shown; one that isn't 32 hex digits is shown as it is. */
  public static String shown(String id) {
    return HEX.matcher(id).matches()
        ? new UUID(Long.parseUnsignedLong(id, 0, 16, 16), Long.parseUnsignedLong(id, 16, 32, 16))
            .toString()
        : id;
  }

  /** Returns our writing of an id a caller gave; what isn't a UUID is returned as it is. */
  public static String ours(String given) {
    String id = given.strip();
    String lower = id.toLowerCase(Locale.ROOT);
    return HYPHENATED.matcher(lower).matches() ? lower.replace("-", "") : id;
  }
}
