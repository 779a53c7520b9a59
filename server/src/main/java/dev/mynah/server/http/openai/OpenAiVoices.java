package dev.mynah.server.http.openai;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoiceQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the voice a caller means: by id, by title, or by alias, the names of OpenAI's own voices
 * among them. A title of the caller's own comes before an alias, and other people's titles last, so
 * that nobody's title takes the place of what the caller meant.
 */
final class OpenAiVoices {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final VoiceCatalogue voices;

  OpenAiVoices(VoiceCatalogue voices) {
    this.voices = voices;
  }

  /**
   * Returns the voice of that name.
   *
   * @throws MynahException with NOT_FOUND naming the field {@code voice}
   */
  Voice named(String name, Principal caller) {
    String wanted = name.strip();
    Optional<Voice> found =
        ID.matcher(wanted).matches() ? byId(wanted, caller) : titled(wanted, true, caller);
    return found
        .or(() -> byId(wanted, caller))
        .or(() -> byId(wanted.toLowerCase(Locale.ROOT), caller))
        .or(() -> titled(wanted, false, caller))
        .orElseThrow(OpenAiVoices::missing);
  }

  static MynahException missing() {
    return MynahException.notFound(
        "voice",
        "The voice does not exist or is not visible to the current account; GET /v1/audio/voices"
            + " lists those there are.");
  }

  /** Returns whether a name is that of a voice, by id or alias. */
  boolean known(String id, Principal caller) {
    return byId(id, caller).isPresent();
  }

  private Optional<Voice> byId(String id, Principal caller) {
    try {
      return Optional.of(voices.visible(id, caller));
    } catch (MynahException e) {
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private Optional<Voice> titled(String title, boolean own, Principal caller) {
    VoiceQuery query =
        new VoiceQuery(
            1,
            VoiceQuery.MAX_PAGE_SIZE,
            title,
            List.of(),
            own,
            null,
            List.of(),
            List.of(),
            VoiceQuery.Order.SCORE);
    return voices.list(query, caller).items().stream()
        .filter(voice -> voice.title().strip().equalsIgnoreCase(title))
        .min(Comparator.comparing(voice -> !voice.ownerId().equals(Principal.SYSTEM)));
  }
}
