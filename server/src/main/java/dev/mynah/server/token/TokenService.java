package dev.mynah.server.token;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, checks and revokes API keys. What a key may do is remembered for under a second, so that a
 * revocation by another process takes hold within one.
 */
public final class TokenService {
  private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);
  private static final Duration REMEMBERED = Duration.ofMillis(900);
  private static final int REMEMBERED_KEYS = 10_000;
  private static final int MAX_KEY_CHARACTERS = 1000;

  /** Row of the key from the configuration; its secret changes with the configuration. */
  private static final String CONFIGURED_ID = "0".repeat(31) + "1";

  private final Database database;
  private final TokenRepository tokens = new TokenRepository();
  private final KeySecrets secrets;
  private final IdSource ids;
  private final Clock clock;
  private final LoadingCache<String, Optional<TokenSummary>> byHash;

  public TokenService(Database database, IdSource ids, SecureRandom random, Clock clock) {
    this.database = database;
    this.secrets = new KeySecrets(random);
    this.ids = ids;
    this.clock = clock;
    this.byHash =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED_KEYS)
            .expireAfterWrite(REMEMBERED)
            .build(hash -> database.read(transaction -> tokens.findByHash(transaction, hash)));
  }

  /**
   * Returns who is calling. A key is looked up by its hash, so the time this takes tells nothing
   * about how near a wrong key came.
   *
   * @param bearer the key as sent, without the word Bearer, or null if none was
   * @throws MynahException with TOKEN_MISSING, TOKEN_INVALID or TOKEN_EXPIRED
   */
  public Principal authenticate(@Nullable String bearer) {
    if (bearer == null || bearer.isBlank()) {
      throw MynahException.of(ErrorCode.TOKEN_MISSING, "No token specified for the request.");
    }
    if (bearer.length() > MAX_KEY_CHARACTERS) {
      throw invalid();
    }
    TokenSummary token = byHash.get(KeySecrets.hash(bearer)).orElseThrow(TokenService::invalid);
    if (token.revokedAt() != null) {
      throw invalid();
    }
    Instant expiry = token.expiresAt();
    if (expiry != null && !clock.instant().isBefore(expiry)) {
      throw MynahException.of(ErrorCode.TOKEN_EXPIRED, "The token has expired.");
    }
    return new Principal(token.ownerId(), token.id(), token.scopes());
  }

  private static MynahException invalid() {
    return MynahException.of(ErrorCode.TOKEN_INVALID, "The specified token is invalid or wrong.");
  }

  /** Makes a key. The secret is in the answer and nowhere else. */
  public IssuedToken issue(NewToken order) {
    String key = secrets.fresh();
    String owner = order.ownerId() == null ? ids.hex() : order.ownerId();
    Instant expiry = order.expiresAt();
    TokenSummary token =
        new TokenSummary(
            ids.hex(),
            owner,
            order.name(),
            KeySecrets.prefix(key),
            order.scopes(),
            Rows.stored(clock.instant()),
            expiry == null ? null : Rows.stored(expiry),
            null);
    database.writing(transaction -> tokens.insert(transaction, token, KeySecrets.hash(key)));
    byHash.invalidateAll();
    LOG.info("Issued key {} with scopes {}", token.id(), token.scopes());
    return new IssuedToken(key, token);
  }

  /** Returns all keys, the newest first. */
  public List<TokenSummary> list() {
    return database.read(tokens::list);
  }

  /** Ends a key; returns whether there was one that still worked. */
  public boolean revoke(String id) {
    boolean revoked =
        database.write(transaction -> tokens.revoke(transaction, id, clock.instant()));
    byHash.invalidateAll();
    if (revoked) {
      LOG.info("Revoked key {}", id);
    }
    return revoked;
  }

  /**
   * Makes sure that somebody can call. With a configured key, that key works and the one configured
   * before it doesn't. Without one, the first start of a server makes a key.
   *
   * @param configuredToken the operator's own key, or null
   * @return the key made, to be shown once; empty when one was configured or existed
   */
  public Optional<IssuedToken> ensureFirst(@Nullable String configuredToken) {
    if (configuredToken != null) {
      installConfigured(configuredToken);
      return Optional.empty();
    }
    database.write(transaction -> tokens.revoke(transaction, CONFIGURED_ID, clock.instant()));
    byHash.invalidateAll();
    if (!database.read(tokens::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        issue(new NewToken("first key", Principal.OPERATOR, EnumSet.allOf(Scope.class), null)));
  }

  private void installConfigured(String key) {
    if (key.isBlank() || key.length() > MAX_KEY_CHARACTERS || !key.equals(key.strip())) {
      throw MynahException.of(
          ErrorCode.INVALID_REQUEST,
          "The configured key must have 1 to 1000 characters and no space around it.");
    }
    String hash = KeySecrets.hash(key);
    database.writing(
        transaction -> {
          Optional<TokenSummary> same = tokens.findByHash(transaction, hash);
          if (same.isPresent() && !same.get().id().equals(CONFIGURED_ID)) {
            tokens.revoke(transaction, CONFIGURED_ID, clock.instant());
            return; // one of the keys made here, configured: it keeps its own rights
          }
          if (tokens.find(transaction, CONFIGURED_ID).isPresent()) {
            tokens.replaceKey(transaction, CONFIGURED_ID, hash);
            return;
          }
          TokenSummary token =
              new TokenSummary(
                  CONFIGURED_ID,
                  Principal.OPERATOR,
                  "configured key",
                  "(configured)",
                  EnumSet.allOf(Scope.class),
                  Rows.stored(clock.instant()),
                  null,
                  null);
          tokens.insert(transaction, token, hash);
        });
    byHash.invalidateAll();
  }
}
