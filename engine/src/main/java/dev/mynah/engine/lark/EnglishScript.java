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
  private final Iterator<PhonemeSentence> sentences;
  private final PhonemeVocabulary vocabulary;
  private @Nullable PhonemeSentence previous;

  EnglishScript(Iterator<PhonemeSentence> sentences, PhonemeVocabulary vocabulary) {
    this.sentences = sentences;
    this.vocabulary = vocabulary;
  }

  @Override
  public @Nullable Utterance next() {
    if (!sentences.hasNext()) {
      return null;
    }
    PhonemeSentence sentence = sentences.next();
    Pause before = pauseBetween(previous, sentence);
    previous = sentence;
    return new Utterance(vocabulary.ids(sentence.phonemes()), before);
  }

  private static Pause pauseBetween(@Nullable PhonemeSentence earlier, PhonemeSentence later) {
    if (earlier == null) {
      return Pause.SENTENCE;
    }
    if (earlier.endsParagraph()) {
      return Pause.PARAGRAPH;
    }
    // The pieces of a sentence that was too long follow each other without a gap in the text.
    return earlier.end() == later.start() ? Pause.CLAUSE : Pause.SENTENCE;
  }
}
