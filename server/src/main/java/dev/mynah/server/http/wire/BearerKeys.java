package dev.mynah.server.http.wire;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the caller's key in a request. */
public final class BearerKeys {
  /** The subprotocol a WebSocket speaks if its client offers it; it changes nothing else. */
  public static final String SUBPROTOCOL = "mynah";

  private static final String SCHEME = "bearer";

  /**
   * Browsers can't set header fields of a WebSocket's handshake; all they can say in it is which
   * subprotocols they speak. So a key may stand there, behind this and in URL-safe Base64 without
   * padding, since not every key is a token of HTTP.
   */
  private static final String KEY_SUBPROTOCOL = "mynah.key.";

  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

  private BearerKeys() {}

  /**
   * Returns the key of {@code Authorization: Bearer KEY}, or of a WebSocket's subprotocol {@code
   * mynah.key.BASE64} where that header is missing, or null where none was sent.
   *
   * @throws MynahException if the header holds something else
   */
  public static @Nullable String of(Context context) {
    String header = context.header("Authorization");
    if (header == null || header.isBlank()) {
      return ofSubprotocols(context.header("Sec-WebSocket-Protocol"));
    }
    String[] parts = header.strip().split("\\s+", 2);
    if (!parts[0].equalsIgnoreCase(SCHEME)) {
      throw MynahException.of(
          ErrorCode.TOKEN_INVALID, "The Authorization header must read: Bearer, space, key.");
    }
    return parts.length == 1 ? null : parts[1];
  }

  private static @Nullable String ofSubprotocols(@Nullable String offered) {
    if (offered == null) {
      return null;
    }
    for (String each : COMMA.split(offered, -1)) {
      if (each.startsWith(KEY_SUBPROTOCOL)) {
        return decoded(each.substring(KEY_SUBPROTOCOL.length()));
      }
    }
    return null;
  }

  private static String decoded(String key) {
    try {
      return new String(Base64.getUrlDecoder().decode(key), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw MynahException.of(
          ErrorCode.TOKEN_INVALID,
          "The subprotocol with the key must read: mynah.key., then URL-safe Base64.",
          e);
    }
  }
}
