package dev.mynah.server.http.fish;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.BodyRules;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.Optional;

/** What all paths of the dialect share: who calls, what was sent, and the answer. */
public final class FishCalls {
  private final TokenService tokens;
  private final Admission admission;
  private final RequestBodies bodies;

  public FishCalls(TokenService tokens, Admission admission, RequestBodies bodies) {
    this.tokens = tokens;
    this.admission = admission;
    this.bodies = bodies;
  }

  /** Returns a handler for work: a key with this scope, and its requests in flight counted. */
  public Handler behind(Scope scope, Admission.Work work) {
    return admission.behind(scope, work);
  }

  /** Returns who calls, whatever the key may do. */
  public Principal caller(Context context) {
    return tokens.authenticate(BearerKeys.of(context));
  }

  /** Returns who calls a path that works without a key; a key that is shown must be good. */
  public Optional<Principal> callerIfAny(Context context) {
    return BearerKeys.of(context) == null ? Optional.empty() : Optional.of(caller(context));
  }

  /** Reads a body in any encoding. */
  public JsonFields body(Context context, BodyRules rules) {
    return bodies.read(context, rules);
  }

  /**
   * Returns the same error as callers know it where a voice they speak with isn't there: the one
   * thing that can be wrong about a {@code reference_id} once it has been read.
   */
  public static MynahException aboutReference(MynahException failure) {
    boolean missing =
        failure.code() == ErrorCode.NOT_FOUND
            || (failure.code() == ErrorCode.INVALID_REQUEST
                && failure.field().equals(Optional.of("reference_id")));
    return missing
        ? MynahException.of(ErrorCode.INVALID_REQUEST, "Reference not found", failure)
        : failure;
  }

  /** Answers with JSON. */
  public static void send(Context context, int status, Object body) {
    Answer.of(status, Json.write(body)).send(context);
  }

  /** Answers 200 with nothing, as the service this dialect comes from does after a change. */
  public static void sendNothing(Context context) {
    context.status(200);
  }
}
