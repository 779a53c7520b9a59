package dev.mynah.server.speech;

import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.text.SentenceEnds;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns text that arrives in dribbles, cut anywhere, into chunks worth speaking: whole sentences as
 * soon as it is sure that they are whole, several at once where they have come together. The
 * beginning may come sooner: what is spoken first after the start or a flush is a clause or a few
 * words if the caller wants it soon, and needs no least length. For one thread.
 */
public final class LiveText {
  /** What is spoken before its sentence is whole has this many words, if it ends in no clause. */
  private static final int FEW_WORDS = 6;

  /** A clause that is worth saying by itself, characters. */
  private static final int SHORTEST_CLAUSE = 12;

  private static final int SHORTEST_BALANCED_CLAUSE = 24;
  private static final String CLAUSE_ENDS = ",;:—–";
  private static final char LONG_DASH = '—';
  private static final Pattern TAG = Pattern.compile("<\\|[^|]*\\|>");

  private final int leastChars;
  private final int mostChars;
  private final Latency latency;
  private final StringBuilder pending = new StringBuilder();
  private int from; // what is before is taken
  private boolean beginning = true;

  /**
   * @param leastChars chunks after the first wait for so much, unless they are flushed
   * @param mostChars longest chunk, at least 1
   */
  public LiveText(int leastChars, int mostChars, Latency latency) {
    if (mostChars < 1 || leastChars < 0) {
      throw new IllegalArgumentException("a chunk needs a character");
    }
    this.leastChars = Math.min(leastChars, mostChars);
    this.mostChars = mostChars;
    this.latency = latency;
  }

  /** Takes what came, from nothing to a whole book. */
  public void add(String dribble) {
    if (from > pending.length() / 2) {
      pending.delete(0, from);
      from = 0;
    }
    pending.append(dribble);
  }

  /** Returns how many characters wait to be spoken. */
  public int waiting() {
    return pending.length() - from;
  }

  /** Returns the next chunk that is sure, if there is one. */
  public Optional<String> next() {
    dropLeadingSpace();
    // Far enough to see whether a sentence ends within the longest chunk.
    String seen = pending.substring(from, Math.min(pending.length(), from + 2 * mostChars + 1));
    int cut = sentences(seen);
    if (cut == 0 && beginning && latency != Latency.NORMAL) {
      cut = early(seen);
    }
    if (cut == 0 && seen.length() > mostChars) {
      cut = anywhere(seen);
    }
    return cut == 0 ? Optional.empty() : Optional.of(taken(cut));
  }

  /** Returns the next chunk of all that is there, sure or not; what comes later begins anew. */
  public Optional<String> flushed() {
    Optional<String> sure = next();
    if (sure.isPresent()) {
      return sure;
    }
    dropLeadingSpace();
    String rest = pending.substring(from).stripTrailing();
    pending.setLength(0);
    from = 0;
    beginning = true;
    return isSpeakable(rest) ? Optional.of(rest) : Optional.empty();
  }

  private void dropLeadingSpace() {
    while (from < pending.length() && Character.isWhitespace(pending.charAt(from))) {
      from++;
    }
  }

  private String taken(int cut) {
    String chunk = pending.substring(from, from + cut).stripTrailing();
    from += cut;
    beginning = false;
    return chunk;
  }

  /** Returns the end of as many whole sentences as a chunk holds, or 0. */
  private int sentences(String seen) {
    List<Integer> ends = SentenceEnds.sure(seen, mostChars);
    int least = beginning ? 1 : leastChars;
    int best = 0;
    for (int end : ends) {
      if (end <= mostChars && end >= least && isSpeakable(seen.substring(0, end))) {
        best = end;
      }
    }
    return best;
  }

  /** Returns where a beginning can be cut whose sentence isn't whole yet, or 0. */
  private int early(String seen) {
    boolean low = latency == Latency.LOW;
    int shortest = low ? SHORTEST_CLAUSE : SHORTEST_BALANCED_CLAUSE;
    int words = 0;
    for (int i = 1; i < Math.min(seen.length() - 1, mostChars); i++) {
      if (endsClause(seen, i) && i + 1 >= shortest && isOpen(seen, i)) {
        return i + 1;
      }
      if (Character.isWhitespace(seen.charAt(i)) && !Character.isWhitespace(seen.charAt(i - 1))) {
        words++;
        if (low && words == FEW_WORDS && isOpen(seen, i) && isSpeakable(seen.substring(0, i))) {
          return i;
        }
      }
    }
    return 0;
  }

  private static boolean endsClause(String text, int at) {
    char mark = text.charAt(at);
    return CLAUSE_ENDS.indexOf(mark) >= 0
        && (mark == LONG_DASH || Character.isWhitespace(text.charAt(at + 1)))
        && Character.isLetterOrDigit(text.charAt(at - 1));
  }

  /** Whether a place is outside of brackets and tags, which stand for something together. */
  private static boolean isOpen(String text, int at) {
    String before = text.substring(0, at);
    return before.lastIndexOf('[') <= before.lastIndexOf(']')
        && before.lastIndexOf('(') <= before.lastIndexOf(')')
        && before.lastIndexOf("<|") <= before.lastIndexOf("|>");
  }

  /** Returns the best cut of a chunk that is too long: a clause, a word, or else any character. */
  private int anywhere(String seen) {
    for (int i = mostChars - 1; i > mostChars / 2; i--) {
      if (endsClause(seen, i) && isOpen(seen, i)) {
        return i + 1;
      }
    }
    for (int i = mostChars; i > 0; i--) {
      if (Character.isWhitespace(seen.charAt(i)) && isOpen(seen, i)) {
        return i;
      }
    }
    boolean insidePair =
        Character.isLowSurrogate(seen.charAt(mostChars))
            && Character.isHighSurrogate(seen.charAt(mostChars - 1));
    return insidePair && mostChars > 1 ? mostChars - 1 : mostChars;
  }

  /** Whether there is anything beside punctuation and tags; a sign such as an emoji has a name. */
  private static boolean isSpeakable(String text) {
    return TAG.matcher(text)
        .replaceAll("")
        .codePoints()
        .anyMatch(
            c ->
                Character.isLetterOrDigit(c)
                    || Character.getType(c) == Character.OTHER_SYMBOL
                    || Character.getType(c) == Character.CURRENCY_SYMBOL);
  }
}
