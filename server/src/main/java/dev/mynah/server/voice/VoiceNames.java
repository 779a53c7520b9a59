package dev.mynah.server.voice;

import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What owners call their voices. A name is as good as an id wherever its owner asks for a voice,
 * and means nothing to others; it goes with the voice.
 */
public final class VoiceNames {
  /** Longest name, in characters. */
  public static final int MAX_CHARS = 255;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_ -]{1," + MAX_CHARS + "}");

  private final Database database;
  private final VoiceCatalogue catalogue;
  private final VoiceRepository voices = new VoiceRepository();
  private final VoiceNameRepository names = new VoiceNameRepository();
  private final AuditLog audit;
  private final Clock clock;

  public VoiceNames(Database database, VoiceCatalogue catalogue, AuditLog audit, Clock clock) {
    this.database = database;
    this.catalogue = catalogue;
    this.audit = audit;
    this.clock = clock;
  }

  /** Returns what the caller calls the voices that can speak; the ids of those without a name. */
  public List<String> list(Principal principal) {
    return database.read(transaction -> names.ofMadeVoices(transaction, principal.ownerId()));
  }

  /**
   * Refuses a name that can't be given to a voice to be made.
   *
   * @param field what the caller knows the name by, for messages
   * @throws MynahException with INVALID_REQUEST if it isn't a name, CONFLICT if the caller sees a
   *     voice by it already
   */
  public void requireFree(String field, String name, Principal principal) {
    requireName(field, name);
    database.read(
        transaction -> {
          requireFree(transaction, name, principal);
          return true;
        });
  }

  private void requireFree(Transaction transaction, String name, Principal principal) {
    boolean taken =
        names.voiceId(transaction, principal.ownerId(), name).isPresent()
            || catalogue.isId(transaction, name, principal);
    if (taken) {
      throw taken(name);
    }
  }

  /**
   * Gives one of the caller's voices another name. A voice that goes by its name has that for a
   * title, and so gets the new one.
   *
   * @param name its name until now, or its id
   * @param other its name from now on
   * @throws MynahException with SCOPE_MISSING, INVALID_REQUEST, NOT_FOUND if the caller has no such
   *     voice, or CONFLICT if the other name is taken
   */
  public void rename(String name, String other, Principal principal) {
    principal.require(Scope.MANAGE);
    requireName("new_reference_id", other);
    database.writing(transaction -> rename(transaction, name, other, principal));
  }

  private void rename(Transaction transaction, String name, String other, Principal principal) {
    Voice voice = own(transaction, name, principal);
    if (name.equals(other)) {
      return;
    }
    requireFree(transaction, other, principal);
    names.delete(transaction, voice.id());
    if (!names.insert(transaction, principal.ownerId(), other, voice.id(), clock.instant())) {
      throw taken(other); // somebody was faster
    }
    if (voice.title().equals(name)) {
      VoiceChanges title = VoiceChanges.NONE.withTitle(other);
      boolean there =
          voices.update(transaction, voice.changed(title, Rows.stored(clock.instant())));
      if (!there) {
        throw VoiceCatalogue.missing(); // erased meanwhile
      }
    }
    audit.record(
        transaction,
        principal.actor(),
        "voice.rename",
        Subject.voice(voice.id()),
        Map.of("fields", List.of("name")));
  }

  private Voice own(Transaction transaction, String name, Principal principal) {
    return voices
        .visible(transaction, name, principal.ownerId())
        .filter(voice -> voice.ownerId().equals(principal.ownerId()))
        .orElseThrow(VoiceCatalogue::missing);
  }

  /**
   * Refuses what is no name.
   *
   * @throws MynahException with INVALID_REQUEST
   */
  public static void requireName(String field, String name) {
    if (!NAME.matcher(name).matches() || !name.equals(name.strip())) {
      throw MynahException.invalid(
          field,
          field
              + " must have 1 to "
              + MAX_CHARS
              + " letters, digits, spaces, - and _, and no space around it.");
    }
  }

  static MynahException taken(String name) {
    return MynahException.of(
        ErrorCode.CONFLICT, "Reference ID '" + name + "' already exists; choose another.");
  }
}
