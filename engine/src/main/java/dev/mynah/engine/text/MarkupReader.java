package dev.mynah.engine.text;

import dev.mynah.engine.text.pronounce.GivenPronunciation;
import dev.mynah.engine.text.pronounce.InlineMarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of a sentence what isn't text: pronunciations given as {@code [word](/wˈɜɹd/)} or
 * between {@code <|phoneme_start|>} and {@code <|phoneme_end|>}, other {@code <|...|>} tags, stage
 * directions such as {@code [laugh]} or {@code (sighing)}, Markdown at the start of a line, and
 * characters that can't be said.
 */
final class MarkupReader {
  /**
   * A sentence without markup.
   *
   * @param text with {@link InlineMarks} where a pronunciation was given
   * @param given the pronunciations, in the order of their marks
   */
  record PlainText(String text, List<GivenPronunciation> given) {}

  private static final Pattern PHONEME_TAGS =
      Pattern.compile(
          "<\\|phoneme_start\\|>(.{0,400}?)<\\|phoneme_end\\|>", Pattern.CASE_INSENSITIVE);
  private static final Pattern TAG = Pattern.compile("<\\|[^|<>]{0,64}\\|>");
  private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]+)]\\(([^()]*)\\)");
  private static final Pattern STAGE_DIRECTION =
      Pattern.compile("\\[([a-zA-Z][a-zA-Z -]{1,40})]|\\(([a-zA-Z][a-zA-Z -]{1,40})\\)");
  private static final Pattern LINE_MARKUP = Pattern.compile("^\\s*(?:#{1,6}|[*•>]|-(?= ))\\s+");

  /** Sounds and ways of speaking, which are left out wherever they stand. */
  private static final Set<String> SOUNDS =
      Set.of(
          "laugh",
          "laughs",
          "laughing",
          "laughter",
          "chuckle",
          "chuckles",
          "chuckling",
          "giggle",
          "giggles",
          "giggling",
          "sigh",
          "sighs",
          "sighing",
          "sob",
          "sobs",
          "sobbing",
          "crying",
          "crying loudly",
          "gasp",
          "gasps",
          "gasping",
          "panting",
          "groan",
          "groans",
          "groaning",
          "cough",
          "coughs",
          "coughing",
          "sneeze",
          "sneezes",
          "sniff",
          "sniffs",
          "yawn",
          "yawns",
          "yawning",
          "breath",
          "breathe",
          "breathing",
          "inhale",
          "inhales",
          "exhale",
          "exhales",
          "clears throat",
          "clear throat",
          "clearing throat",
          "throat clearing",
          "lip-smacking",
          "whisper",
          "whispers",
          "whispering",
          "shout",
          "shouts",
          "shouting",
          "screaming",
          "scream",
          "screams",
          "soft tone",
          "in a hurry tone",
          "crowd laughing",
          "background laughter",
          "audience laughing",
          "applause",
          "singing",
          "hum",
          "humming",
          "moaning",
          "um",
          "uhm",
          "noise",
          "emphasis");

  private static final Set<String> PAUSES =
      Set.of("break", "long-break", "long break", "pause", "short pause", "long pause", "silence");

  /** Moods, which are left out at the start of a sentence; later in brackets they may be text. */
  private static final Set<String> MOODS =
      Set.of(
          "angry",
          "sad",
          "excited",
          "surprised",
          "satisfied",
          "delighted",
          "scared",
          "worried",
          "upset",
          "nervous",
          "frustrated",
          "depressed",
          "empathetic",
          "embarrassed",
          "disgusted",
          "moved",
          "proud",
          "relaxed",
          "grateful",
          "confident",
          "interested",
          "curious",
          "confused",
          "joyful",
          "happy",
          "calm",
          "disdainful",
          "unhappy",
          "anxious",
          "hysterical",
          "indifferent",
          "impatient",
          "guilty",
          "scornful",
          "panicked",
          "furious",
          "reluctant",
          "keen",
          "disapproving",
          "negative",
          "denying",
          "astonished",
          "serious",
          "sarcastic",
          "conciliative",
          "comforting",
          "sincere",
          "sneering",
          "hesitating",
          "yielding",
          "painful",
          "awkward",
          "amused",
          "determined",
          "hopeful",
          "nostalgic",
          "bored",
          "tired",
          "sleepy",
          "cheerful",
          "friendly",
          "gentle",
          "warm",
          "cold",
          "neutral",
          "fearful",
          "tense");

  private final ArpabetReader arpabet;

  MarkupReader(ArpabetReader arpabet) {
    this.arpabet = arpabet;
  }

  PlainText read(String sentence) {
    String text = sentence;
    List<GivenPronunciation> given = new ArrayList<>();
    String clean = CharacterCleaner.clean(text);
    if (clean.indexOf("<|") >= 0) {
      clean = replaceAll(PHONEME_TAGS, clean, found -> readPhonemes(found.group(1), given));
      clean = TAG.matcher(clean).replaceAll(" ");
    }
    if (clean.indexOf('[') >= 0) {
      clean = replaceAll(LINK, clean, found -> readLink(found, given));
    }
    if (clean.indexOf('[') >= 0 || clean.indexOf('(') >= 0) {
      String directed = clean;
      clean = replaceAll(STAGE_DIRECTION, clean, found -> readDirection(found, directed));
    }
    Matcher markup = LINE_MARKUP.matcher(clean);
    return new PlainText(markup.find() ? clean.substring(markup.end()) : clean, given);
  }

  private interface Replacement {
    String of(Matcher found);
  }

  private static String replaceAll(Pattern pattern, String text, Replacement replacement) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder replaced = new StringBuilder(text.length());
    int at = 0;
    while (matcher.find()) {
      replaced.append(text, at, matcher.start()).append(replacement.of(matcher));
      at = matcher.end();
    }
    return replaced.append(text, at, text.length()).toString();
  }

  /** Markdown links keep their text; pronunciations get a mark. */
  private static String readLink(Matcher link, List<GivenPronunciation> given) {
    String target = link.group(2);
    boolean pronunciation =
        target.length() > 1
            && target.startsWith("/")
            && target.endsWith("/")
            && !link.group(1).isBlank();
    if (!pronunciation || given.size() == InlineMarks.LIMIT) {
      return link.group(1);
    }
    String phonemes = target.substring(1, target.length() - 1).strip();
    given.add(new GivenPronunciation(link.group(1).strip(), phonemes));
    return String.valueOf(InlineMarks.mark(given.size() - 1));
  }

  private String readPhonemes(String content, List<GivenPronunciation> given) {
    return arpabet
        .read(content)
        .filter(phonemes -> given.size() < InlineMarks.LIMIT)
        .map(
            phonemes -> {
              given.add(new GivenPronunciation("word", phonemes));
              return " " + InlineMarks.mark(given.size() - 1) + " ";
            })
        .orElse(ArpabetReader.isTranscription(content) ? " " : content);
  }

  private static String readDirection(Matcher found, String text) {
    boolean square = found.group(1) != null;
    String direction = (square ? found.group(1) : found.group(2)).toLowerCase(Locale.ROOT);
    if (SOUNDS.contains(direction)) {
      return " ";
    } else if (PAUSES.contains(direction)) {
      return found.start() == 0 || square ? "… " : found.group();
    }
    boolean mood = MOODS.contains(direction) && text.substring(0, found.start()).isBlank();
    return mood ? " " : found.group();
  }
}
