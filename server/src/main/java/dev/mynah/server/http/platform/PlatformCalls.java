package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.JsonFields;
import dev.mynah.server.http.wire.Query;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import io.javalin.http.Context;
import java.util.List;

/** What all paths share: who calls, about whom, what was sent, and the answer. */
final class PlatformCalls {
  private static final int BODY_BYTES = 64 << 10;
  private static final String MYSELF = "me";

  private final TokenService tokens;
  private final BodyReader bodies;

  PlatformCalls(TokenService tokens, BodyReader bodies) {
    this.tokens = tokens;
    this.bodies = bodies;
  }

  /** Returns who calls, if the key may look after keys. */
  Principal manager(Context context) {
    Principal caller = tokens.authenticate(BearerKeys.of(context));
    if (!caller.has(Scope.ADMIN)) {
      caller.require(Scope.MANAGE);
    }
    return caller;
  }

  /**
   * Returns who calls, if the key may hand in files: to make voices, or on behalf of other keys.
   */
  Principal uploader(Context context) {
    Principal caller = tokens.authenticate(BearerKeys.of(context));
    if (!caller.has(Scope.MANAGE) && !caller.has(Scope.ADMIN)) {
      caller.require(Scope.CLONE);
    }
    return caller;
  }

  /**
   * Returns whose things are asked for: the caller's own if nothing is said. Others' are for
   * administrators.
   *
   * @throws MynahException with FORBIDDEN, whether or not there is such a user
   */
  static String owner(Query query, Principal caller) {
    String asked = query.text("user_id").orElse(MYSELF);
    String owner = asked.equals(MYSELF) ? caller.ownerId() : WireIds.ours(asked);
    if (!mayAsk(caller, owner)) {
      throw forbidden();
    }
    return owner;
  }

  /** Whether a caller may look at and look after what belongs to an owner. */
  static boolean mayAsk(Principal caller, String ownerId) {
    return caller.has(Scope.ADMIN) || caller.ownerId().equals(ownerId);
  }

  static MynahException forbidden() {
    return MynahException.of(
        ErrorCode.FORBIDDEN,
        "You may ask for your own things only: user_id must be \"me\" or your own id.");
  }

  /** Reads a body; none at all counts as an empty object. */
  JsonFields body(Context context) {
    boolean empty =
        context.req().getContentLengthLong() == 0
            || (context.req().getContentLengthLong() < 0
                && context.header("Transfer-Encoding") == null);
    return empty ? JsonFields.ofBody(Json.object()) : bodies.readObject(context, BODY_BYTES);
  }

  static void send(Context context, int status, Object body) {
    Answer.of(status, Json.write(body)).send(context);
  }

  /** Sends the part of a list that was asked for. */
  static <T> void sendPage(Context context, Query query, List<T> all) {
    int from = Math.min(query.offset(), all.size());
    int to = Math.min(from + query.limit(), all.size());
    send(context, 200, PlatformWire.Page.of(all.size(), all.subList(from, to)));
  }
}
