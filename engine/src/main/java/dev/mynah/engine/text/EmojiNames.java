package dev.mynah.engine.text;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Words for a text that is nothing but emoji, so that a thumbs up isn't answered with silence.
 * Beside words emoji are left out.
 */
final class EmojiNames {
  private static final int MOST_NAMED = 3;

  /** Where people say something else than Unicode does. */
  private static final Map<Integer, String> POPULAR =
      Map.ofEntries(
          Map.entry(0x2764, "red heart"),
          Map.entry(0x1F44D, "thumbs up"),
          Map.entry(0x1F44E, "thumbs down"),
          Map.entry(0x1F602, "laughing with tears"),
          Map.entry(0x1F923, "rolling on the floor laughing"),
          Map.entry(0x1F62D, "crying out loud"),
          Map.entry(0x1F60A, "smiling face"),
          Map.entry(0x1F64F, "folded hands"),
          Map.entry(0x1F44F, "clapping hands"),
          Map.entry(0x1F389, "party popper"),
          Map.entry(0x1F4AF, "one hundred points"),
          Map.entry(0x2705, "check mark"),
          Map.entry(0x274C, "cross mark"),
          Map.entry(0x2B50, "star"));

  private EmojiNames() {}

  /** Returns the names of the first few emoji if there are no letters or digits, else nothing. */
  static String name(String text) {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < text.length() && names.size() < MOST_NAMED; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isLetterOrDigit(c)) {
        return "";
      }
      String name = isPicture(c) ? nameOf(c) : "";
      if (!name.isEmpty()) {
        names.add(name);
      }
    }
    StringJoiner joined = new StringJoiner(", ");
    names.forEach(joined::add);
    return joined.toString();
  }

  private static boolean isPicture(int c) {
    return Character.isEmojiPresentation(c) || POPULAR.containsKey(c);
  }

  private static String nameOf(int emoji) {
    String popular = POPULAR.get(emoji);
    if (popular != null) {
      return popular;
    }
    boolean part = Character.isEmojiModifier(emoji) || Character.isEmojiComponent(emoji);
    String name = part ? null : Character.getName(emoji);
    return name == null ? "" : name.toLowerCase(Locale.ROOT).replace(" sign", "").replace('-', ' ');
  }
}
