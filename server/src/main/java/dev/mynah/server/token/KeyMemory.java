package dev.mynah.server.token;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.mynah.server.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for under a second what the database said of a key: a busy key costs it one query a
 * second, and a change by another process still takes hold within one.
 */
final class KeyMemory {
  private static final Duration REMEMBERED = Duration.ofMillis(900);
  private static final int REMEMBERED_KEYS = 10_000;

  private final Database database;
  private final TokenRepository tokens;
  private final LoadingCache<String, Optional<Secret>> bySecret;
  private final LoadingCache<String, Optional<TokenSummary>> byId;

  /**
   * What a secret opens.
   *
   * @param token its key
   * @param until when this secret stops working, or null for as long as the key works
   */
  record Secret(TokenSummary token, @Nullable Instant until) {}

  KeyMemory(Database database, TokenRepository tokens) {
    this.database = database;
    this.tokens = tokens;
    this.bySecret =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_KEYS)
            .expireAfterWrite(REMEMBERED)
            .build(this::lookUp);
    this.byId =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_KEYS)
            .expireAfterWrite(REMEMBERED)
            .build(id -> database.read(transaction -> tokens.find(transaction, id)));
  }

  private Optional<Secret> lookUp(String hash) {
    return database.read(
        transaction ->
            tokens
                .findByHash(transaction, hash)
                .map(token -> new Secret(token, null))
                .or(
                    () ->
                        tokens
                            .findByFormerHash(transaction, hash)
                            .map(former -> new Secret(former.token(), former.worksUntil()))));
  }

  /** Returns what the secret with this hash opens, or opened. */
  Optional<Secret> bySecret(String hash) {
    return bySecret.get(hash);
  }

  Optional<TokenSummary> byId(String id) {
    return byId.get(id);
  }

  /** Forgets everything, because this process changed something. */
  void forget() {
    bySecret.invalidateAll();
    byId.invalidateAll();
  }
}
