package dev.mynah.engine.text;

import dev.mynah.engine.spi.Latency;
import dev.mynah.engine.text.PhonemeSentence.Ending;
import dev.mynah.engine.text.normalize.TextNormalizer;
import dev.mynah.engine.text.pronounce.Pronouncer;
import dev.mynah.engine.text.pronounce.Pronunciation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
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
  private final WordAligner aligner;
  private final PhonemeLimiter limiter = new PhonemeLimiter(MAX_PHONEMES);

  Phonemizer(
      Set<String> titles, MarkupReader markup, TextNormalizer normalizer, Pronouncer pronouncer) {
    this.titles = titles;
    this.markup = markup;
    this.normalizer = normalizer;
    this.pronouncer = pronouncer;
    this.aligner = new WordAligner(word -> normalizer.normalize(markup.read(word).text()));
  }

  /** Returns all sentences of a text; empty if nothing in it can be said. */
  public List<PhonemeSentence> phonemize(String text) {
    List<PhonemeSentence> sentences = new ArrayList<>();
    sentences(text, Latency.NORMAL).forEachRemaining(sentences::add);
    return sentences;
  }

  /**
   * Returns the sentences of a text one at a time, each worked out when it is asked for, so that
   * memory doesn't grow with the text. For one thread.
   *
   * @param latency how much of the first sentence may come first
   */
  public Iterator<PhonemeSentence> sentences(String text, Latency latency) {
    String emoji = text.length() <= LONGEST_EMOJI_TEXT ? EmojiNames.name(text) : "";
    if (emoji.isEmpty()) {
      return new Sentences(text, latency);
    }
    SentenceSplitter.Span whole = new SentenceSplitter.Span(0, emoji.length(), true);
    return read(emoji, whole, Latency.NORMAL).stream()
        .map(name -> Phonemizer.ofEmoji(name, text.length()))
        .iterator();
  }

  /** The sign is one word, however many its name has. */
  private static PhonemeSentence ofEmoji(PhonemeSentence name, int length) {
    SaidWord sign = new SaidWord(0, length, 0, name.phonemes().length());
    return new PhonemeSentence(name.phonemes(), 0, length, Ending.PARAGRAPH, List.of(sign));
  }

  private List<PhonemeSentence> read(String text, SentenceSplitter.Span span, Latency latency) {
    MarkupReader.PlainText plain = markup.read(text.substring(span.start(), span.end()));
    String written = normalizer.normalize(plain.text());
    if (written.isEmpty()) {
      return List.of();
    }
    Pronunciation said = pronouncer.pronounce(written, plain.given());
    List<SaidWord> words = aligner.align(text, span.start(), span.end(), written, said);
    PieceMaker pieces = new PieceMaker(said.phonemes(), words, span, ending(span));
    OptionalInt first = FirstCut.words(text, words, said.phonemes(), latency);
    first.ifPresent(pieces::cutAfter);
    limiter.split(pieces.left()).forEach(pieces::add);
    return pieces.all();
  }

  private static Ending ending(SentenceSplitter.Span span) {
    return span.endsParagraph() ? Ending.PARAGRAPH : Ending.SENTENCE;
  }

  static boolean sounds(String phonemes) {
    return phonemes.codePoints().anyMatch(Character::isLetter);
  }

  private final class Sentences implements Iterator<PhonemeSentence> {
    private final String text;
    private final SentenceSplitter splitter;
    private final Deque<PhonemeSentence> ready = new ArrayDeque<>();
    private Latency latency;

    Sentences(String text, Latency latency) {
      this.text = text;
      this.latency = latency;
      this.splitter = new SentenceSplitter(text, titles);
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty()) {
        SentenceSplitter.Span span = splitter.next();
        if (span == null) {
          return false;
        }
        ready.addAll(read(text, span, latency));
        latency = ready.isEmpty() ? latency : Latency.NORMAL;
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
