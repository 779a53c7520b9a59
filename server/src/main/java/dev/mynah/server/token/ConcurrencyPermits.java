package dev.mynah.server.token;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.MynahException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many requests each key may have in flight. On SQLite, with its one server, they are counted
 * in memory. On PostgreSQL several servers share a key's limit through leases in the database. A
 * key without a limit costs nothing.
 */
public final class ConcurrencyPermits implements AutoCloseable {
  private static final Duration COME_BACK = Duration.ofSeconds(1);
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final TokenService tokens;
  private final int usualLimit;
  private final ConcurrentHashMap<String, Integer> inFlight = new ConcurrentHashMap<>();
  private final @Nullable RequestLeases leases; // null where this is the only server

  /**
   * @param usualLimit for keys that have none of their own; 0 for no limit
   */
  public ConcurrencyPermits(Database database, TokenService tokens, int usualLimit, IdSource ids) {
    this(database, tokens, usualLimit, ids, LEASE);
  }

  /**
   * @param lease how long what a dead server held is still counted
   */
  ConcurrencyPermits(
      Database database, TokenService tokens, int usualLimit, IdSource ids, Duration lease) {
    this.tokens = tokens;
    this.usualLimit = usualLimit;
    this.leases = database.isSqlite() ? null : new RequestLeases(database, ids, lease);
  }

  /** Returns how many requests this caller may have in flight; 0 for any number. */
  public int limit(Principal principal) {
    Integer own = tokens.recent(principal.tokenId()).map(TokenSummary::concurrency).orElse(null);
    return own == null ? usualLimit : own;
  }

  /**
   * Lets a request in. The permit is closed when the request has been answered.
   *
   * @throws MynahException with RATE_LIMITED if as many are in flight as the key may have
   */
  public Permit acquire(Principal principal) {
    int limit = limit(principal);
    if (limit == 0) {
      return Permit.unlimited();
    }
    String tokenId = principal.tokenId();
    int held = enter(tokenId, limit);
    if (leases == null) {
      return Permit.of(limit, limit - held, () -> leave(tokenId));
    }
    boolean leased = false;
    try {
      RequestLeases.Lease lease = leases.acquire(tokenId, limit).orElseThrow(() -> busy(limit));
      leased = true;
      return Permit.of(
          limit,
          limit - lease.held(),
          () -> {
            leave(tokenId);
            leases.release(lease);
          });
    } finally {
      if (!leased) {
        leave(tokenId);
      }
    }
  }

  private int enter(String tokenId, int limit) {
    return inFlight.merge(
        tokenId,
        1,
        (held, one) -> {
          if (held >= limit) {
            throw busy(limit);
          }
          return held + one;
        });
  }

  private void leave(String tokenId) {
    inFlight.computeIfPresent(tokenId, (id, held) -> held == 1 ? null : held - 1);
  }

  private static MynahException busy(int limit) {
    return MynahException.rateLimited(
        "This key may have %d requests in flight; wait until one has been answered."
            .formatted(limit),
        COME_BACK);
  }

  @Override
  public void close() {
    if (leases != null) {
      leases.close();
    }
  }
}
