package dev.mynah.engine.lark;

import dev.mynah.engine.lark.synthesis.Pause;
import dev.mynah.engine.lark.synthesis.Utterance;
import dev.mynah.engine.lark.synthesis.UtteranceSource;
import dev.mynah.engine.text.PhonemeSentence;
import dev.mynah.engine.text.PhonemeVocabulary;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The sentences of one text as the network takes them, with the rests between them. */
final class EnglishScript implements UtteranceSource {
  private final String text;
  private final Iterator<PhonemeSentence> sentences;
  private final PhonemeVocabulary vocabulary;
  private @Nullable PhonemeSentence previous;

  EnglishScript(String text, Iterator<PhonemeSentence> sentences, PhonemeVocabulary vocabulary) {
    this.text = text;
    this.sentences = sentences;
    this.vocabulary = vocabulary;
  }

  @Override
  public @Nullable Utterance next() {
    if (!sentences.hasNext()) {
      return null;
    }
    PhonemeSentence sentence = sentences.next();
    Pause before = pauseAfter(previous);
    previous = sentence;
    return new Utterance(
        vocabulary.ids(sentence.phonemes()),
        before,
        sentence.start(),
        sentence.end(),
        WordPlaces.of(text, sentence.start(), sentence.end(), sentence.phonemes()));
  }

  private static Pause pauseAfter(@Nullable PhonemeSentence sentence) {
    if (sentence == null) {
      return Pause.SENTENCE;
    }
    return switch (sentence.ending()) {
      case CLAUSE -> Pause.CLAUSE;
      case SENTENCE -> Pause.SENTENCE;
      case PARAGRAPH -> Pause.PARAGRAPH;
    };
  }
}
