package dev.mynah.server.http.wire;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.ConcurrencyPermits;
import dev.mynah.server.token.Permit;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;

/**
 * The door to paths that make the server work: the key, its scope, and how many requests it may
 * have in flight. What is left of the limit is told in {@code X-RateLimit-*} with every answer,
 * refusals included.
 */
public final class Admission {
  private final TokenService tokens;
  private final ConcurrencyPermits permits;

  public Admission(TokenService tokens, ConcurrencyPermits permits) {
    this.tokens = tokens;
    this.permits = permits;
  }

  /** Does the work of a path for a caller who was let in. */
  @FunctionalInterface
  public interface Work {
    /** Puts the answer down. */
    void handle(Context context, Principal caller);
  }

  /**
   * Returns a handler that lets in whose key has the scope and a request to spare, and counts the
   * request as in flight until {@code work} has put its answer down.
   */
  public Handler behind(Scope scope, Work work) {
    return context -> {
      Principal caller = tokens.authenticate(BearerKeys.of(context));
      caller.require(scope);
      try (Permit permit = admit(context, caller)) {
        if (permit.limited()) {
          tell(context, permit.limit(), permit.remaining(), Duration.ZERO);
        }
        work.handle(context, caller);
      }
    };
  }

  private Permit admit(Context context, Principal caller) {
    try {
      return permits.acquire(caller);
    } catch (MynahException e) {
      if (e.code() == ErrorCode.RATE_LIMITED) {
        tell(context, permits.limit(caller), 0, e.retryAfter().orElse(Duration.ZERO));
      }
      throw e;
    }
  }

  /**
   * Requests in flight end when they end, so there is no moment at which a window begins anew:
   * {@code reset} is when it makes sense to ask again, in whole seconds from now.
   */
  private static void tell(Context context, int limit, int remaining, Duration reset) {
    context.header("X-RateLimit-Limit", Integer.toString(limit));
    context.header("X-RateLimit-Remaining", Integer.toString(remaining));
    boolean wait = remaining == 0;
    context.header("X-RateLimit-Reset", Long.toString(wait ? Math.max(1, reset.toSeconds()) : 0));
  }
}
