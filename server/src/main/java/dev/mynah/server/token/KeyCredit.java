package dev.mynah.server.token;

import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;

/**
 * What keys may still spend. Credit is set aside when work is accepted, and spent or given back in
 * the transaction that ends it. The database decides by one conditional update, so that however
 * many requests come at once, on however many servers, a key never spends more than its limit.
 *
 * <p>The sums are kept for keys without a limit too: a limit set later counts from the first day.
 * Callers that have no row, such as commands on the data folder, have no limit.
 */
public final class KeyCredit {
  private final CreditRepository credit = new CreditRepository();

  /**
   * Sets credit aside.
   *
   * @throws MynahException with CREDIT_EXHAUSTED if the key has not enough left
   */
  public void reserve(Transaction transaction, String tokenId, long credits) {
    if (credits > 0 && !credit.reserve(transaction, tokenId, credits)) {
      refuseIfKnown(transaction, tokenId);
    }
  }

  /**
   * Spends credit that was not set aside.
   *
   * @throws MynahException with CREDIT_EXHAUSTED if the key has not enough left
   */
  public void charge(Transaction transaction, String tokenId, long credits) {
    if (credits > 0 && !credit.charge(transaction, tokenId, credits)) {
      refuseIfKnown(transaction, tokenId);
    }
  }

  /** Spends what {@link #reserve} set aside. */
  public void spend(Transaction transaction, String tokenId, long credits) {
    if (credits > 0) {
      credit.spend(transaction, tokenId, credits);
    }
  }

  /** Gives back what {@link #reserve} set aside. */
  public void release(Transaction transaction, String tokenId, long credits) {
    if (credits > 0) {
      credit.release(transaction, tokenId, credits);
    }
  }

  private void refuseIfKnown(Transaction transaction, String tokenId) {
    if (credit.exists(transaction, tokenId)) {
      throw exhausted();
    }
  }

  /** Returns the refusal of a key that has not enough left. */
  public static MynahException exhausted() {
    return MynahException.of(
        ErrorCode.CREDIT_EXHAUSTED,
        "This key has not enough credit left for this request; whoever runs the server can add"
            + " some.");
  }
}
