package dev.mynah.server.token;

import dev.mynah.server.audit.Actor;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, checks, changes and revokes API keys. What a key may do is remembered for under a second,
 * so that a change by another process takes hold within one.
 */
public final class TokenService {
  private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);
  private static final int MAX_KEY_CHARACTERS = 1000;
  private static final Duration LONGEST_GRACE = Duration.ofDays(365);

  private static final Actor COMMAND = Principal.operator().actor();

  private final Database database;
  private final TokenRepository tokens = new TokenRepository();
  private final TokenAudit audit;
  private final KeySecrets secrets;
  private final IdSource ids;
  private final Clock clock;
  private final KeyMemory memory;
  private final ConfiguredKey configured;

  public TokenService(Database database, IdSource ids, SecureRandom random, Clock clock) {
    this.database = database;
    this.audit = new TokenAudit(new AuditLog(database, ids, clock));
    this.secrets = new KeySecrets(random);
    this.ids = ids;
    this.clock = clock;
    this.memory = new KeyMemory(database, tokens);
    this.configured = new ConfiguredKey(tokens, audit, clock);
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
    KeyMemory.Secret secret =
        memory.bySecret(KeySecrets.hash(bearer)).orElseThrow(TokenService::invalid);
    TokenSummary token = secret.token();
    Instant now = clock.instant();
    if (token.revokedAt() != null || (secret.until() != null && !now.isBefore(secret.until()))) {
      throw invalid();
    }
    if (!token.worksAt(now)) {
      throw MynahException.of(ErrorCode.TOKEN_EXPIRED, "The token has expired.");
    }
    return new Principal(token.ownerId(), token.id(), token.scopes());
  }

  private static MynahException invalid() {
    return MynahException.of(ErrorCode.TOKEN_INVALID, "The specified token is invalid or wrong.");
  }

  /**
   * Makes a key. The secret is in the answer and nowhere else.
   *
   * @throws MynahException with INVALID_REQUEST if a setting is out of range
   */
  public IssuedToken issue(NewToken order) {
    return issue(order, COMMAND);
  }

  /** Like {@link #issue(NewToken)}, at the wish of {@code actor}. */
  public IssuedToken issue(NewToken order, Actor actor) {
    IssuedToken draft = draft(order);
    database.writing(transaction -> issue(transaction, draft, actor));
    return draft;
  }

  /**
   * Returns a key as it would be made. It opens nothing until {@link #issue(Transaction,
   * IssuedToken, Actor)} writes it down.
   *
   * @throws MynahException with INVALID_REQUEST if a setting is out of range
   */
  public IssuedToken draft(NewToken order) {
    KeySettings settings = order.settings().checked(order.kind());
    String key = secrets.fresh(order.kind());
    TokenSummary token =
        new TokenSummary(
            ids.hex(),
            order.kind(),
            order.ownerId() == null ? ids.hex() : order.ownerId(),
            KeySecrets.prefix(key),
            settings,
            0,
            0,
            Rows.stored(clock.instant()),
            null);
    return new IssuedToken(key, token);
  }

  /**
   * Makes a drafted key together with the rest of the transaction, at the wish of {@code actor}.
   */
  public void issue(Transaction transaction, IssuedToken draft, Actor actor) {
    TokenSummary token = draft.summary();
    tokens.insert(transaction, token, KeySecrets.hash(draft.key()));
    audit.made(transaction, actor, token);
    transaction.afterCommit(
        () -> {
          memory.forget();
          LOG.info("Issued key {} with scopes {}", token.id(), token.scopes());
        });
  }

  /** Returns all keys, the newest first. */
  public List<TokenSummary> list() {
    return database.read(transaction -> tokens.list(transaction, null));
  }

  /** Returns the keys of an owner, the newest first. */
  public List<TokenSummary> list(String ownerId) {
    return database.read(transaction -> tokens.list(transaction, ownerId));
  }

  /** Returns a key as it is at this moment. */
  public Optional<TokenSummary> find(String id) {
    return database.read(transaction -> tokens.find(transaction, id));
  }

  /** Returns a key as it was at most a second ago, without asking the database each time. */
  public Optional<TokenSummary> recent(String id) {
    return memory.byId(id);
  }

  /**
   * Gives a key another secret, e.g. because the old one may be known to somebody.
   *
   * @param grace how long the old secret works beside the new one; zero for not at all
   * @throws MynahException with NOT_FOUND if there is no such key that works, INVALID_REQUEST if
   *     its secret comes from the configuration
   */
  public IssuedToken rotate(String id, Duration grace) {
    return rotate(id, grace, COMMAND);
  }

  /** Like {@link #rotate(String, Duration)}, at the wish of {@code actor}. */
  public IssuedToken rotate(String id, Duration grace, Actor actor) {
    if (grace.isNegative() || grace.compareTo(LONGEST_GRACE) > 0) {
      throw MynahException.invalid("grace", "grace must be from 0 to 365 days.");
    }
    if (id.equals(ConfiguredKey.ID)) {
      throw MynahException.of(
          ErrorCode.INVALID_REQUEST, "This key comes from the configuration; change it there.");
    }
    IssuedToken issued =
        database.write(
            transaction -> {
              TokenSummary token = working(transaction, id);
              String key = secrets.fresh(token.kind());
              Instant now = Rows.stored(clock.instant());
              tokens.rotate(
                  transaction,
                  id,
                  KeySecrets.hash(key),
                  KeySecrets.prefix(key),
                  now,
                  now.plus(grace));
              audit.rotated(transaction, actor, id, grace);
              return new IssuedToken(key, working(transaction, id));
            });
    memory.forget();
    LOG.info("Rotated key {}; the old secret works for {} s more", id, grace.toSeconds());
    return issued;
  }

  /**
   * Changes a key.
   *
   * @param change given the settings as they are, returns what they are to be
   * @throws MynahException with NOT_FOUND if there is no such key or it is revoked, INVALID_REQUEST
   *     if a setting is out of range
   */
  public TokenSummary update(String id, UnaryOperator<KeySettings> change) {
    return update(id, change, COMMAND);
  }

  /** Like {@link #update(String, UnaryOperator)}, at the wish of {@code actor}. */
  public TokenSummary update(String id, UnaryOperator<KeySettings> change, Actor actor) {
    return change(id, "token.update", change, actor);
  }

  private TokenSummary change(
      String id, String action, UnaryOperator<KeySettings> change, Actor actor) {
    TokenSummary updated =
        database.write(
            transaction -> {
              TokenSummary token = working(transaction, id);
              KeySettings settings = change.apply(token.settings()).checked(token.kind());
              tokens.change(transaction, id, settings);
              audit.changed(transaction, actor, action, token, settings);
              return working(transaction, id);
            });
    memory.forget();
    LOG.info("Changed key {}", id);
    return updated;
  }

  /**
   * Raises the credit limit of a key.
   *
   * @throws MynahException with NOT_FOUND if there is no such key or it is revoked, INVALID_REQUEST
   *     if it has no limit, or the amount isn't positive or too large
   */
  public TokenSummary addCredit(String id, long amount) {
    return addCredit(id, amount, COMMAND);
  }

  /** Like {@link #addCredit(String, long)}, at the wish of {@code actor}. */
  public TokenSummary addCredit(String id, long amount, Actor actor) {
    if (amount < 1 || amount > KeySettings.MAX_CREDIT) {
      throw MynahException.invalid(
          "amount", "amount must be from 1 to " + KeySettings.MAX_CREDIT + ".");
    }
    return change(
        id,
        "token.credit",
        settings -> {
          Long limit = settings.creditLimit();
          if (limit == null) {
            throw MynahException.invalid(
                "amount", "This key has no credit limit, so there is nothing to add to.");
          }
          return settings.withCreditLimit(limit + amount);
        },
        actor);
  }

  private TokenSummary working(Transaction transaction, String id) {
    return tokens
        .lock(transaction, id)
        .filter(token -> token.revokedAt() == null)
        .orElseThrow(
            () -> MynahException.of(ErrorCode.NOT_FOUND, "There is no working key with this id."));
  }

  /** Ends a key; returns whether there was one that still worked. */
  public boolean revoke(String id) {
    return revoke(id, COMMAND);
  }

  /** Like {@link #revoke(String)}, at the wish of {@code actor}. */
  public boolean revoke(String id, Actor actor) {
    boolean revoked =
        database.write(
            transaction -> {
              boolean worked = tokens.revoke(transaction, id, clock.instant());
              if (worked) {
                audit.revoked(transaction, actor, id);
              }
              return worked;
            });
    memory.forget();
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
    database.writing(configured::retire);
    memory.forget();
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
    database.writing(transaction -> configured.install(transaction, KeySecrets.hash(key)));
    memory.forget();
  }
}
