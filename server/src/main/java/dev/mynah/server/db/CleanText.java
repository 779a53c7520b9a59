package dev.mynah.server.db;

/** Text that every database can hold and every client can show. */
public final class CleanText {
  private static final char REPLACEMENT = '\uFFFD';

  private CleanText() {}

  /**
   * Returns the text without NUL, with each half of a broken surrogate pair replaced by U+FFFD:
   * neither has a place in UTF-8 text columns.
   */
  public static String of(String text) {
    StringBuilder clean = null; // made at the first change: most texts are clean
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair = Character.isHighSurrogate(c) && followedByLow(text, i);
      boolean bad = c == 0 || (Character.isSurrogate(c) && !pair);
      if (bad && clean == null) {
        clean = new StringBuilder(text.length()).append(text, 0, i);
      }
      if (clean != null && c != 0) {
        clean.append(bad ? REPLACEMENT : c);
      }
      if (pair) {
        i++;
        if (clean != null) {
          clean.append(text.charAt(i));
        }
      }
    }
    return clean == null ? text : clean.toString();
  }

  /**
   * Returns how many bytes a text has in UTF-8. Half a surrogate pair counts as the U+FFFD that
   * {@link #of} makes of it.
   */
  public static long utf8Bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c) && followedByLow(text, i)) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }

  private static boolean followedByLow(String text, int at) {
    return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
  }
}
