package dev.mynah.server.http;

import dev.mynah.server.http.wire.Traces;
import java.util.function.BiConsumer;

/** Header fields every answer carries. */
final class StandardHeaders {
  private StandardHeaders() {}

  static void addTo(BiConsumer<String, String> response, String traceId) {
    // Nothing here is a document: a browser that is made to open an answer must not run it.
    response.accept("X-Content-Type-Options", "nosniff");
    response.accept(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
    response.accept("Referrer-Policy", "no-referrer");
    response.accept("Cache-Control", "no-store");
    response.accept(Traces.HEADER, traceId);
  }
}
