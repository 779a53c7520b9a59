package dev.mynah.server.voice;

import dev.mynah.server.db.CleanText;
import dev.mynah.server.failure.MynahException;
import java.util.List;

/** How long the texts of a voice may be; the same rules when it is made and when it is changed. */
final class VoiceTexts {
  private static final int MAX_TITLE = 500; // characters
  private static final int MAX_DESCRIPTION = 10_000; // characters
  private static final int MAX_TAGS = 50;
  private static final int MAX_TAG = 100; // characters

  private VoiceTexts() {}

  static String title(String title) {
    return shortEnough("title", title, MAX_TITLE).strip();
  }

  static String description(String description) {
    return shortEnough("description", description, MAX_DESCRIPTION);
  }

  static List<String> tags(List<String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw MynahException.invalid("tags", "tags may hold at most " + MAX_TAGS + " words.");
    }
    return tags.stream().map(tag -> shortEnough("tags", tag, MAX_TAG)).toList();
  }

  /** Returns changes as they may be stored, or refuses them naming the field that is wrong. */
  static VoiceChanges checked(VoiceChanges changes) {
    String title = changes.title() == null ? null : title(changes.title());
    if (title != null && title.isEmpty()) {
      throw MynahException.invalid("title", "title must not be empty.");
    }
    return new VoiceChanges(
        title,
        changes.description() == null ? null : description(changes.description()),
        changes.visibility(),
        changes.tags() == null ? null : tags(changes.tags()),
        changes.cover());
  }

  /** Returns a text as it may be stored, or refuses it naming its field. */
  static String shortEnough(String field, String text, int most) {
    if (text.length() > most) {
      throw MynahException.invalid(
          field, "%s may have at most %d characters.".formatted(field, most));
    }
    return CleanText.of(text);
  }
}
