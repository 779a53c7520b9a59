package dev.mynah.server.token;

import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.Rows;
import dev.mynah.server.failure.MynahException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be changed of a key.
 *
 * @param name what people call it, e.g. the program that uses it; 1 to 200 characters
 * @param scopes what it may do, not empty
 * @param expiresAt when it stops working, or null for never
 * @param concurrency requests it may have in flight; null for the server's default, 0 for any
 *     number
 * @param creditLimit credits it may use in all, or null for any number
 */
public record KeySettings(
    String name,
    Set<Scope> scopes,
    @Nullable Instant expiresAt,
    @Nullable Integer concurrency,
    @Nullable Long creditLimit) {
  private static final int MAX_NAME = 200; // characters
  private static final int MAX_CONCURRENCY = 100_000;

  /** More than anybody will use, and far from where sums overflow. */
  public static final long MAX_CREDIT = 1_000_000_000_000_000L;

  public KeySettings {
    scopes = Set.copyOf(scopes);
  }

  /** A key that never expires and has no limits of its own. */
  public static KeySettings of(String name, Set<Scope> scopes) {
    return new KeySettings(name, scopes, null, null, null);
  }

  /** Returns the same under another name. */
  public KeySettings withName(String other) {
    return new KeySettings(other, scopes, expiresAt, concurrency, creditLimit);
  }

  /** Returns the same with other scopes. */
  public KeySettings withScopes(Set<Scope> other) {
    return new KeySettings(name, other, expiresAt, concurrency, creditLimit);
  }

  /** Returns the same with another end; null for none. */
  public KeySettings withExpiresAt(@Nullable Instant other) {
    return new KeySettings(name, scopes, other, concurrency, creditLimit);
  }

  /** Returns the same with another limit of requests in flight; null for the server's default. */
  public KeySettings withConcurrency(@Nullable Integer other) {
    return new KeySettings(name, scopes, expiresAt, other, creditLimit);
  }

  /** Returns the same with another limit of credits; null for none. */
  public KeySettings withCreditLimit(@Nullable Long other) {
    return new KeySettings(name, scopes, expiresAt, concurrency, other);
  }

  /**
   * Returns this if it can be given to a key.
   *
   * @throws MynahException with INVALID_REQUEST if a value is out of range
   */
  KeySettings checked(KeyKind kind) {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw MynahException.invalid("name", "name must have 1 to " + MAX_NAME + " characters.");
    }
    if (scopes.isEmpty() || !kind.scopes().containsAll(scopes)) {
      throw MynahException.invalid(
          "scopes", "scopes must be one or more of " + Scope.written(kind.scopes()) + ".");
    }
    if (concurrency != null && (concurrency < 0 || concurrency > MAX_CONCURRENCY)) {
      throw MynahException.invalid(
          "concurrency", "concurrency must be from 0 to " + MAX_CONCURRENCY + ".");
    }
    if (creditLimit != null && (creditLimit < 0 || creditLimit > MAX_CREDIT)) {
      throw MynahException.invalid("credit", "credit must be from 0 to " + MAX_CREDIT + ".");
    }
    Instant end = expiresAt == null ? null : Rows.stored(expiresAt);
    return new KeySettings(CleanText.of(name), scopes, end, concurrency, creditLimit);
  }
}
