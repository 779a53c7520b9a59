package dev.mynah.server.http.wire;

import io.javalin.http.Context;
import java.util.Objects;

/** The id that ties a request, its answer, its task and its log line together. */
public final class Traces {
  /** Request attribute that holds the id, also for code outside a {@link Context}. */
  public static final String ATTRIBUTE = "dev.mynah.trace";

  private Traces() {}

  public static String of(Context context) {
    return Objects.requireNonNull(context.<String>attribute(ATTRIBUTE), "no trace id was set");
  }

  /** Sets the id: at first, or to the id of the task that the request became. */
  public static void set(Context context, String traceId) {
    context.attribute(ATTRIBUTE, traceId);
  }
}
