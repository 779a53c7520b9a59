package dev.mynah.server.consent;

import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code voice_consent}. */
final class ConsentRepository {

  void insert(Transaction transaction, Consent consent) {
    transaction
        .handle()
        .createUpdate(
            "insert into voice_consent (id, owner_id, name, language, blob_id, created_at)"
                + " values (:id, :owner, :name, :language, :blob, :created)")
        .bind("id", consent.id())
        .bind("owner", consent.ownerId())
        .bind("name", consent.name())
        .bind("language", consent.language())
        .bind("blob", consent.blobId())
        .bind("created", Rows.time(consent.createdAt()))
        .execute();
  }

  Optional<Consent> find(Transaction transaction, String id, String ownerId) {
    return transaction
        .handle()
        .createQuery("select * from voice_consent where id = :id and owner_id = :owner")
        .bind("id", id)
        .bind("owner", ownerId)
        .map((row, context) -> read(row))
        .findOne();
  }

  int count(Transaction transaction, String ownerId) {
    return transaction
        .handle()
        .createQuery("select count(*) from voice_consent where owner_id = :owner")
        .bind("owner", ownerId)
        .mapTo(Integer.class)
        .one();
  }

  /** Returns an owner's consents, the newest first, after one of them if it is given. */
  List<Consent> list(Transaction transaction, String ownerId, @Nullable Consent after, int most) {
    String later =
        after == null ? "" : " and (created_at < :time or (created_at = :time and id < :last))";
    var query =
        transaction
            .handle()
            .createQuery(
                "select * from voice_consent where owner_id = :owner"
                    + later
                    + " order by created_at desc, id desc limit :most")
            .bind("owner", ownerId)
            .bind("most", most);
    if (after != null) {
      query.bind("time", Rows.time(after.createdAt())).bind("last", after.id());
    }
    return query.map((row, context) -> read(row)).list();
  }

  void rename(Transaction transaction, String id, String name) {
    transaction.handle().execute("update voice_consent set name = ? where id = ?", name, id);
  }

  /** Returns whether it was there. */
  boolean delete(Transaction transaction, String id) {
    return transaction.handle().execute("delete from voice_consent where id = ?", id) == 1;
  }

  private static Consent read(ResultSet row) throws SQLException {
    return new Consent(
        row.getString("id"),
        row.getString("owner_id"),
        row.getString("name"),
        row.getString("language"),
        row.getString("blob_id"),
        Rows.time(row, "created_at"));
  }
}
