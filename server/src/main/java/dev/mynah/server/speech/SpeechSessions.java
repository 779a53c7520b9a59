package dev.mynah.server.speech;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.task.Price;
import dev.mynah.server.token.Principal;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.VoiceCatalogue;
import java.time.Clock;

/** Begins sessions of speech. */
public final class SpeechSessions {
  private final Database database;
  private final SpeechStudio studio;
  private final SynthesisPool pool;
  private final UsageLedger ledger;
  private final VoiceCatalogue voices;
  private final SpeechSettings settings;
  private final IdSource ids;
  private final Clock clock;

  public SpeechSessions(
      Database database,
      SpeechStudio studio,
      SynthesisPool pool,
      UsageLedger ledger,
      VoiceCatalogue voices,
      SpeechSettings settings,
      IdSource ids,
      Clock clock) {
    this.database = database;
    this.studio = studio;
    this.pool = pool;
    this.ledger = ledger;
    this.voices = voices;
    this.settings = settings;
    this.ids = ids;
    this.clock = clock;
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
    SessionBooks books =
        new SessionBooks(
            database,
            ledger,
            voices,
            new SessionBooks.Account(
                ids.uuid(), stream, principal, cast.voiceIds(), settings.price()),
            clock);
    return new SpeechSession(studio, pool, order, cast, books, listener, gone);
  }
}
