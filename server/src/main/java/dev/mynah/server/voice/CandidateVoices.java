package dev.mynah.server.voice;

import dev.mynah.engine.spi.VoiceProfile;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.token.Principal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Voices that were made for a choice among them: private to who asked, like any of theirs, and gone
 * after a while unless they are given a title or anything else of their own.
 */
public final class CandidateVoices {
  private static final String TAG = "voice-design";
  private static final int MAX_TITLE_CHARS = 60;

  private final VoiceRepository voices = new VoiceRepository();
  private final CandidateRepository candidates = new CandidateRepository();
  private final BlobStore blobs;
  private final IdSource ids;
  private final Clock clock;

  public CandidateVoices(BlobStore blobs, IdSource ids, Clock clock) {
    this.blobs = blobs;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * A voice that was made.
   *
   * @param id 32 hex digits
   * @param instruction what was asked for
   * @param traits what it is like
   * @param profile what it speaks with
   * @param wav what it says
   * @param sampleRate of that, Hz
   * @param text what it says, in words
   */
  public record Made(
      String id,
      String instruction,
      List<String> traits,
      VoiceProfile profile,
      Path wav,
      int sampleRate,
      String text) {}

  /** A voice whose sound is stored but not yet recorded. */
  public record Stored(Made made, Blob sound) {}

  /** Stores what voices say; {@link #record} makes them voices. */
  public List<Stored> store(List<Made> made) {
    return made.stream().map(each -> new Stored(each, blobs.put(each.wav(), "audio/wav"))).toList();
  }

  /** Makes voices of the owner's, together with the rest of the transaction. */
  public void record(
      Transaction transaction, List<Stored> stored, Principal owner, Instant expires) {
    Instant now = Rows.stored(clock.instant());
    for (Stored each : stored) {
      Made made = each.made();
      blobs.record(transaction, each.sound());
      voices.insert(transaction, voice(made, owner, now));
      voices.putProfile(transaction, made.id(), made.profile(), now);
      voices.addSample(
          transaction,
          made.id(),
          0,
          new VoiceSample(
              VoiceSample.Kind.SPOKEN,
              "Default Sample",
              made.text(),
              ids.hex(),
              each.sound().id(),
              each.sound().mediaType()));
      // A later version of the engine makes the profile again from what was heard.
      voices.addRecording(
          transaction,
          made.id(),
          0,
          each.sound().id(),
          each.sound().id(),
          made.sampleRate(),
          made.text());
      candidates.insert(transaction, made.id(), expires);
    }
  }

  private static Voice voice(Made made, Principal owner, Instant now) {
    return new Voice(
        made.id(),
        owner.ownerId(),
        title(made.instruction().strip()),
        String.join(", ", made.traits()),
        Visibility.PRIVATE,
        VoiceState.TRAINED,
        List.of(TAG),
        List.of("en"),
        null,
        null,
        null,
        made.text(),
        now,
        now,
        0,
        List.of(),
        null);
  }

  private static String title(String instruction) {
    int[] characters = instruction.codePoints().limit(MAX_TITLE_CHARS).toArray();
    String beginning = new String(characters, 0, characters.length);
    return beginning.length() < instruction.length() ? beginning + "\u2026" : beginning;
  }
}
