package dev.mynah.server.http.platform;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one key may do to others. It gives them never more than it has, be it scopes, time, credit
 * or requests in flight; it gets no secret of a key that can do more; and it leaves the keys of
 * administrators alone. Who administers everybody's keys sets all limits freely.
 *
 * <p>A platform token stands for the account it was made in. It can't speak itself, but the keys it
 * makes can; so only a key that may speak, clone and manage makes one.
 */
final class KeyGrants {
  private static final Set<Scope> ACCOUNT = EnumSet.of(Scope.SPEAK, Scope.CLONE, Scope.MANAGE);

  private final TokenSummary maker;
  private final Set<Scope> scopes;

  KeyGrants(TokenSummary maker) {
    this.maker = maker;
    this.scopes = EnumSet.copyOf(maker.scopes());
    if (maker.kind() == KeyKind.PLATFORM) {
      scopes.addAll(ACCOUNT);
    }
  }

  /** Returns the scopes that may be given. */
  Set<Scope> scopes() {
    return Set.copyOf(scopes);
  }

  /** Returns the end a new key gets when none is asked for. */
  @Nullable Instant usualEnd() {
    return admin() ? null : maker.expiresAt();
  }

  /** Refuses to give a key more than its maker has. */
  void requireCovers(KeySettings settings) {
    if (!scopes.containsAll(settings.scopes())) {
      throw forbidden("This key may give the scopes " + Scope.written(scopes) + " only.");
    }
    if (admin()) {
      return;
    }
    // Many keys with the same limit would be more than one with it.
    if (maker.creditLimit() != null) {
      throw forbidden("This key's own credit is limited, so it can't make or change keys.");
    }
    if (maker.concurrency() != null && maker.concurrency() > 0) {
      throw forbidden(
          "This key may have only so many requests in flight, so it can't make or change keys.");
    }
    Instant end = maker.expiresAt();
    if (end != null && (settings.expiresAt() == null || settings.expiresAt().isAfter(end))) {
      throw forbidden("No key made or changed with this one may work longer than it: " + end + ".");
    }
  }

  /** Refuses to show a new secret of a key that can do more than the one that asks. */
  void requireMayHold(TokenSummary key) {
    if (!key.id().equals(maker.id())) {
      requireCovers(key.settings());
    }
  }

  /**
   * Refuses to change or revoke a key of an administrator. A key may always give up what it has.
   *
   * @param id of the key
   * @param settings as they are
   */
  void requireMayChange(String id, KeySettings settings) {
    if (!admin() && settings.scopes().contains(Scope.ADMIN) && !id.equals(maker.id())) {
      throw forbidden("Only a key with the scope admin may change or revoke one that has it.");
    }
  }

  /** Refuses what only administrators may set. */
  void requireAdmin(String field) {
    if (!admin()) {
      throw forbidden("Only a key with the scope admin may set " + field + ".");
    }
  }

  /** Refuses to make a platform token with a key that doesn't stand for the whole account. */
  void requireMayMakePlatformTokens() {
    if (!scopes.containsAll(ACCOUNT)) {
      throw forbidden(
          "Only a key with the scopes " + Scope.written(ACCOUNT) + " may make platform tokens.");
    }
  }

  /** Returns the scopes of a platform token made with this key. */
  Set<Scope> platformScopes() {
    return admin() ? EnumSet.of(Scope.MANAGE, Scope.ADMIN) : EnumSet.of(Scope.MANAGE);
  }

  private boolean admin() {
    return scopes.contains(Scope.ADMIN);
  }

  private static MynahException forbidden(String why) {
    return MynahException.of(ErrorCode.FORBIDDEN, why);
  }
}
