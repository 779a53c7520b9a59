package dev.mynah.server.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.IdempotencyKey;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Reads what callers call their requests. */
public final class RequestKeys {
  private RequestKeys() {}

  /** Whether a request has a name; what it is, {@link #of} tells. */
  public static boolean has(Context context) {
    return context.header(IdempotencyKey.HEADER) != null;
  }

  /**
   * Returns the key of a request, or null if it has none. A slash at the end of its path makes no
   * other request.
   *
   * @param body what was sent, or what tells it from everything else that might be
   * @throws MynahException with INVALID_REQUEST if the header can't be a key
   */
  public static @Nullable IdempotencyKey of(Context context, JsonNode body) {
    String key = context.header(IdempotencyKey.HEADER);
    if (key == null) {
      return null;
    }
    String path = context.path();
    String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return IdempotencyKey.of(key, bare, body);
  }
}
