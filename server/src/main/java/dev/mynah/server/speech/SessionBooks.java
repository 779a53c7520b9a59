package dev.mynah.server.speech;

import dev.mynah.server.db.CleanText;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.Price;
import dev.mynah.server.usage.SessionAccount;
import dev.mynah.server.usage.SessionLedger;
import dev.mynah.server.voice.VoiceCatalogue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keeps account of what one session speaks. A text's price is set aside before it is heard; in the
 * end as much of it is paid as was begun.
 */
final class SessionBooks {
  private final SessionLedger ledger;
  private final VoiceCatalogue voices;
  private final List<String> voiceIds;
  private final long price;
  private SessionAccount account;
  private long textBytes; // of the text under way
  private long begunBytes; // of it
  private boolean opened;
  private boolean ended;

  /**
   * @param account with nothing in it yet
   * @param voiceIds the stored voices that speak
   * @param price credits for a byte of text in UTF-8
   */
  SessionBooks(
      SessionLedger ledger,
      VoiceCatalogue voices,
      SessionAccount account,
      List<String> voiceIds,
      long price) {
    this.ledger = ledger;
    this.voices = voices;
    this.account = account;
    this.voiceIds = voiceIds;
    this.price = price;
  }

  /** Returns whose session it is. */
  String ownerId() {
    return account.principal().ownerId();
  }

  /**
   * Sets aside what a text costs.
   *
   * @throws dev.mynah.server.failure.MynahException with CREDIT_EXHAUSTED
   */
  void reserve(String text) {
    long bytes = CleanText.utf8Bytes(text);
    account = ledger.next(account, spoken(), Price.of(bytes, price).credits());
    opened = true;
    textBytes = bytes;
    begunBytes = 0;
  }

  /** Notes how much of the text has been begun. */
  void begun(long bytes) {
    begunBytes = Math.min(textBytes, begunBytes + bytes);
  }

  /** Notes that all of the text has been said. */
  void said() {
    begunBytes = textBytes;
  }

  private Price spoken() {
    return Price.of(begunBytes, price);
  }

  /**
   * Enters what was spoken, once.
   *
   * @param failure why the session failed, or null; who heard something has got what is charged
   */
  void end(@Nullable ErrorCode failure) {
    boolean heard = account.paid().units() + begunBytes > 0;
    if (ended || (!opened && failure == null)) {
      return;
    }
    ended = true;
    ledger.end(
        account,
        spoken(),
        heard ? null : failure == null ? ErrorCode.UNAVAILABLE : failure,
        transaction -> {
          if (heard) {
            voiceIds.forEach(id -> voices.countUse(transaction, id));
          }
        });
  }
}
