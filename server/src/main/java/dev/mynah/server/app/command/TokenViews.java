package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How keys are shown. */
final class TokenViews {
  private TokenViews() {}

  static ObjectNode json(Terminal terminal, TokenSummary token) {
    ObjectNode json =
        terminal
            .newObject()
            .put("id", token.id())
            .put("kind", kind(token))
            .put("name", token.name())
            .put("prefix", token.prefix())
            .put("owner", token.ownerId())
            .put("created_at", token.createdAt().toString());
    ArrayNode scopes = json.putArray("scopes");
    token.scopes().stream().sorted().forEach(scope -> scopes.add(scope.written()));
    json.put("expires_at", text(token.expiresAt()));
    json.put("revoked_at", text(token.revokedAt()));
    json.put("concurrency", token.concurrency());
    json.put("credit_limit", token.creditLimit());
    json.put("credit_used", token.creditUsed());
    json.put("credit_reserved", token.creditReserved());
    json.put("credit_left", token.creditLeft());
    return json;
  }

  static void print(Terminal terminal, boolean asJson, TokenSummary token, Instant now) {
    if (asJson) {
      terminal.printJson(json(terminal, token));
      return;
    }
    Integer requests = token.concurrency();
    Instant end = token.expiresAt();
    List<List<String>> rows =
        List.of(
            List.of("name", token.name()),
            List.of("key", token.prefix() + "..."),
            List.of("kind", kind(token)),
            List.of("scopes", Scope.written(token.scopes())),
            List.of("state", state(token, now)),
            List.of("made", token.createdAt().toString()),
            List.of("expires", end == null ? "never" : end.toString()),
            List.of(
                "in flight",
                requests == null ? "the server's default" : requests == 0 ? "any" : "" + requests),
            List.of("credit left", credit(token)),
            List.of("credit used", Long.toString(token.creditUsed())),
            List.of("set aside", Long.toString(token.creditReserved())),
            List.of("owner", token.ownerId()));
    terminal.printTable(List.of("id", token.id()), rows);
  }

  /** Returns the credit left, in a word. */
  static String credit(TokenSummary token) {
    Long left = token.creditLeft();
    return left == null ? "unlimited" : left.toString();
  }

  static String state(TokenSummary token, Instant now) {
    if (token.revokedAt() != null) {
      return "revoked";
    }
    return token.worksAt(now) ? "works" : "expired";
  }

  private static String kind(TokenSummary token) {
    return token.kind().name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
