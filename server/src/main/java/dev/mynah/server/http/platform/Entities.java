package dev.mynah.server.http.platform;

import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keys and their owners as clients see them. */
final class Entities {
  private static final String MASK = "...";

  private Entities() {}

  /**
   * Returns a service key.
   *
   * @param secret the key itself where it is new, null where it can't be shown any more
   */
  static PlatformWire.Credential credential(TokenSummary key, @Nullable String secret) {
    return new PlatformWire.Credential(
        WireIds.shown(key.id()),
        WireIds.shown(key.ownerId()),
        WireIds.shown(key.ownerId()),
        "Token",
        key.name(),
        secret == null ? masked(key) : secret,
        null,
        null,
        null,
        scopes(key),
        key.creditLimit(),
        key.creditUsed(),
        key.creditLeft(),
        written(key.expiresAt()),
        key.createdAt().toString(),
        key.createdAt().toString());
  }

  /** Returns a platform token; {@code secret} as for credentials. */
  static PlatformWire.PlatformToken platformToken(TokenSummary key, @Nullable String secret) {
    return new PlatformWire.PlatformToken(
        WireIds.shown(key.id()),
        WireIds.shown(key.ownerId()),
        secret == null ? masked(key) : secret,
        scopes(key),
        written(key.expiresAt()),
        null,
        key.createdAt().toString(),
        key.createdAt().toString());
  }

  /**
   * Returns an owner's use of the service. There is one of them to an owner, so it goes by the
   * owner's id.
   *
   * @param keys all service keys the owner ever had, at least one
   * @param scope as the client asks for it: there is one service, so both kinds are the same
   */
  static PlatformWire.Application application(
      String ownerId, List<TokenSummary> keys, String scope, Instant now) {
    List<TokenSummary> working = keys.stream().filter(key -> key.worksAt(now)).toList();
    boolean unlimited = working.stream().anyMatch(key -> key.creditLeft() == null);
    long left =
        working.stream()
            .map(TokenSummary::creditLeft)
            .filter(Objects::nonNull)
            .mapToLong(n -> n)
            .sum();
    String created =
        keys.stream()
            .map(TokenSummary::createdAt)
            .min(Comparator.naturalOrder())
            .orElse(now)
            .toString();
    return new PlatformWire.Application(
        WireIds.shown(ownerId),
        WireIds.shown(ownerId),
        PlatformWire.Service.FISH.id(),
        "Usage",
        scope,
        unlimited || working.isEmpty() ? null : left,
        keys.stream().mapToLong(TokenSummary::creditUsed).sum(),
        false,
        false,
        false,
        null,
        working.stream().map(key -> credential(key, null)).toList(),
        List.of(),
        PlatformWire.Service.FISH,
        List.of(),
        Map.of(),
        created,
        created);
  }

  private static String masked(TokenSummary key) {
    return key.prefix() + MASK;
  }

  private static List<String> scopes(TokenSummary key) {
    return key.scopes().stream().sorted().map(Scope::written).toList();
  }

  private static @Nullable String written(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
