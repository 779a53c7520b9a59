package dev.mynah.server.speech;

import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.Price;
import dev.mynah.server.token.Principal;
import dev.mynah.server.usage.MeteredWork;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.VoiceCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps account of what one session speaks. */
final class SessionBooks {
  private final Database database;
  private final UsageLedger ledger;
  private final VoiceCatalogue voices;
  private final Account account;
  private final Clock clock;
  private final Instant start;
  private long bytes;
  private boolean settled;

  /**
   * Whose session it is.
   *
   * @param id of the session
   * @param stream what was asked for
   * @param principal who pays
   * @param voiceIds the stored voices that speak
   * @param price credits for a byte of text in UTF-8
   */
  record Account(
      String id, StreamOrder stream, Principal principal, List<String> voiceIds, long price) {}

  SessionBooks(
      Database database, UsageLedger ledger, VoiceCatalogue voices, Account account, Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.voices = voices;
    this.account = account;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** Returns whose session it is. */
  String ownerId() {
    return account.principal().ownerId();
  }

  /**
   * Notes that a text is about to be spoken.
   *
   * @throws dev.mynah.server.failure.MynahException with CREDIT_EXHAUSTED
   */
  void begin(String text) {
    long more = CleanText.utf8Bytes(text);
    ledger.check(account.principal(), Price.of(bytes + more, account.price()).credits());
    bytes += more;
  }

  /**
   * Writes down what was spoken, once.
   *
   * @param failure why the session failed, or null
   */
  void settle(@Nullable ErrorCode failure) {
    if (settled || (bytes == 0 && failure == null)) {
      return;
    }
    settled = true;
    Instant end = clock.instant();
    Duration elapsed = Duration.between(start, end);
    MeteredWork work =
        new MeteredWork(
            account.id(),
            account.stream().traceId(),
            account.stream().type(),
            Price.of(bytes, account.price()),
            failure,
            elapsed.isNegative() ? Duration.ZERO : elapsed,
            end);
    database.writing(
        transaction -> {
          ledger.charged(transaction, account.principal(), work);
          if (failure == null) {
            account.voiceIds().forEach(id -> voices.countUse(transaction, id));
          }
        });
  }
}
