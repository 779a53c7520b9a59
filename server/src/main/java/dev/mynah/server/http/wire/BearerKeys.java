package dev.mynah.server.http.wire;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Finds the caller's key in a request. */
public final class BearerKeys {
  private static final String SCHEME = "bearer";

  private BearerKeys() {}

  /**
   * Returns the key of {@code Authorization: Bearer KEY}, or null where none was sent.
   *
   * @throws MynahException if the header holds something else
   */
  public static @Nullable String of(Context context) {
    String header = context.header("Authorization");
    if (header == null || header.isBlank()) {
      return null;
    }
    String[] parts = header.strip().split("\\s+", 2);
    if (!parts[0].equalsIgnoreCase(SCHEME)) {
      throw MynahException.of(
          ErrorCode.TOKEN_INVALID, "The Authorization header must read: Bearer, space, key.");
    }
    return parts.length == 1 ? null : parts[1];
  }
}
