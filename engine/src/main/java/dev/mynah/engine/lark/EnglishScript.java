package dev.mynah.engine.lark;

import dev.mynah.engine.lark.synthesis.Pause;
import dev.mynah.engine.lark.synthesis.Utterance;
import dev.mynah.engine.lark.synthesis.Utterance.WordIds;
import dev.mynah.engine.lark.synthesis.UtteranceSource;
import dev.mynah.engine.text.PhonemeSentence;
import dev.mynah.engine.text.PhonemeVocabulary;
import java.util.Iterator;
import java.util.List;
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
    Pause before = pauseAfter(previous);
    previous = sentence;
    return new Utterance(
        vocabulary.ids(sentence.phonemes()),
        before,
        sentence.start(),
        sentence.end(),
        words(sentence));
  }

  private List<WordIds> words(PhonemeSentence sentence) {
    int[] ids = new int[sentence.phonemes().length() + 1]; // index of the id of each phoneme
    ids[0] = 1; // the first id is the 0 before the first phoneme
    for (int i = 0; i < sentence.phonemes().length(); i++) {
      ids[i + 1] = ids[i] + (vocabulary.contains(sentence.phonemes().charAt(i)) ? 1 : 0);
    }
    return sentence.words().stream()
        .map(
            word ->
                new WordIds(
                    word.start(), word.end(), ids[word.firstPhoneme()], ids[word.endPhoneme()]))
        .toList();
  }

  private static Pause pauseAfter(@Nullable PhonemeSentence sentence) {
    if (sentence == null) {
      return Pause.SENTENCE;
    }
    return switch (sentence.ending()) {
      case WORD -> Pause.WORD;
      case CLAUSE -> Pause.CLAUSE;
      case SENTENCE -> Pause.SENTENCE;
      case PARAGRAPH -> Pause.PARAGRAPH;
    };
  }
}
