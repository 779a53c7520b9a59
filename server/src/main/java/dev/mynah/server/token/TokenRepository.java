package dev.mynah.server.token;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table {@code token}. */
final class TokenRepository {

  void insert(Transaction transaction, TokenSummary token, String hash) {
    transaction
        .handle()
        .createUpdate(
            "insert into token (id, owner_id, name, prefix, key_hash, scopes, created_at, expires_at)"
                + " values (:id, :owner, :name, :prefix, :hash, :scopes, :created, :expires)")
        .bind("id", token.id())
        .bind("owner", token.ownerId())
        .bind("name", token.name())
        .bind("prefix", token.prefix())
        .bind("hash", hash)
        .bind("scopes", written(token.scopes()))
        .bind("created", Rows.time(token.createdAt()))
        .bind("expires", Rows.time(token.expiresAt()))
        .execute();
  }

  Optional<TokenSummary> findByHash(Transaction transaction, String hash) {
    return transaction
        .handle()
        .createQuery("select * from token where key_hash = :hash")
        .bind("hash", hash)
        .map((row, context) -> read(row))
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

  List<TokenSummary> list(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("select * from token order by created_at desc, id")
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

  void replaceKey(Transaction transaction, String id, String hash) {
    transaction
        .handle()
        .createUpdate("update token set key_hash = :hash, revoked_at = null where id = :id")
        .bind("id", id)
        .bind("hash", hash)
        .execute();
  }

  private static TokenSummary read(ResultSet row) throws SQLException {
    return new TokenSummary(
        row.getString("id"),
        row.getString("owner_id"),
        row.getString("name"),
        row.getString("prefix"),
        scopes(row.getString("scopes")),
        Rows.time(row, "created_at"),
        Rows.timeOrNull(row, "expires_at"),
        Rows.timeOrNull(row, "revoked_at"));
  }

  private static String written(Set<Scope> scopes) {
    return scopes.stream()
        .sorted()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }

  private static Set<Scope> scopes(String written) {
    return Arrays.stream(written.split(",", -1))
        .map(name -> Scope.valueOf(name.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }
}
