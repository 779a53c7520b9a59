package dev.mynah.server.http.wire;

import io.javalin.http.Context;
import java.util.Map;

/**
 * A complete JSON answer.
 *
 * @param status HTTP status
 * @param headers further header fields
 * @param body JSON, UTF-8; not copied
 */
public record Answer(int status, Map<String, String> headers, byte[] body) {
  /** JSON is UTF-8 by definition, so no charset is named. */
  public static final String CONTENT_TYPE = "application/json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer of(int status, byte[] body) {
    return new Answer(status, Map.of(), body);
  }

  /** Puts this answer into a response that isn't sent yet. */
  public void send(Context context) {
    context.status(status);
    headers.forEach(context::header);
    context.contentType(CONTENT_TYPE).result(body);
  }
}
