package dev.mynah.engine.text;

import dev.mynah.engine.text.PhonemeSentence.Ending;
import dev.mynah.engine.text.normalize.TextNormalizer;
import dev.mynah.engine.text.pronounce.Pronouncer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Turns English text of any length and content into phonemes, sentence by sentence. Instances keep
 * no state between calls and may be used by many threads at once.
 */
public final class Phonemizer {
  /** What the network takes at once. */
  public static final int MAX_PHONEMES = 400;

  private static final int LONGEST_EMOJI_TEXT = 200; // characters

  private final Set<String> titles;
  private final MarkupReader markup;
  private final TextNormalizer normalizer;
  private final Pronouncer pronouncer;
  private final PhonemeLimiter limiter = new PhonemeLimiter(MAX_PHONEMES);

  Phonemizer(
      Set<String> titles, MarkupReader markup, TextNormalizer normalizer, Pronouncer pronouncer) {
    this.titles = titles;
    this.markup = markup;
    this.normalizer = normalizer;
    this.pronouncer = pronouncer;
  }

  /** Returns all sentences of a text; empty if nothing in it can be said. */
  public List<PhonemeSentence> phonemize(String text) {
    List<PhonemeSentence> sentences = new ArrayList<>();
    sentences(text).forEachRemaining(sentences::add);
    return sentences;
  }

  /**
   * Returns the sentences of a text one at a time, each worked out when it is asked for, so that
   * memory doesn't grow with the text. For one thread.
   */
  public Iterator<PhonemeSentence> sentences(String text) {
    String emoji = text.length() <= LONGEST_EMOJI_TEXT ? EmojiNames.name(text) : "";
    if (emoji.isEmpty()) {
      return new Sentences(text);
    }
    SentenceSplitter.Span whole = new SentenceSplitter.Span(0, emoji.length(), true);
    return read(emoji, whole).stream()
        .map(name -> new PhonemeSentence(name.phonemes(), 0, text.length(), Ending.PARAGRAPH))
        .iterator();
  }

  private List<PhonemeSentence> read(String text, SentenceSplitter.Span span) {
    MarkupReader.PlainText plain = markup.read(text.substring(span.start(), span.end()));
    String written = normalizer.normalize(plain.text());
    if (written.isEmpty()) {
      return List.of();
    }
    List<String> pieces =
        limiter.split(pronouncer.pronounce(written, plain.given())).stream()
            .filter(Phonemizer::sounds)
            .toList();
    if (pieces.size() == 1) {
      return List.of(
          new PhonemeSentence(pieces.getFirst(), span.start(), span.end(), ending(span)));
    }
    return spread(text, span, pieces);
  }

  /** Gives each piece of a long sentence its share of the text, from a space to a space. */
  private static List<PhonemeSentence> spread(
      String text, SentenceSplitter.Span span, List<String> pieces) {
    List<PhonemeSentence> sentences = new ArrayList<>(pieces.size());
    long total = pieces.stream().mapToLong(String::length).sum();
    long before = 0;
    int start = span.start();
    for (int i = 0; i < pieces.size(); i++) {
      before += pieces.get(i).length();
      boolean last = i == pieces.size() - 1;
      int share = (int) (span.start() + (span.end() - span.start()) * before / total);
      int end = last ? span.end() : Math.max(start, spaceBefore(text, start, share));
      sentences.add(
          new PhonemeSentence(pieces.get(i), start, end, last ? ending(span) : Ending.CLAUSE));
      start = end;
    }
    return sentences;
  }

  private static Ending ending(SentenceSplitter.Span span) {
    return span.endsParagraph() ? Ending.PARAGRAPH : Ending.SENTENCE;
  }

  private static int spaceBefore(String text, int start, int share) {
    for (int i = share; i > start; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return share;
  }

  private static boolean sounds(String phonemes) {
    return phonemes.codePoints().anyMatch(Character::isLetter);
  }

  private final class Sentences implements Iterator<PhonemeSentence> {
    private final String text;
    private final SentenceSplitter splitter;
    private final Deque<PhonemeSentence> ready = new ArrayDeque<>();

    Sentences(String text) {
      this.text = text;
      this.splitter = new SentenceSplitter(text, titles);
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty()) {
        SentenceSplitter.Span span = splitter.next();
        if (span == null) {
          return false;
        }
        ready.addAll(read(text, span));
      }
      return true;
    }

    @Override
    public PhonemeSentence next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.removeFirst();
    }
  }
}
