package dev.mynah.server.http.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.RequestKeys;
import dev.mynah.server.task.IdempotencyKey;
import dev.mynah.server.task.IdempotencyKeys.Subject;
import dev.mynah.server.task.OnceOnly;
import dev.mynah.server.token.IssuedToken;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes keys, and at most one to a request that says what it is called. */
final class KeyMaker {
  private static final String SUBJECT = "token";

  private final TokenService tokens;
  private final OnceOnly once;

  KeyMaker(TokenService tokens, OnceOnly once) {
    this.tokens = tokens;
    this.once = once;
  }

  /**
   * What a request made.
   *
   * @param key what may be shown of it
   * @param secret the key itself; null if an earlier request made it, since nobody has it any more
   */
  record Made(TokenSummary key, @Nullable String secret) {}

  /**
   * Makes a key, or returns the one that the same request made before.
   *
   * @param body what was sent
   * @param order says what is wanted; not asked if the key is there
   */
  Made make(Context context, JsonNode body, Principal caller, Supplier<NewToken> order) {
    IdempotencyKey name = RequestKeys.of(context, body);
    Optional<String> before = once.before(name, caller);
    if (before.isPresent()) {
      return madeBefore(before.get());
    }
    IssuedToken draft = tokens.draft(order.get());
    return once.make(
            name,
            new Subject(SUBJECT, draft.summary().id()),
            caller,
            (transaction, id) -> true, // keys stay, revoked or not
            transaction -> tokens.issue(transaction, draft, caller.actor()))
        .map(this::madeBefore)
        .orElseGet(() -> new Made(draft.summary(), draft.key()));
  }

  private Made madeBefore(String id) {
    return tokens
        .find(id)
        .filter(key -> key.revokedAt() == null)
        .map(key -> new Made(key, null))
        .orElseThrow(
            () ->
                MynahException.of(
                    ErrorCode.NOT_FOUND,
                    "What was made under this " + IdempotencyKey.HEADER + " has been revoked."));
  }
}
