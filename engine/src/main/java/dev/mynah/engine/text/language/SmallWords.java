package dev.mynah.engine.text.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells languages in Latin letters apart by their small words: articles, prepositions, pronouns,
 * forms of "to be". They make up a third to a half of any running text and are hardly ever
 * borrowed, whereas names and technical words are. Words that English has too count for no other
 * language, and capitalised words (Los Angeles, Van Dyke) count only at the start of a sentence.
 */
final class SmallWords {
  private static final String RESOURCE = "small-words.txt";
  private static final int ENGLISH = 0; // line in the resource

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+(?:['’][\\p{L}\\p{M}]+)*");

  /** Paths, links and e-mail addresses are in no language. */
  private static final Pattern ADDRESS = Pattern.compile("[^\\s/@\\\\]*+[/@\\\\]\\S*+");

  /** Shorter texts can't be told. */
  private static final int FEWEST_WORDS = 4;

  /** Texts of fewer words must consist of small words for the most part. */
  private static final int SHORT_TEXT = 8; // words

  private static final double SHARE_IN_SHORT_TEXTS = 0.6;
  private static final double SHARE_IN_LONG_TEXTS = 0.2;
  private static final int FEWEST_DIFFERENT_IN_SHORT_TEXTS = 3;
  private static final int FEWEST_DIFFERENT_IN_LONG_TEXTS = 4;

  /** Foreign small words for each English one that a foreign text must have. */
  private static final int FOREIGN_PER_ENGLISH = 3;

  private record Language(String tag, String name) {}

  private final List<Language> languages = new ArrayList<>();
  private final Map<String, BitSet> languagesOfWord = new HashMap<>();

  private SmallWords() {}

  static SmallWords load() {
    SmallWords words = new SmallWords();
    try (InputStream bytes = SmallWords.class.getResourceAsStream(RESOURCE)) {
      if (bytes == null) {
        throw new IllegalStateException(RESOURCE + " is missing from the program");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
      lines.lines().filter(line -> !line.startsWith("#")).forEach(words::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }

  private void add(String line) {
    int name = line.indexOf(' ');
    int list = line.indexOf(": ");
    int index = languages.size();
    languages.add(new Language(line.substring(0, name), line.substring(name + 1, list)));
    for (String word : line.substring(list + 2).strip().split(" ", -1)) {
      BitSet speakers = languagesOfWord.computeIfAbsent(word, unused -> new BitSet());
      if (index == ENGLISH || !speakers.get(ENGLISH)) {
        speakers.set(index);
      }
    }
  }

  /** Returns the language of a text that clearly isn't English, else nothing. */
  Optional<ForeignLanguage> language(String text) {
    String composed =
        ADDRESS.matcher(Normalizer.normalize(text, Normalizer.Form.NFC)).replaceAll(" ");
    boolean capitals = composed.chars().noneMatch(Character::isLowerCase);
    int[] hits = new int[languages.size()];
    List<Set<String>> seen = new ArrayList<>();
    languages.forEach(language -> seen.add(new HashSet<>()));
    int words = 0;
    Matcher matcher = WORD.matcher(composed);
    while (matcher.find()) {
      words++;
      boolean capitalised = Character.isUpperCase(composed.codePointAt(matcher.start()));
      BitSet speakers = speakers(matcher.group());
      if (speakers == null
          || (capitalised
              && !capitals
              && !speakers.get(ENGLISH)
              && !startsSentence(composed, matcher.start()))) {
        continue;
      }
      String word = matcher.group().toLowerCase(Locale.ROOT);
      speakers.stream()
          .forEach(
              language -> {
                hits[language]++;
                seen.get(language).add(word);
              });
    }
    int best = 1;
    for (int language = 2; language < hits.length; language++) {
      if (hits[language] > hits[best]) {
        best = language;
      }
    }
    return isClear(hits[best], seen.get(best).size(), hits[ENGLISH], words)
        ? Optional.of(
            new ForeignLanguage(
                languages.get(best).tag(),
                languages.get(best).name(),
                (double) hits[best] / (hits[best] + hits[ENGLISH] + 1)))
        : Optional.empty();
  }

  /** Refrains repeat one word ("la la la"), running text has many. */
  private static boolean isClear(int foreign, int different, int english, int words) {
    if (words < FEWEST_WORDS || foreign < FOREIGN_PER_ENGLISH * english) {
      return false;
    }
    return words < SHORT_TEXT
        ? different >= FEWEST_DIFFERENT_IN_SHORT_TEXTS && foreign >= SHARE_IN_SHORT_TEXTS * words
        : different >= FEWEST_DIFFERENT_IN_LONG_TEXTS && foreign >= SHARE_IN_LONG_TEXTS * words;
  }

  private @Nullable BitSet speakers(String word) {
    return languagesOfWord.get(word.toLowerCase(Locale.ROOT).replace('’', '\''));
  }

  private static boolean startsSentence(String text, int at) {
    int before = at - 1;
    while (before >= 0 && !Character.isLetterOrDigit(text.charAt(before))) {
      char c = text.charAt(before);
      if (c == '.' || c == '!' || c == '?' || c == '\n') {
        return true;
      }
      before--;
    }
    return before < 0;
  }
}
