package dev.mynah.server.token;

import dev.mynah.server.db.Transaction;

/** The sums of credit in the table {@code token}. */
final class CreditRepository {
  private static final String ENOUGH =
      " where id = :id and (credit_limit is null"
          + " or credit_used + credit_reserved + :credits <= credit_limit)";

  /** Sets credit aside; returns whether there was enough. */
  boolean reserve(Transaction transaction, String tokenId, long credits) {
    return update(
        transaction,
        "update token set credit_reserved = credit_reserved + :credits" + ENOUGH,
        tokenId,
        credits);
  }

  /** Spends credit that was not set aside; returns whether there was enough. */
  boolean charge(Transaction transaction, String tokenId, long credits) {
    return update(
        transaction,
        "update token set credit_used = credit_used + :credits" + ENOUGH,
        tokenId,
        credits);
  }

  /** Spends credit that was set aside. */
  void spend(Transaction transaction, String tokenId, long credits) {
    update(
        transaction,
        "update token set credit_used = credit_used + :credits,"
            + " credit_reserved = credit_reserved - :credits where id = :id",
        tokenId,
        credits);
  }

  /** Gives back credit that was set aside. */
  void release(Transaction transaction, String tokenId, long credits) {
    update(
        transaction,
        "update token set credit_reserved = credit_reserved - :credits where id = :id",
        tokenId,
        credits);
  }

  boolean exists(Transaction transaction, String tokenId) {
    return transaction
            .handle()
            .createQuery("select count(*) from token where id = :id")
            .bind("id", tokenId)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  private static boolean update(Transaction transaction, String sql, String tokenId, long credits) {
    return transaction
            .handle()
            .createUpdate(sql)
            .bind("id", tokenId)
            .bind("credits", credits)
            .execute()
        == 1;
  }
}
