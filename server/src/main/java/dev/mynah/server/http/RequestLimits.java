package dev.mynah.server.http;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/**
 * How large the part of a request before its body may be. Bytes are counted by Jetty before
 * anything is parsed, the rest before any route sees the request.
 *
 * @param headerBytes request line and header fields together
 * @param headerFields number of header fields
 * @param urlChars path and query together
 * @param queryParameters number of parameters in the query
 */
public record RequestLimits(int headerBytes, int headerFields, int urlChars, int queryParameters) {
  /** What browsers and client libraries send is a tenth of this. */
  public static final RequestLimits DEFAULT = new RequestLimits(16 << 10, 100, 8 << 10, 100);

  public RequestLimits {
    if (headerBytes < 1024 || headerFields <= 0 || urlChars <= 0 || queryParameters <= 0) {
      throw new IllegalArgumentException("request limits must be above 0, headerBytes above 1023");
    }
  }

  /**
   * Refuses a request whose head is too large.
   *
   * @throws MynahException with URL_TOO_LONG, HEADERS_TOO_LARGE or INVALID_REQUEST
   */
  void check(Context context) {
    String query = context.queryString();
    int url = context.req().getRequestURI().length() + (query == null ? 0 : 1 + query.length());
    if (url > urlChars) {
      throw MynahException.of(
          ErrorCode.URL_TOO_LONG, "The URL is longer than " + urlChars + " characters.");
    }
    if (hasMoreParametersThan(query, queryParameters)) {
      throw MynahException.of(
          ErrorCode.INVALID_REQUEST, "The query has more than " + queryParameters + " parameters.");
    }
    if (fields(context) > headerFields) {
      throw MynahException.of(
          ErrorCode.HEADERS_TOO_LARGE,
          "The request has more than " + headerFields + " header fields.");
    }
  }

  private static boolean hasMoreParametersThan(@Nullable String query, int most) {
    if (query == null || query.isEmpty()) {
      return false;
    }
    return query.chars().filter(c -> c == '&').count() >= most;
  }

  private static int fields(Context context) {
    int fields = 0;
    Enumeration<String> names = context.req().getHeaderNames();
    while (names.hasMoreElements()) {
      Enumeration<String> values = context.req().getHeaders(names.nextElement());
      for (; values.hasMoreElements(); values.nextElement()) {
        fields++;
      }
    }
    return fields;
  }
}
