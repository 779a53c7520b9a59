package dev.mynah.server.http.wire;

import io.javalin.http.Context;
import java.util.Objects;

/** The id that ties a request, its answer, its task and its log line together. */
public final class Traces {
  /** Request attribute that holds the id, also for code outside a {@link Context}. */
  public static final String ATTRIBUTE = "dev.mynah.trace";

  /** Response header that tells the id. */
  public static final String HEADER = "X-Trace-Id";

  private Traces() {}

  public static String of(Context context) {
    return Objects.requireNonNull(context.<String>attribute(ATTRIBUTE), "no trace id was set");
  }

  /** Sets the id: at first, or to that of the earlier request which this one repeats. */
  public static void set(Context context, String traceId) {
    context.attribute(ATTRIBUTE, traceId);
    context.header(HEADER, traceId);
  }
}
