package dev.mynah.engine.text;

import dev.mynah.engine.text.pronounce.Accent;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the phonemes of the CMU dictionary (ARPAbet: {@code HH AH0 L OW1}), in which the Fish
 * dialect gives pronunciations. A digit after a vowel is its stress: 1 primary, 2 secondary.
 */
final class ArpabetReader {
  private static final Map<String, String> CONSONANTS =
      Map.ofEntries(
          Map.entry("B", "b"),
          Map.entry("CH", "ʧ"),
          Map.entry("D", "d"),
          Map.entry("DH", "ð"),
          Map.entry("F", "f"),
          Map.entry("G", "ɡ"),
          Map.entry("HH", "h"),
          Map.entry("JH", "ʤ"),
          Map.entry("K", "k"),
          Map.entry("L", "l"),
          Map.entry("M", "m"),
          Map.entry("N", "n"),
          Map.entry("NG", "ŋ"),
          Map.entry("P", "p"),
          Map.entry("R", "ɹ"),
          Map.entry("S", "s"),
          Map.entry("SH", "ʃ"),
          Map.entry("T", "t"),
          Map.entry("TH", "θ"),
          Map.entry("V", "v"),
          Map.entry("W", "w"),
          Map.entry("Y", "j"),
          Map.entry("Z", "z"),
          Map.entry("ZH", "ʒ"));

  private static final Map<String, String> AMERICAN_VOWELS =
      Map.ofEntries(
          Map.entry("AA", "ɑ"),
          Map.entry("AE", "æ"),
          Map.entry("AH", "ʌ"),
          Map.entry("AO", "ɔ"),
          Map.entry("AW", "W"),
          Map.entry("AY", "I"),
          Map.entry("EH", "ɛ"),
          Map.entry("ER", "ɜɹ"),
          Map.entry("EY", "A"),
          Map.entry("IH", "ɪ"),
          Map.entry("IY", "i"),
          Map.entry("OW", "O"),
          Map.entry("OY", "Y"),
          Map.entry("UH", "ʊ"),
          Map.entry("UW", "u"));

  /** Vowels that sound otherwise in British English. */
  private static final Map<String, String> BRITISH_VOWELS =
      Map.of("AA", "ɑː", "AE", "a", "AO", "ɔː", "ER", "ɜː", "IY", "iː", "OW", "Q", "UW", "uː");

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern TRANSCRIPTION = Pattern.compile("(?:[a-zA-Zü]{1,6}[0-9]\\s*)+");

  private final Map<String, String> vowels;
  private final String weakR;

  ArpabetReader(Accent accent) {
    this.vowels = new HashMap<>(AMERICAN_VOWELS);
    if (accent == Accent.GB) {
      vowels.putAll(BRITISH_VOWELS);
    }
    this.weakR = accent == Accent.GB ? "ə" : "əɹ";
  }

  /** Returns the model's phonemes, or empty if the content is something else. */
  Optional<String> read(String content) {
    StringBuilder phonemes = new StringBuilder();
    boolean stressed = content.indexOf('1') >= 0 || content.indexOf('2') >= 0;
    boolean unmarked = content.chars().noneMatch(Character::isDigit);
    for (String symbol : SPACES.split(content.strip(), -1)) {
      String upper = symbol.toUpperCase(Locale.ROOT);
      String consonant = CONSONANTS.get(upper);
      if (consonant != null) {
        phonemes.append(consonant);
        continue;
      }
      char last = upper.isEmpty() ? ' ' : upper.charAt(upper.length() - 1);
      boolean digit = Character.isDigit(last);
      String name = digit ? upper.substring(0, upper.length() - 1) : upper;
      String vowel = vowels.get(name);
      if (vowel == null) {
        return Optional.empty();
      }
      boolean first = unmarked && !stressed;
      stressed |= first;
      phonemes.append(last == '1' || first ? "ˈ" : last == '2' ? "ˌ" : "");
      phonemes.append(last == '0' ? weak(name, vowel) : vowel);
    }
    return phonemes.isEmpty() ? Optional.empty() : Optional.of(phonemes.toString());
  }

  private String weak(String name, String vowel) {
    return switch (name) {
      case "AH" -> "ə";
      case "ER" -> weakR;
      default -> vowel;
    };
  }

  /** Whether a content is a transcription in another alphabet, e.g. pinyin with tones. */
  static boolean isTranscription(String content) {
    return TRANSCRIPTION.matcher(content.strip()).matches();
  }
}
