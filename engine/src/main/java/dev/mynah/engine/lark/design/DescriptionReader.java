package dev.mynah.engine.lark.design;

import dev.mynah.engine.lark.design.VoiceTraits.Age;
import dev.mynah.engine.lark.design.VoiceTraits.Sex;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * A description is read word by word. A word of the tables below stands for a change of one trait;
 * the words right before it may strengthen or weaken it ("very deep", "slightly nasal") or deny it
 * ("not deep", "without any rasp"), and a denied word changes nothing: what isn't deep needn't be
 * high. "High" and "low" mean the pitch unless they stand before a noun of another kind ("high
 * energy"). Words that are in no table have no effect: nothing is guessed.
 */
/** Reads what a description says of a voice, as far as its words are known. */
final class DescriptionReader {
  private static final Pattern WORD = Pattern.compile("[a-z]+(?:'[a-z]+)?|[0-9]+|[,;.:!?]");

  /** How far back a word that strengthens or denies may stand. */
  private static final int REACH = 3;

  private static final double MOST = 2;
  private static final double STRONG_DEGREE = 1.8;
  private static final double WEAK_DEGREE = 0.5;

  private static final Set<String> STRONG =
      Set.of("very", "extremely", "really", "super", "incredibly", "exceptionally", "quite");
  private static final Set<String> WEAK =
      Set.of("slightly", "somewhat", "little", "bit", "fairly", "mildly", "hint", "touch");
  private static final Set<String> DENIALS =
      Set.of("not", "no", "without", "never", "isn't", "non", "neither", "nor", "doesn't");

  private static final Map<String, Sex> SEXES =
      Map.ofEntries(
          Map.entry("man", Sex.MALE),
          Map.entry("men", Sex.MALE),
          Map.entry("man's", Sex.MALE),
          Map.entry("male", Sex.MALE),
          Map.entry("masculine", Sex.MALE),
          Map.entry("guy", Sex.MALE),
          Map.entry("gentleman", Sex.MALE),
          Map.entry("he", Sex.MALE),
          Map.entry("his", Sex.MALE),
          Map.entry("him", Sex.MALE),
          Map.entry("boy", Sex.MALE),
          Map.entry("father", Sex.MALE),
          Map.entry("dad", Sex.MALE),
          Map.entry("grandfather", Sex.MALE),
          Map.entry("grandpa", Sex.MALE),
          Map.entry("king", Sex.MALE),
          Map.entry("wizard", Sex.MALE),
          Map.entry("baritone", Sex.MALE),
          Map.entry("tenor", Sex.MALE),
          Map.entry("bass", Sex.MALE),
          Map.entry("woman", Sex.FEMALE),
          Map.entry("women", Sex.FEMALE),
          Map.entry("woman's", Sex.FEMALE),
          Map.entry("female", Sex.FEMALE),
          Map.entry("feminine", Sex.FEMALE),
          Map.entry("lady", Sex.FEMALE),
          Map.entry("she", Sex.FEMALE),
          Map.entry("her", Sex.FEMALE),
          Map.entry("girl", Sex.FEMALE),
          Map.entry("mother", Sex.FEMALE),
          Map.entry("mom", Sex.FEMALE),
          Map.entry("grandmother", Sex.FEMALE),
          Map.entry("grandma", Sex.FEMALE),
          Map.entry("queen", Sex.FEMALE),
          Map.entry("witch", Sex.FEMALE),
          Map.entry("soprano", Sex.FEMALE),
          Map.entry("alto", Sex.FEMALE),
          Map.entry("androgynous", Sex.NEUTRAL),
          Map.entry("genderless", Sex.NEUTRAL),
          Map.entry("nonbinary", Sex.NEUTRAL));

  private static final Map<String, Age> AGES =
      Map.ofEntries(
          Map.entry("child", Age.CHILD),
          Map.entry("child's", Age.CHILD),
          Map.entry("childlike", Age.CHILD),
          Map.entry("kid", Age.CHILD),
          Map.entry("boy", Age.CHILD),
          Map.entry("girl", Age.CHILD),
          Map.entry("toddler", Age.CHILD),
          Map.entry("young", Age.YOUNG),
          Map.entry("youthful", Age.YOUNG),
          Map.entry("teen", Age.YOUNG),
          Map.entry("teenage", Age.YOUNG),
          Map.entry("teenager", Age.YOUNG),
          Map.entry("student", Age.YOUNG),
          Map.entry("twenties", Age.YOUNG),
          Map.entry("thirties", Age.YOUNG),
          Map.entry("middle", Age.MIDDLE),
          Map.entry("mature", Age.MIDDLE),
          Map.entry("adult", Age.MIDDLE),
          Map.entry("forties", Age.MIDDLE),
          Map.entry("fifties", Age.MIDDLE),
          Map.entry("old", Age.OLD),
          Map.entry("older", Age.OLD),
          Map.entry("elderly", Age.OLD),
          Map.entry("aged", Age.OLD),
          Map.entry("senior", Age.OLD),
          Map.entry("sixties", Age.OLD),
          Map.entry("seventies", Age.OLD),
          Map.entry("eighties", Age.OLD),
          Map.entry("grandfather", Age.OLD),
          Map.entry("grandpa", Age.OLD),
          Map.entry("grandmother", Age.OLD),
          Map.entry("grandma", Age.OLD));

  private static final Map<String, Double> PITCHES =
      Map.ofEntries(
          Map.entry("deep", -1.0),
          Map.entry("deeper", -1.0),
          Map.entry("low", -1.0),
          Map.entry("lower", -1.0),
          Map.entry("bass", -1.5),
          Map.entry("booming", -1.0),
          Map.entry("baritone", -0.5),
          Map.entry("alto", -0.7),
          Map.entry("high", 1.0),
          Map.entry("higher", 1.0),
          Map.entry("tenor", 0.7),
          Map.entry("soprano", 1.2),
          Map.entry("squeaky", 1.7),
          Map.entry("shrill", 1.4));

  private static final Map<String, Double> PACES =
      Map.ofEntries(
          Map.entry("slow", -1.0),
          Map.entry("slower", -1.0),
          Map.entry("slowly", -1.0),
          Map.entry("unhurried", -0.8),
          Map.entry("measured", -0.6),
          Map.entry("deliberate", -0.8),
          Map.entry("fast", 1.0),
          Map.entry("faster", 1.0),
          Map.entry("quick", 1.0),
          Map.entry("quickly", 1.0),
          Map.entry("rapid", 1.3),
          Map.entry("brisk", 0.7),
          Map.entry("hurried", 1.2));

  private static final Map<String, Double> BRIGHTNESSES =
      Map.ofEntries(
          Map.entry("warm", -1.0),
          Map.entry("dark", -1.2),
          Map.entry("mellow", -1.0),
          Map.entry("smooth", -0.6),
          Map.entry("rich", -0.6),
          Map.entry("velvety", -1.0),
          Map.entry("muffled", -1.6),
          Map.entry("soft", -0.7),
          Map.entry("bright", 1.0),
          Map.entry("crisp", 1.0),
          Map.entry("clear", 0.6),
          Map.entry("sharp", 1.3),
          Map.entry("thin", 1.0),
          Map.entry("shrill", 1.4),
          Map.entry("tinny", 1.5));

  private static final Map<String, Double> LIVELINESSES =
      Map.ofEntries(
          Map.entry("calm", -0.8),
          Map.entry("monotone", -2.0),
          Map.entry("flat", -1.5),
          Map.entry("serious", -0.8),
          Map.entry("gentle", -0.5),
          Map.entry("soothing", -0.8),
          Map.entry("robotic", -2.0),
          Map.entry("lively", 1.0),
          Map.entry("energetic", 1.2),
          Map.entry("energy", 1.0),
          Map.entry("excited", 1.5),
          Map.entry("enthusiastic", 1.3),
          Map.entry("expressive", 1.2),
          Map.entry("animated", 1.3),
          Map.entry("cheerful", 1.0),
          Map.entry("playful", 1.0),
          Map.entry("upbeat", 1.0),
          Map.entry("dramatic", 1.2));

  /** What people ask for and Lark hasn't got, by the word that asks. */
  private static final Map<String, String> MISSING =
      Map.ofEntries(
          Map.entry("british", "accent"),
          Map.entry("scottish", "accent"),
          Map.entry("irish", "accent"),
          Map.entry("australian", "accent"),
          Map.entry("indian", "accent"),
          Map.entry("southern", "accent"),
          Map.entry("french", "accent"),
          Map.entry("german", "accent"),
          Map.entry("italian", "accent"),
          Map.entry("spanish", "accent"),
          Map.entry("russian", "accent"),
          Map.entry("chinese", "accent"),
          Map.entry("japanese", "accent"),
          Map.entry("accent", "accent"),
          Map.entry("breathy", "breathiness"),
          Map.entry("airy", "breathiness"),
          Map.entry("whisper", "whispering"),
          Map.entry("whispering", "whispering"),
          Map.entry("whispery", "whispering"),
          Map.entry("raspy", "roughness"),
          Map.entry("rasp", "roughness"),
          Map.entry("rough", "roughness"),
          Map.entry("gravelly", "roughness"),
          Map.entry("hoarse", "roughness"),
          Map.entry("husky", "roughness"),
          Map.entry("smoky", "roughness"),
          Map.entry("nasal", "nasality"),
          Map.entry("shouting", "shouting"),
          Map.entry("singing", "singing"),
          Map.entry("laughing", "laughter"),
          Map.entry("crying", "crying"));

  /** Before these, "high" and "low" speak of something else. */
  private static final Set<String> NOT_OF_PITCH =
      Set.of("energy", "quality", "fidelity", "volume", "key", "end", "school", "pace", "speed");

  private static final int OLDEST_CHILD = 12; // years
  private static final int OLDEST_YOUNG = 35; // years
  private static final int OLDEST_MIDDLE = 59; // years
  private static final int OLDEST = 120; // years
  private static final Set<String> YEARS = Set.of("year", "years", "yo", "aged");

  private final List<String> words;
  private Sex sex = Sex.OPEN;
  private Age age = Age.OPEN;
  private double pitch;
  private double pace;
  private double brightness;
  private double liveliness;
  private final Set<String> leftOut = new LinkedHashSet<>();

  private DescriptionReader(List<String> words) {
    this.words = words;
  }

  /** Reads a description. */
  static VoiceTraits read(String description) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(description.toLowerCase(Locale.ROOT).replace('\u2019', '\''));
    while (matcher.find()) {
      words.add(matcher.group());
    }
    return new DescriptionReader(words).read();
  }

  private VoiceTraits read() {
    for (int i = 0; i < words.size(); i++) {
      double degree = degree(i);
      if (degree > 0) {
        take(i, degree);
      }
    }
    return new VoiceTraits(
        sex,
        age,
        bounded(pitch),
        bounded(pace),
        bounded(brightness),
        bounded(liveliness),
        List.copyOf(leftOut));
  }

  private void take(int at, double degree) {
    String word = words.get(at);
    sex = sex == Sex.OPEN ? SEXES.getOrDefault(word, Sex.OPEN) : sex;
    takeAge(at);
    if (!NOT_OF_PITCH.contains(word(at + 1))) {
      pitch += degree * PITCHES.getOrDefault(word, 0.0);
    }
    pace += degree * PACES.getOrDefault(word, 0.0);
    brightness += degree * BRIGHTNESSES.getOrDefault(word, 0.0);
    boolean little = word.equals("energy") && word(at - 1).equals("low");
    liveliness += (little ? -degree : degree) * LIVELINESSES.getOrDefault(word, 0.0);
    String missing = MISSING.get(word);
    boolean toldAlready =
        word.equals("accent") && leftOut.stream().anyMatch(each -> each.endsWith(" accent"));
    if (missing != null && !toldAlready) {
      leftOut.add(missing.equals("accent") && !word.equals("accent") ? word + " accent" : missing);
    }
  }

  /** A child's sex is told by "boy" and "girl" too, but an age told in years counts more. */
  private void takeAge(int at) {
    String word = words.get(at);
    if (Character.isDigit(word.charAt(0))) {
      takeYears(at, word);
      return;
    }
    Age told = AGES.getOrDefault(word, Age.OPEN);
    boolean ofYears = word.equals("old") && YEARS.contains(word(at - 1));
    boolean middleAged = word.equals("aged") && word(at - 1).equals("middle");
    boolean middleOnly = word.equals("middle") && !word(at + 1).startsWith("age");
    if (told != Age.OPEN && age == Age.OPEN && !ofYears && !middleAged && !middleOnly) {
      age = told;
    }
  }

  private void takeYears(int at, String digits) {
    if (digits.length() > 3 || !(YEARS.contains(word(at + 1)) || YEARS.contains(word(at - 1)))) {
      return;
    }
    int years = Integer.parseInt(digits);
    if (years < 1 || years > OLDEST) {
      return;
    }
    if (years <= OLDEST_CHILD) {
      age = Age.CHILD;
    } else if (years <= OLDEST_YOUNG) {
      age = Age.YOUNG;
    } else {
      age = years <= OLDEST_MIDDLE ? Age.MIDDLE : Age.OLD;
    }
  }

  /** Returns how strongly a word counts: 0 if it is denied. */
  private double degree(int at) {
    double degree = 1;
    for (int i = at - 1; i >= Math.max(0, at - REACH); i--) {
      String before = words.get(i);
      if (before.equals("but") || !Character.isLetterOrDigit(before.charAt(0))) {
        break; // another thought
      }
      if (DENIALS.contains(before)) {
        return 0;
      }
      if (i >= at - 2 && STRONG.contains(before)) {
        degree = Math.max(degree, STRONG_DEGREE);
      }
      if (i >= at - 2 && WEAK.contains(before)) {
        degree = Math.min(degree, WEAK_DEGREE);
      }
    }
    return degree;
  }

  private String word(int at) {
    return at >= 0 && at < words.size() ? words.get(at) : "";
  }

  private static double bounded(double degree) {
    return Math.clamp(degree, -MOST, MOST);
  }
}
