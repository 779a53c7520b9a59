package dev.mynah.server.http.openai;

import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.Traces;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What all paths share: who calls, and the header fields clients of this dialect look for. */
final class OpenAiCalls {
  /** Response header clients quote a request by; our trace id. */
  static final String REQUEST_ID = "x-request-id";

  private static final String PROCESSING_TIME = "openai-processing-ms";
  private static final String VERSION = "openai-version";
  private static final String API_VERSION = "2020-10-01"; // the only one there has been
  private static final String BEGUN = "dev.mynah.openai.begun";
  private static final String LIMIT_PREFIX = "X-RateLimit-";
  private static final String OPENAI_LIMIT_PREFIX = "x-ratelimit-";

  private final TokenService tokens;
  private final Admission admission;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  OpenAiCalls(TokenService tokens, Admission admission, LongSupplier nanoTime) {
    this.tokens = tokens;
    this.admission = admission;
    this.nanoTime = nanoTime;
  }

  /** Returns a handler for work that counts against the key's limits. */
  Handler behind(Scope scope, Admission.Work work) {
    return marked(admission.behind(scope, work));
  }

  /** Returns a handler for what any key may look at. */
  Handler open(Admission.Work work) {
    return marked(context -> work.handle(context, tokens.authenticate(BearerKeys.of(context))));
  }

  private Handler marked(Handler handler) {
    return context -> {
      context.attribute(BEGUN, nanoTime.getAsLong());
      context.header(REQUEST_ID, Traces.of(context));
      context.header(VERSION, API_VERSION);
      try {
        handler.handle(context);
      } finally {
        if (!context.res().isCommitted()) {
          answering(context);
        }
      }
    };
  }

  /**
   * Puts down the header fields that are known last; to be called before an answer's first byte.
   */
  void answering(Context context) {
    Long begun = context.attribute(BEGUN);
    if (begun != null) {
      Duration taken = Duration.ofNanos(nanoTime.getAsLong() - begun);
      context.header(PROCESSING_TIME, Long.toString(taken.toMillis()));
    }
    copyLimit(context, "Limit", "");
    copyLimit(context, "Remaining", "");
    copyLimit(context, "Reset", "s");
  }

  /** Tells the key's limit, which counts requests, under the names of this dialect as well. */
  private static void copyLimit(Context context, String name, String unit) {
    String value = context.res().getHeader(LIMIT_PREFIX + name);
    if (value != null) {
      String lower = name.toLowerCase(Locale.ROOT);
      context.header(OPENAI_LIMIT_PREFIX + lower + "-requests", value + unit);
    }
  }

  /** Answers with a JSON body. */
  static void send(Context context, Object body) {
    Answer.of(200, Json.write(body)).send(context);
  }
}
