package dev.mynah.server.http;

import io.javalin.http.Context;

/**
 * Lets pages of any origin call the paths that ask for a key in a header. A browser never adds such
 * a key by itself, so a stranger's page gains nothing by being allowed; cookies are not used and
 * credentials not allowed. Private-network preflights are not granted.
 */
final class CrossOrigin {
  private static final String ALLOWED_HEADERS =
      "accept, authorization, content-type, developer-id, idempotency-key, model, range,"
          + " traceparent, x-record-exempt";
  private static final String EXPOSED_HEADERS =
      "Accept-Ranges, Content-Length, Content-Range, Retry-After, X-RateLimit-Limit,"
          + " X-RateLimit-Remaining, X-RateLimit-Reset, X-Trace-Id";
  private static final String PREFLIGHT_SECONDS = "7200";

  private CrossOrigin() {}

  static void allowReading(Context context) {
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Access-Control-Expose-Headers", EXPOSED_HEADERS);
  }

  static void answerPreflight(Context context, String allowedMethods) {
    context.header("Access-Control-Allow-Methods", allowedMethods);
    context.header("Access-Control-Allow-Headers", ALLOWED_HEADERS);
    context.header("Access-Control-Max-Age", PREFLIGHT_SECONDS);
  }
}
