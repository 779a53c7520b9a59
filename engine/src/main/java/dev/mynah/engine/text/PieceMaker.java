package dev.mynah.engine.text;

import dev.mynah.engine.text.PhonemeSentence.Ending;
import java.util.ArrayList;
import java.util.List;

/** Cuts a sentence into pieces for the network, each with the part of the text that it says. */
final class PieceMaker {
  private static final String CLAUSE_ENDS = ",;:—";

  private final String phonemes;
  private final List<SaidWord> words;
  private final SentenceSplitter.Span span;
  private final Ending ending;
  private final List<PhonemeSentence> pieces = new ArrayList<>();
  private int cut; // phonemes before it are in pieces
  private int textCut; // the text before it, too
  private int wordsCut; // and the words

  PieceMaker(String phonemes, List<SaidWord> words, SentenceSplitter.Span span, Ending ending) {
    this.phonemes = phonemes;
    this.words = words;
    this.span = span;
    this.ending = ending;
    this.textCut = span.start();
  }

  /** Makes the first words a piece. */
  void cutAfter(int count) {
    int end = words.get(count - 1).endPhoneme();
    while (end < phonemes.length() && phonemes.charAt(end) != ' ') {
      end++; // the marks that stand at the word
    }
    String piece = phonemes.substring(0, end);
    boolean clause = CLAUSE_ENDS.indexOf(piece.charAt(piece.length() - 1)) >= 0;
    // Without a mark the voice would fall as at the end of a sentence.
    add(piece, end, clause ? piece : piece + ",", clause ? Ending.CLAUSE : Ending.WORD);
  }

  /** Returns the phonemes that are in no piece yet. */
  String left() {
    return phonemes.substring(cut).strip();
  }

  /** Adds the next piece of those that {@link #left} gave. */
  void add(String piece) {
    int start = phonemes.indexOf(piece, cut);
    add(piece, start + piece.length(), piece, Ending.CLAUSE);
  }

  private void add(String piece, int end, String spoken, Ending how) {
    if (Phonemizer.sounds(piece)) {
      int start = phonemes.indexOf(piece, cut);
      int first = wordsCut;
      while (wordsCut < words.size() && words.get(wordsCut).firstPhoneme() < end) {
        wordsCut++;
      }
      List<SaidWord> own =
          words.subList(first, wordsCut).stream()
              .map(word -> within(word, start, start + piece.length()))
              .toList();
      int textEnd = own.isEmpty() ? textCut : Math.max(textCut, own.getLast().end());
      pieces.add(new PhonemeSentence(spoken, textCut, textEnd, how, own));
      textCut = textEnd;
    }
    cut = end;
  }

  private static SaidWord within(SaidWord word, int start, int end) {
    return new SaidWord(
        word.start(),
        word.end(),
        Math.clamp(word.firstPhoneme(), start, end) - start,
        Math.clamp(word.endPhoneme(), start, end) - start);
  }

  /** Returns all pieces; the last has what is left of the text and its words. */
  List<PhonemeSentence> all() {
    if (pieces.isEmpty()) {
      return pieces;
    }
    PhonemeSentence last = pieces.removeLast();
    List<SaidWord> own = new ArrayList<>(last.words());
    int length = last.phonemes().length();
    for (SaidWord silent : words.subList(wordsCut, words.size())) {
      own.add(new SaidWord(silent.start(), silent.end(), length, length));
    }
    pieces.add(new PhonemeSentence(last.phonemes(), last.start(), span.end(), ending, own));
    return pieces;
  }
}
