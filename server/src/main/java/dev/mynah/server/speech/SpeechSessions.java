package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.task.Price;
import dev.mynah.server.token.Principal;
import dev.mynah.server.usage.SessionAccount;
import dev.mynah.server.usage.SessionLedger;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.VoiceCatalogue;
import java.time.Clock;

/** Begins sessions of speech. */
public final class SpeechSessions {
  private final SpeechStudio studio;
  private final SynthesisPool pool;
  private final UsageLedger ledger;
  private final SessionLedger accounts;
  private final VoiceCatalogue voices;
  private final SpeechSettings settings;
  private final IdSource ids;
  private final Clock clock;

  public SpeechSessions(
      SpeechStudio studio,
      SynthesisPool pool,
      UsageLedger ledger,
      SessionLedger accounts,
      VoiceCatalogue voices,
      SpeechSettings settings,
      IdSource ids,
      Clock clock) {
    this.studio = studio;
    this.pool = pool;
    this.ledger = ledger;
    this.accounts = accounts;
    this.voices = voices;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
  }

  /** Settles the sessions that a crash ended, for who gets the dead process's place. */
  public void adopt() {
    accounts.adopt();
  }

  /** Begins a session whose order has been checked. */
  SpeechSession begin(
      SpeechOrder order,
      StreamOrder stream,
      Principal principal,
      SpeechListener listener,
      CancelSignal gone) {
    Price least = Price.of(CleanText.utf8Bytes(order.text()), settings.price());
    ledger.check(principal, Math.max(least.credits(), settings.price()));
    pool.checkRoom();
    SpeechStudio.Cast cast = studio.cast(order, principal, gone);
    SessionAccount account =
        new SessionAccount(
            ids.uuid(),
            stream.traceId(),
            stream.type(),
            principal,
            Price.FREE,
            0,
            Rows.stored(clock.instant()));
    SessionBooks books =
        new SessionBooks(accounts, voices, account, cast.voiceIds(), settings.price());
    return new SpeechSession(studio, pool, order, cast, books, listener, gone);
  }
}
