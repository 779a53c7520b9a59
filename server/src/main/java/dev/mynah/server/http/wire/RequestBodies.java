package dev.mynah.server.http.wire;

import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies in whichever way callers write them: JSON, msgpack, or a form of either kind, all
 * into the same fields. JSON and msgpack are told apart by how they begin, since small clients
 * announce neither; forms by their content type, but {@code curl -d '{...}'} announces one and
 * sends JSON.
 */
public final class RequestBodies {
  private static final int FIXED_MAP = 0x80; // to 0x8f: a msgpack map of up to 15
  private static final int FIXED_MAP_MASK = 0xF0;
  private static final int MAP_16 = 0xDE;
  private static final int MAP_32 = 0xDF;

  private final BodyReader bodies;
  private final WorkFolder workFolder;

  /**
   * @param workFolder where files of forms lie while their request lasts
   */
  public RequestBodies(BodyReader bodies, WorkFolder workFolder) {
    this.bodies = bodies;
    this.workFolder = workFolder;
  }

  /**
   * Reads a body.
   *
   * @return its fields, lenient
   * @throws MynahException with MALFORMED_BODY, TOO_LARGE, REQUEST_TOO_SLOW, OVERLOADED,
   *     INVALID_REQUEST for files where none are taken, or UNAVAILABLE if our own disk failed
   */
  public JsonFields read(Context context, BodyRules rules) {
    String type = type(context.contentType());
    if (type.startsWith("multipart/")) {
      return bodies.readForm(context, RequestFiles.of(context, workFolder), rules);
    }
    return bodies.read(context, rules.maxBytes(), body -> parsed(type, body)).lenient();
  }

  private static JsonFields parsed(String type, Pieces body) {
    int first = body.firstByte();
    boolean map = (first & FIXED_MAP_MASK) == FIXED_MAP || first == MAP_16 || first == MAP_32;
    if (first >= 0 && first != '{' && (map || type.contains("msgpack"))) {
      return JsonFields.ofBody(MessagePackTree.read(body.bytes()));
    }
    return type.equals("application/x-www-form-urlencoded") && first != '{'
        ? FormTree.ofUrlEncoded(body.text())
        : JsonFields.ofBody(Json.read(body.text()));
  }

  private static String type(@Nullable String contentType) {
    return contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
