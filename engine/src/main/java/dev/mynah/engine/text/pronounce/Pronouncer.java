package dev.mynah.engine.text.pronounce;

import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says a sentence whose numbers, dates and the like are written the way they are to be read. Words
 * are read from the last to the first, since small words depend on what follows; of a word that the
 * lexicon doesn't have whole, the longest known endings are taken until nothing is left.
 */
public final class Pronouncer implements AutoCloseable {
  /** Words of more parts than this are cut: nobody means them to be one word. */
  private static final int MOST_PARTS = 32;

  /** What a word that must be guessed is made of: letters, numbers, runs of signs. */
  private static final Pattern GUESSABLE =
      Pattern.compile(
          "(?<letters>[\\p{L}\\p{Nl}\\p{No}]+(?:['’][\\p{L}\\p{Nl}\\p{No}]+)*)"
              + "|(?<digits>[0-9]+(?:[,.][0-9]+)*)|(?<signs>[^\\p{L}\\p{N}_\\s]+)");

  /** How signs inside unknown words are said. */
  private static final Map<Character, String> SIGNS =
      Map.ofEntries(
          Map.entry('/', "slˈæʃ"),
          Map.entry('=', "ˈikwᵊlz"),
          Map.entry('+', "plˈʌs"),
          Map.entry('&', "ænd"),
          Map.entry('@', "æt"),
          Map.entry('%', "pəɹsˈɛnt"),
          Map.entry('#', "hˈæʃ"),
          Map.entry('*', "ˈæstəɹˌɪsk"),
          Map.entry('~', "tˈɪldə"),
          Map.entry('^', "kˈɛɹət"),
          Map.entry('<', "lˈɛs ðən"),
          Map.entry('>', "ɡɹˈATəɹ ðən"),
          Map.entry('—', "—"));

  private final Tokenizer tokenizer;
  private final PartOfSpeechTagger tagger;
  private final PronunciationLexicon lexicon;
  private final WordReader wordReader;
  private final NumberReader numberReader;
  private final UnknownWordReader unknownWords;

  Pronouncer(
      Tokenizer tokenizer,
      PartOfSpeechTagger tagger,
      PronunciationLexicon lexicon,
      UnknownWordReader unknownWords,
      Accent accent) {
    WordEndings endings = new WordEndings(lexicon, accent);
    this.tokenizer = tokenizer;
    this.tagger = tagger;
    this.lexicon = lexicon;
    this.wordReader = new WordReader(lexicon, endings);
    this.numberReader = new NumberReader(lexicon, endings);
    this.unknownWords = unknownWords;
  }

  /**
   * Says a sentence.
   *
   * @param sentence normalised text; {@link InlineMarks} in it stand for {@code given}
   * @param given words whose pronunciation the author gave
   * @return how it is said; empty if nothing is to be said
   */
  public Pronunciation pronounce(String sentence, List<GivenPronunciation> given) {
    List<Token> tokens = tokenizer.tokenize(sentence);
    List<PennTag> tags = tagger.tag(tokens.stream().map(token -> visible(token, given)).toList());
    List<WrittenWord> words = words(tokens, tags, given);
    RightContext context = RightContext.END_OF_SENTENCE;
    for (WrittenWord word : words.reversed()) {
      context = say(word, context);
    }
    StringBuilder said = new StringBuilder();
    List<Pronunciation.Span> chunks = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < words.size(); i++) {
      WrittenWord word = words.get(i);
      said.append(joined(word));
      if (word.spaceAfter() || i == words.size() - 1) {
        chunks.add(new Pronunciation.Span(from, said.length()));
        said.append(' ');
        from = said.length();
      }
    }
    return Pronunciation.of(said.toString().replace('ɾ', 'T').replace('ʔ', 't'), chunks);
  }

  /** Whether a dictionary of this accent lists the word as written. */
  public boolean lists(String word) {
    return lexicon.lists(word);
  }

  private static String visible(Token token, List<GivenPronunciation> given) {
    char first = token.text().charAt(0);
    return InlineMarks.isMark(first) ? given.get(InlineMarks.index(first)).word() : token.text();
  }

  /** Groups tokens into the words they were cut from, and settles punctuation. */
  private static List<WrittenWord> words(
      List<Token> tokens, List<PennTag> tags, List<GivenPronunciation> given) {
    List<WrittenWord> words = new ArrayList<>(tokens.size());
    boolean open = false;
    Currency currency = null;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      PennTag tag = tags.get(i);
      char first = token.text().charAt(0);
      boolean mark = InlineMarks.isMark(first);
      List<String> parts = mark ? List.of(token.text()) : PartScanner.parts(token.text());
      boolean amountGoesOn = i + 1 < tokens.size() && tags.get(i + 1) == PennTag.CARDINAL;
      for (int j = 0; j < parts.size(); j++) {
        boolean last = j == parts.size() - 1;
        WordPart part = new WordPart(parts.get(j), tag);
        Optional<Currency> sign = Currency.ofSymbol(part.text());
        String settled = mark ? given.get(InlineMarks.index(first)).phonemes() : settle(part);
        if (!mark && tag == PennTag.CURRENCY && sign.isPresent()) {
          currency = sign.get();
          settled = "";
        } else if (settled == null && currency != null) {
          if (tag != PennTag.CARDINAL) {
            currency = null;
          } else if (last && !amountGoesOn) {
            part.setCurrency(currency);
            currency = null;
          }
        } else if (settled == null && isForTo(parts, j)) {
          part = new WordPart("to", tag);
          settled = null;
        }
        if (settled != null) {
          part.setPhonemes(settled);
        }
        boolean joins = open && settled == null && words.getLast().parts().size() < MOST_PARTS;
        if (!joins) {
          words.add(new WrittenWord());
        }
        words.getLast().add(part);
        words.getLast().setSpaceAfter(last && token.spaceAfter());
        open = settled == null && !(last && token.spaceAfter());
      }
    }
    return words;
  }

  /** Says punctuation, or returns null for what is to be looked up. */
  private static @Nullable String settle(WordPart part) {
    String text = part.text();
    if (part.tag() == PennTag.COLON && (text.equals("-") || text.equals("–"))) {
      return "—";
    }
    if (!part.tag().isPunctuation() || isAsciiLetters(text)) {
      return null;
    }
    return switch (part.tag()) {
      case LEFT_BRACKET -> "(";
      case RIGHT_BRACKET -> ")";
      case OPENING_QUOTE -> "“";
      case CLOSING_QUOTE -> "”";
      default -> {
        StringBuilder punctuation = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
          if (Phonemes.PUNCTUATION.indexOf(text.charAt(i)) >= 0) {
            punctuation.append(text.charAt(i));
          }
        }
        yield punctuation.toString();
      }
    };
  }

  private static boolean isAsciiLetters(String text) {
    return text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
  }

  /** The 2 of "face2face". */
  private static boolean isForTo(List<String> parts, int at) {
    if (at == 0 || at == parts.size() - 1 || !parts.get(at).equals("2")) {
      return false;
    }
    String before = parts.get(at - 1);
    char last = before.charAt(before.length() - 1);
    return Character.isLetter(last) && Character.isLetter(parts.get(at + 1).charAt(0));
  }

  /** Says a word and returns the context of the word before it. */
  private RightContext say(WrittenWord word, RightContext context) {
    if (word.parts().size() > 1) {
      return sayCompound(word, context);
    }
    WordPart part = word.parts().getFirst();
    String phonemes = part.phonemes();
    if (phonemes == null) {
      phonemes = read(word, 0, 1, context);
    }
    if (phonemes == null) {
      phonemes = guess(part.text());
    }
    part.setPhonemes(phonemes);
    return context.before(part.text(), part.tag(), phonemes);
  }

  private RightContext sayCompound(WrittenWord word, RightContext context) {
    List<WordPart> parts = word.parts();
    RightContext before = context;
    int right = parts.size();
    while (right > 0) {
      int left = 0;
      String phonemes = null;
      while (left < right) {
        phonemes = read(word, left, right, before);
        if (phonemes != null) {
          break;
        }
        left++;
      }
      if (phonemes != null) {
        settleRange(parts, left, right, phonemes);
        before = before.before(word.text(left, right), word.tag(left, right), phonemes);
        right = left;
      } else if (WrittenWord.isJoint(parts.get(right - 1).text())) {
        right--;
        parts.get(right).setPhonemes("");
      } else {
        String guessed = guess(word.text(0, parts.size()));
        settleRange(parts, 0, parts.size(), guessed);
        return before;
      }
    }
    if (!word.isMixed()) {
      balanceStress(parts);
    }
    return before;
  }

  private static void settleRange(List<WordPart> parts, int from, int to, String phonemes) {
    parts.get(from).setPhonemes(phonemes);
    for (int i = from + 1; i < to; i++) {
      parts.get(i).setPhonemes("");
    }
  }

  /** In a compound the second part, or the lighter half of the parts, loses its primary stress. */
  private static void balanceStress(List<WordPart> parts) {
    List<WordPart> sounding = parts.stream().filter(part -> !phonemes(part).isEmpty()).toList();
    if (sounding.size() == 2 && sounding.getFirst().text().length() == 1) {
      weaken(sounding.getLast());
      return;
    }
    long stressed = sounding.stream().filter(Pronouncer::isStressed).count();
    if (sounding.size() < 2 || stressed <= (sounding.size() + 1) / 2) {
      return;
    }
    sounding.stream()
        .sorted(
            Comparator.comparing(Pronouncer::isStressed)
                .thenComparingInt(part -> Phonemes.weight(phonemes(part))))
        .limit(sounding.size() / 2)
        .forEach(Pronouncer::weaken);
  }

  private static boolean isStressed(WordPart part) {
    return Phonemes.hasPrimaryStress(phonemes(part));
  }

  private static void weaken(WordPart part) {
    part.setPhonemes(Emphasis.WEAKER.apply(phonemes(part)));
  }

  private static String phonemes(WordPart part) {
    String phonemes = part.phonemes();
    return phonemes == null ? "" : phonemes;
  }

  private static String joined(WrittenWord word) {
    boolean gaps = word.parts().size() > 1 && word.isMixed();
    StringBuilder joined = new StringBuilder();
    for (WordPart part : word.parts()) {
      String phonemes = phonemes(part);
      boolean gap = gaps && !phonemes.isEmpty() && !joined.isEmpty();
      if (gap && joined.charAt(joined.length() - 1) != ' ') {
        joined.append(' ');
      }
      joined.append(phonemes);
    }
    return joined.toString();
  }

  /** Reads parts [from, to) as one word or number, or returns null. */
  private @Nullable String read(WrittenWord word, int from, int to, RightContext context) {
    String text = plain(word.text(from, to));
    PennTag tag = word.tag(from, to);
    Currency currency = word.currency(from, to);
    String phonemes = wordReader.read(text, tag, context);
    if (phonemes != null) {
      String unit = currency == null ? null : numberReader.plural(currency);
      return unit == null ? phonemes : phonemes + " " + unit;
    }
    boolean startsWord = word.parts().get(from).startsWord();
    return NumberReader.isNumber(text, startsWord)
        ? numberReader.read(text, startsWord, currency)
        : null;
  }

  /** Straightens apostrophes, and letters that are drawn in a special way. */
  private static String plain(String text) {
    String straight = text.replace('‘', '\'').replace('’', '\'');
    return Normalizer.isNormalized(straight, Normalizer.Form.NFKC)
        ? straight
        : Normalizer.normalize(straight, Normalizer.Form.NFKC);
  }

  private String guess(String text) {
    List<String> said = new ArrayList<>();
    Matcher pieces = GUESSABLE.matcher(text);
    while (pieces.find()) {
      String piece = pieces.group();
      String phonemes;
      if (pieces.group("digits") != null) {
        phonemes = numberReader.read(piece, false, null);
      } else if (pieces.group("letters") != null) {
        phonemes = unknownWords.read(piece);
      } else {
        phonemes = signs(piece);
      }
      if (phonemes != null && !phonemes.isEmpty()) {
        said.add(phonemes);
      }
    }
    return String.join(" ", said);
  }

  private static String signs(String signs) {
    StringBuilder said = new StringBuilder();
    for (int i = 0; i < signs.length(); i++) {
      said.append(SIGNS.getOrDefault(signs.charAt(i), ""));
    }
    return said.toString();
  }

  @Override
  public void close() throws IOException {
    unknownWords.close();
  }
}
