package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mynah.server.db.CleanText;
import org.jspecify.annotations.Nullable;

/**
 * The start of a receiver's answer, as it may be stored and shown: text without anything a terminal
 * or a database would take for more than text.
 */
final class AnswerText {
  static final int MAX_BYTES = 1024; // in UTF-8, as stored

  private AnswerText() {}

  /** Returns the text, null if there is none. */
  static @Nullable String of(byte[] answer) {
    StringBuilder text = new StringBuilder();
    int bytes = 0;
    int[] characters = CleanText.of(new String(answer, UTF_8)).codePoints().toArray();
    for (int c : characters) {
      int shown = isText(c) ? c : ' ';
      bytes += Character.toString(shown).getBytes(UTF_8).length;
      if (bytes > MAX_BYTES) {
        break;
      }
      text.appendCodePoint(shown);
    }
    String stripped = text.toString().strip();
    return stripped.isEmpty() ? null : stripped;
  }

  private static boolean isText(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT, // direction marks and the like
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
