package dev.mynah.server.token;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code token} and {@code former_key}. */
final class TokenRepository {

  void insert(Transaction transaction, TokenSummary token, String hash) {
    KeySettings settings = token.settings();
    transaction
        .handle()
        .createUpdate(
            "insert into token (id, kind, owner_id, name, prefix, key_hash, scopes, concurrency,"
                + " credit_limit, created_at, expires_at)"
                + " values (:id, :kind, :owner, :name, :prefix, :hash, :scopes, :concurrency,"
                + " :limit, :created, :expires)")
        .bind("id", token.id())
        .bind("kind", token.kind().name().toLowerCase(Locale.ROOT))
        .bind("owner", token.ownerId())
        .bind("name", settings.name())
        .bind("prefix", token.prefix())
        .bind("hash", hash)
        .bind("scopes", Scope.written(settings.scopes()))
        .bind("concurrency", settings.concurrency())
        .bind("limit", settings.creditLimit())
        .bind("created", Rows.time(token.createdAt()))
        .bind("expires", Rows.time(settings.expiresAt()))
        .execute();
  }

  /** Finds the key whose secret of today has this hash. */
  Optional<TokenSummary> findByHash(Transaction transaction, String hash) {
    return transaction
        .handle()
        .createQuery("select * from token where key_hash = :hash")
        .bind("hash", hash)
        .map((row, context) -> read(row))
        .findOne();
  }

  /**
   * A secret from before a rotation.
   *
   * @param token the key it belongs to
   * @param worksUntil when it stops working
   */
  record FormerSecret(TokenSummary token, Instant worksUntil) {}

  Optional<FormerSecret> findByFormerHash(Transaction transaction, String hash) {
    return transaction
        .handle()
        .createQuery(
            "select token.*, works_until from former_key join token on token.id = token_id"
                + " where former_key.key_hash = :hash")
        .bind("hash", hash)
        .map((row, context) -> new FormerSecret(read(row), Rows.time(row, "works_until")))
        .findOne();
  }

  Optional<TokenSummary> find(Transaction transaction, String id) {
    return transaction
        .handle()
        .createQuery("select * from token where id = :id")
        .bind("id", id)
        .map((row, context) -> read(row))
        .findOne();
  }

  /** Keeps others from changing a key until this transaction ends, and returns it. */
  Optional<TokenSummary> lock(Transaction transaction, String id) {
    int found =
        transaction
            .handle()
            .createUpdate("update token set id = id where id = :id")
            .bind("id", id)
            .execute();
    return found == 0 ? Optional.empty() : find(transaction, id);
  }

  /** Lists the keys of an owner, or with null everybody's, the newest first. */
  List<TokenSummary> list(Transaction transaction, @Nullable String ownerId) {
    return transaction
        .handle()
        .createQuery(
            "select * from token"
                + (ownerId == null ? "" : " where owner_id = :owner")
                + " order by created_at desc, id")
        .bindMap(ownerId == null ? Map.of() : Map.of("owner", ownerId))
        .map((row, context) -> read(row))
        .list();
  }

  boolean isEmpty(Transaction transaction) {
    return transaction.handle().createQuery("select count(*) from token").mapTo(Long.class).one()
        == 0;
  }

  boolean revoke(Transaction transaction, String id, Instant now) {
    return transaction
            .handle()
            .createUpdate(
                "update token set revoked_at = :now where id = :id and revoked_at is null")
            .bind("id", id)
            .bind("now", Rows.time(now))
            .execute()
        == 1;
  }

  /** Gives the configured key, revoked or not, a secret; returns whether that changed anything. */
  boolean replaceKey(Transaction transaction, String id, String hash) {
    return transaction
            .handle()
            .createUpdate(
                "update token set key_hash = :hash, revoked_at = null where id = :id"
                    + " and (key_hash <> :hash or revoked_at is not null)")
            .bind("id", id)
            .bind("hash", hash)
            .execute()
        == 1;
  }

  /** Gives a key another secret; all it had before work until {@code formerUntil} at most. */
  void rotate(
      Transaction transaction,
      String id,
      String hash,
      String prefix,
      Instant now,
      Instant formerUntil) {
    transaction
        .handle()
        .createUpdate("delete from former_key where works_until <= :now")
        .bind("now", Rows.time(now))
        .execute();
    transaction
        .handle()
        .createUpdate(
            "update former_key set works_until = :until"
                + " where token_id = :id and works_until > :until")
        .bind("id", id)
        .bind("until", Rows.time(formerUntil))
        .execute();
    transaction
        .handle()
        .createUpdate(
            "insert into former_key (key_hash, token_id, works_until)"
                + " select key_hash, id, :until from token where id = :id and :until > :now")
        .bind("id", id)
        .bind("until", formerUntil.toEpochMilli())
        .bind("now", now.toEpochMilli())
        .execute();
    transaction
        .handle()
        .createUpdate("update token set key_hash = :hash, prefix = :prefix where id = :id")
        .bind("id", id)
        .bind("hash", hash)
        .bind("prefix", prefix)
        .execute();
  }

  void change(Transaction transaction, String id, KeySettings settings) {
    transaction
        .handle()
        .createUpdate(
            "update token set name = :name, scopes = :scopes, expires_at = :expires,"
                + " concurrency = :concurrency, credit_limit = :limit where id = :id")
        .bind("id", id)
        .bind("name", settings.name())
        .bind("scopes", Scope.written(settings.scopes()))
        .bind("expires", Rows.time(settings.expiresAt()))
        .bind("concurrency", settings.concurrency())
        .bind("limit", settings.creditLimit())
        .execute();
  }

  private static TokenSummary read(ResultSet row) throws SQLException {
    int concurrency = row.getInt("concurrency");
    boolean usualConcurrency = row.wasNull();
    long creditLimit = row.getLong("credit_limit");
    boolean anyCredit = row.wasNull();
    return new TokenSummary(
        row.getString("id"),
        KeyKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        row.getString("owner_id"),
        row.getString("prefix"),
        new KeySettings(
            row.getString("name"),
            Scope.read(row.getString("scopes")),
            Rows.timeOrNull(row, "expires_at"),
            usualConcurrency ? null : concurrency,
            anyCredit ? null : creditLimit),
        row.getLong("credit_used"),
        row.getLong("credit_reserved"),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "revoked_at"));
  }
}
