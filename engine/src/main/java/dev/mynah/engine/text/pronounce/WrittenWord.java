package dev.mynah.engine.text.pronounce;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parts between two spaces that are said together. Belongs to one thread. */
final class WrittenWord {
  private static final String JOINTS = "',-._‘’/";

  private final List<WordPart> parts = new ArrayList<>(1);
  private boolean spaceAfter;

  void add(WordPart part) {
    part.setStartsWord(parts.isEmpty());
    parts.add(part);
  }

  List<WordPart> parts() {
    return parts;
  }

  boolean spaceAfter() {
    return spaceAfter;
  }

  void setSpaceAfter(boolean spaceAfter) {
    this.spaceAfter = spaceAfter;
  }

  /** Text of parts [from, to) without the gaps, which there are none of. */
  String text(int from, int to) {
    if (to - from == 1) {
      return parts.get(from).text();
    }
    StringBuilder text = new StringBuilder();
    for (WordPart part : parts.subList(from, to)) {
      text.append(part.text());
    }
    return text.toString();
  }

  /** Tag of the longest of parts [from, to), capitals counting double. */
  PennTag tag(int from, int to) {
    PennTag tag = parts.get(from).tag();
    int longest = -1;
    for (WordPart part : parts.subList(from, to)) {
      int weight = 0;
      for (int i = 0; i < part.text().length(); i++) {
        weight += Character.isUpperCase(part.text().charAt(i)) ? 2 : 1;
      }
      if (weight > longest) {
        longest = weight;
        tag = part.tag();
      }
    }
    return tag;
  }

  /** Currency of the amount in parts [from, to), if it is one. */
  @Nullable Currency currency(int from, int to) {
    for (WordPart part : parts.subList(from, to)) {
      if (part.currency() != null) {
        return part.currency();
      }
    }
    return null;
  }

  /** Whether a piece of text only joins words and makes no sound. */
  static boolean isJoint(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (JOINTS.indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the parts are said with gaps: letters, digits and signs are mixed, or a slash is in.
   */
  boolean isMixed() {
    int kinds = 0;
    for (WordPart part : parts) {
      for (int i = 0; i < part.text().length(); i++) {
        char c = part.text().charAt(i);
        if (c == '/' || c == ' ') {
          return true;
        }
        if (JOINTS.indexOf(c) < 0) {
          kinds |= Character.isLetter(c) ? 1 : TokenCharacters.isDigit(c) ? 2 : 4;
        }
      }
    }
    return Integer.bitCount(kinds) > 1;
  }
}
