package dev.mynah.server.task;

import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.MynahException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers under which key what was made. A key is taken in the very transaction that makes the
 * thing, so that of several same requests at once exactly one makes it, on any number of nodes.
 */
public final class IdempotencyKeys {
  private final IdempotencyRepository keys = new IdempotencyRepository();
  private final Duration lifetime;
  private final Clock clock;

  /**
   * @param lifetime how long a key is remembered
   */
  public IdempotencyKeys(Duration lifetime, Clock clock) {
    if (!lifetime.isPositive()) {
      throw new IllegalArgumentException("keys must be remembered for some time");
    }
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /**
   * What a request made.
   *
   * @param kind of thing, e.g. {@code task}
   * @param id of the thing
   */
  public record Subject(String kind, String id) {}

  /**
   * Takes a key for something about to be made in this transaction. Another transaction that takes
   * the same key meanwhile waits for the end of this one.
   *
   * @return {@code fresh} itself, or what was made under the key before; then nothing may be made
   * @throws MynahException if the key was used for another request
   */
  public Subject claim(Transaction transaction, String ownerId, IdempotencyKey key, Subject fresh) {
    Instant now = clock.instant();
    keys.deleteBefore(transaction, ownerId, key.key(), now.minus(lifetime));
    if (keys.insert(transaction, ownerId, key, fresh, now)) {
      return fresh;
    }
    return find(transaction, ownerId, key)
        .orElseThrow(() -> new IllegalStateException("a key was taken and is not there"));
  }

  /**
   * Returns what was made under a key, if it was used before.
   *
   * @throws MynahException if the key was used for another request
   */
  public Optional<Subject> find(Transaction transaction, String ownerId, IdempotencyKey key) {
    return keys.find(transaction, ownerId, key.key(), clock.instant().minus(lifetime))
        .map(
            used -> {
              if (!used.fingerprint().equals(key.fingerprint())) {
                throw MynahException.invalid(
                    IdempotencyKey.HEADER,
                    IdempotencyKey.HEADER + " was used for another request.");
              }
              return used.subject();
            });
  }

  /** Forgets a key whose subject is gone. */
  void forget(Transaction transaction, String ownerId, IdempotencyKey key) {
    keys.delete(transaction, ownerId, key.key());
  }

  /** Forgets some of the keys that have had their time; returns how many. */
  int deleteExpired(Transaction transaction, int atMost) {
    return keys.deleteAllBefore(transaction, clock.instant().minus(lifetime), atMost);
  }
}
