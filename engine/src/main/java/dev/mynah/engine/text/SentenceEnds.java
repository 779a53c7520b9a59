package dev.mynah.engine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells which sentences of a text that is still being written are surely whole. A sentence is when
 * the next one has begun: the text may stop after "3." or "Dr." and go on with "5" or "Smith".
 */
public final class SentenceEnds {
  /** Words after which a point ends nothing, without it; those that every text may hold. */
  private static final Set<String> TITLES =
      Set.of(
          "Mr", "Mrs", "Ms", "Mx", "Messrs", "Mme", "Mlle", "Dr", "Drs", "Prof", "St", "Rev", "Fr",
          "Hon", "Gen", "Col", "Maj", "Capt", "Cpt", "Cmdr", "Lt", "Sgt", "Cpl", "Adm", "Sen",
          "Rep", "Gov", "Pres", "Supt", "Insp", "Mt");

  private SentenceEnds() {}

  /**
   * Returns where sentences end that no further text can change. More text never takes back an end.
   *
   * @param text as much as there is so far
   * @param limit the first end beyond it is the last one returned
   * @return offsets after the last character of each sentence, ascending
   */
  public static List<Integer> sure(String text, int limit) {
    List<Integer> ends = new ArrayList<>();
    SentenceSplitter splitter = new SentenceSplitter(text, TITLES);
    SentenceSplitter.Span sentence = splitter.next();
    while (sentence != null && (ends.isEmpty() || ends.getLast() <= limit)) {
      SentenceSplitter.Span following = splitter.next();
      if (following != null) {
        ends.add(sentence.end());
      }
      sentence = following;
    }
    return ends;
  }
}
