package dev.mynah.engine.lark.synthesis;

import dev.mynah.engine.spi.TimedWord;
import java.util.ArrayList;
import java.util.List;

/**
 * When the words of an utterance are heard. The network says how many frames each phoneme takes,
 * but a phoneme sounds a little before its frames, and the last before a rest is given some of the
 * rest: so beginnings and ends are moved, by a little, to where the sound itself begins and ends.
 */
final class WordTimes {
  /**
   * Hops by which sounds are ahead of their frames at the network's own pace: 37.5 ms, measured on
   * words between rests. Slower speech is ahead by more.
   */
  private static final float AHEAD = 3;

  /** Hops under this share of the loudest are silence before a word: 35 dB less. */
  private static final float SILENCE = 0.018f;

  /** And after one, where voices fade away: 29 dB less. */
  private static final float FADED = 0.035f;

  private static final int MOST_EARLIER = 10; // hops a beginning is moved, as far as sound reaches
  private static final int MOST_LATER = 2;
  private static final int MOST_TRIMMED = 24; // hops of rest at the end of a word
  private static final int LEAST = 2; // hops of a word that are never taken away

  private final Utterance utterance;
  private final int[] idEnds;
  private final HopLevels levels;
  private final int ahead; // hops

  /**
   * @param idEnds frames up to the end of each id
   * @param levels of the utterance's hops
   * @param speed the network ran at
   */
  WordTimes(Utterance utterance, int[] idEnds, HopLevels levels, float speed) {
    this.utterance = utterance;
    this.idEnds = idEnds;
    this.levels = levels;
    this.ahead = Math.round(AHEAD / speed);
  }

  /**
   * Returns the words with their places in the stretch.
   *
   * @param joiner has just ended the utterance
   * @param samples handed over for it
   */
  List<TimedWord> places(SpeechJoiner joiner, long samples) {
    float silence = levels.loudest() * SILENCE;
    float faded = levels.loudest() * FADED;
    List<TimedWord> words = new ArrayList<>(utterance.words().size());
    int before = 0; // hop after the word before
    for (Utterance.WordIds word : utterance.words()) {
      int start = Math.max(before, hop(word.firstId()));
      int end = Math.max(start, hop(word.endId()));
      if (end > start) {
        end = trimmed(start, end, faded);
        start = begun(before, start, end, silence);
      }
      words.add(
          new TimedWord(
              word.start(),
              word.end(),
              joiner.placeOf(start, samples),
              joiner.placeOf(end, samples)));
      before = end;
    }
    return words;
  }

  /** The hop in which an id begins to sound. */
  private int hop(int id) {
    return id == 0 ? 0 : Math.max(0, idEnds[id - 1] - ahead);
  }

  private int trimmed(int start, int end, float faded) {
    int least = Math.max(start + LEAST, end - MOST_TRIMMED);
    int trimmed = end;
    while (trimmed > least && levels.at(trimmed - 1) < faded) {
      trimmed--;
    }
    return trimmed;
  }

  private int begun(int before, int start, int end, float silence) {
    int begun = start;
    int earliest = Math.max(before, start - MOST_EARLIER);
    while (begun > earliest && levels.at(begun - 1) >= silence) {
      begun--;
    }
    int latest = Math.min(end - LEAST, start + MOST_LATER);
    while (begun < latest && levels.at(begun) < silence) {
      begun++;
    }
    return begun;
  }
}
