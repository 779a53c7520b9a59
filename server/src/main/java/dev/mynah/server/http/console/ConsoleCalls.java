package dev.mynah.server.http.console;

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

/** What all paths of the console's API share: who calls, what was sent, and the answer. */
public final class ConsoleCalls {
  private final TokenService tokens;
  private final Admission admission;
  private final RequestBodies bodies;

  public ConsoleCalls(TokenService tokens, Admission admission, RequestBodies bodies) {
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

  /** Returns who calls, whose key must have this scope. */
  public Principal caller(Context context, Scope scope) {
    Principal caller = caller(context);
    caller.require(scope);
    return caller;
  }

  /** Reads a body in any encoding. */
  public JsonFields body(Context context, BodyRules rules) {
    return bodies.read(context, rules);
  }

  /** Answers with JSON. */
  public static void send(Context context, int status, Object body) {
    Answer.of(status, Json.write(body)).send(context);
  }
}
