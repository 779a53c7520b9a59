package dev.mynah.engine.text.pronounce;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives each token its part of speech. An averaged perceptron (Collins 2002, "Discriminative
 * training methods for hidden Markov models") that goes from left to right: words with one dominant
 * tag are answered from a table, for the rest the weights of fifteen features of the word and its
 * neighbours are summed for every tag and the largest sum wins.
 *
 * <p>Weights are kept in tenths as whole numbers, which they are in the file, so that sums are
 * exact and ties are real ties.
 */
final class PartOfSpeechTagger {
  private static final double WEIGHT_UNIT = 0.1;
  private static final int YEAR_DIGITS = 4;
  private static final int SHAPE_LETTERS = 4; // of tokens that mix letters and signs
  private static final int NEIGHBOURS = 2; // words seen on either side
  private static final PennTag[] TAGS = PennTag.values();
  private static final Map<String, Byte> TAG_INDEXES = tagIndexes();

  private final StringTable frequentWords;
  private final StringTable dominatedWords;
  private final byte[] dominantTags;
  private final StringTable features;
  private final int[] starts;
  private final byte[] tags;
  private final short[] weights;

  private PartOfSpeechTagger(Reader reader) {
    this.frequentWords = reader.frequentWords.build();
    this.dominatedWords = reader.dominatedWords.build();
    this.dominantTags = Arrays.copyOf(reader.dominantTags, dominatedWords.size());
    this.features = reader.features.build();
    this.starts = Arrays.copyOf(reader.starts, features.size() + 1);
    this.tags = Arrays.copyOf(reader.tags, reader.count);
    this.weights = Arrays.copyOf(reader.weights, reader.count);
  }

  private static Map<String, Byte> tagIndexes() {
    Map<String, Byte> indexes = new HashMap<>();
    for (PennTag tag : TAGS) {
      indexes.put(tag.symbol(), (byte) indexes.size());
    }
    return Map.copyOf(indexes);
  }

  /** Reads the gzipped JSON of the model. */
  static PartOfSpeechTagger load(Path file) throws IOException {
    try {
      return ModelJson.read(file, parser -> new PartOfSpeechTagger(new Reader(parser).read()));
    } catch (IllegalArgumentException e) {
      throw new IOException("the tagger in " + file + " is not one this version can read", e);
    }
  }

  /** Returns a tag for each word. */
  List<PennTag> tag(List<String> words) {
    String[] window = new String[words.size() + 2 * NEIGHBOURS];
    window[0] = "-START2-";
    window[1] = "-START-";
    for (int i = 0; i < words.size(); i++) {
      String normal = normalForm(words.get(i));
      window[i + NEIGHBOURS] =
          frequentWords.find(normal) >= 0 ? normal : "<" + shape(words.get(i)) + ">";
    }
    window[words.size() + NEIGHBOURS] = "-END-";
    window[words.size() + NEIGHBOURS + 1] = "-END2-";

    List<PennTag> result = new ArrayList<>(words.size());
    String previous = "-START-";
    String beforePrevious = "-START2-";
    StringBuilder feature = new StringBuilder();
    int[] scores = new int[TAGS.length];
    for (int i = 0; i < words.size(); i++) {
      int dominated = dominatedWords.find(words.get(i));
      PennTag tag;
      if (dominated >= 0) {
        tag = TAGS[dominantTags[dominated]];
      } else {
        Arrays.fill(scores, 0);
        new Scorer(feature, scores).score(i, words.get(i), window, previous, beforePrevious);
        tag = best(scores);
      }
      result.add(tag);
      beforePrevious = previous;
      previous = tag.symbol();
    }
    return result;
  }

  private static PennTag best(int[] scores) {
    int best = 0;
    for (int tag = 1; tag < scores.length; tag++) {
      if (scores[tag] >= scores[best]) {
        best = tag;
      }
    }
    return TAGS[best];
  }

  /** Sums the weights of the features of one word. */
  private final class Scorer {
    private final StringBuilder feature;
    private final int[] scores;

    Scorer(StringBuilder feature, int[] scores) {
      this.feature = feature;
      this.scores = scores;
    }

    void score(int i, String word, String[] window, String previous, String beforePrevious) {
      int at = i + NEIGHBOURS;
      add("b", "");
      add("s3=", ending(word));
      add("p1=", word.substring(0, word.offsetByCodePoints(0, 1)));
      add("w=", window[at]);
      add("sh=", shape(word));
      add(i == 0 ? "i0" : "i+", "");
      add("t-1=", previous);
      add("t-2=", beforePrevious);
      add("t-12=", previous + "," + beforePrevious);
      add("w-1=", window[at - 1]);
      add("s3-1=", ending(window[at - 1]));
      add("w-2=", window[at - 2]);
      add("w+1=", window[at + 1]);
      add("s3+1=", ending(window[at + 1]));
      add("w+2=", window[at + 2]);
    }

    private void add(String kind, String value) {
      feature.setLength(0);
      feature.append(kind).append(value);
      int index = features.find(feature);
      if (index < 0) {
        return;
      }
      for (int weight = starts[index]; weight < starts[index + 1]; weight++) {
        scores[tags[weight]] += weights[weight];
      }
    }

    private String ending(String word) {
      return word.substring(Math.max(0, word.length() - 3));
    }
  }

  /** Words that behave alike get one name: hyphenated words, years, numbers. */
  private static String normalForm(String word) {
    if (word.charAt(0) != '-' && word.indexOf('-') > 0) {
      return "!HYPHEN";
    }
    if (word.length() == YEAR_DIGITS && NumberReader.isDigits(word)) {
      return "!YEAR";
    }
    return Character.isDigit(word.charAt(0)) ? "!DIGITS" : word.toLowerCase(Locale.ROOT);
  }

  /** Describes the look of a word: x small, Xx capitalised, XX capitals, xX mixed, d digits. */
  private static String shape(String word) {
    if (word.codePoints().allMatch(Character::isLetter)) {
      boolean firstUpper = Character.isUpperCase(word.codePointAt(0));
      if (word.codePoints().allMatch(Character::isLowerCase)) {
        return "x";
      } else if (word.codePoints().allMatch(Character::isUpperCase)) {
        return word.length() > 1 ? "XX" : "X1";
      }
      boolean restLower =
          word.codePoints().skip(1).allMatch(Character::isLowerCase) && word.length() > 1;
      return firstUpper && restLower ? "Xx" : "xX";
    }
    if (word.codePoints().allMatch(Character::isDigit)) {
      return "d";
    }
    StringBuilder shape = new StringBuilder();
    word.codePoints()
        .limit(SHAPE_LETTERS)
        .forEach(
            c ->
                shape.appendCodePoint(
                    Character.isDigit(c) ? 'd' : Character.isLetter(c) ? 'x' : c));
    return shape.toString();
  }

  /** Takes the model file apart. */
  private static final class Reader {
    private final JsonParser parser;
    private final StringTable.Builder frequentWords = new StringTable.Builder();
    private final StringTable.Builder dominatedWords = new StringTable.Builder();
    private byte[] dominantTags = new byte[1 << 12];
    private final StringTable.Builder features = new StringTable.Builder();
    private int[] starts = new int[1 << 12];
    private byte[] tags = new byte[1 << 16];
    private short[] weights = new short[1 << 16];
    private int count;

    Reader(JsonParser parser) {
      this.parser = parser;
    }

    private static byte tagIndex(String symbol) {
      Byte index = TAG_INDEXES.get(symbol);
      if (index == null) {
        throw new IllegalArgumentException("unknown part of speech: " + symbol);
      }
      return index;
    }

    Reader read() throws IOException {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String part = parser.currentName();
        parser.nextToken();
        switch (part) {
          case "tagdict" -> readDominated();
          case "vocab" -> readFrequent();
          case "weights" -> readWeights();
          default -> parser.skipChildren();
        }
      }
      return this;
    }

    private void readFrequent() throws IOException {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        frequentWords.add(parser.getText());
      }
    }

    private void readDominated() throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int index = dominatedWords.add(parser.currentName());
        parser.nextToken();
        if (index == dominantTags.length) {
          dominantTags = Arrays.copyOf(dominantTags, 2 * index);
        }
        dominantTags[index] = tagIndex(parser.getText());
      }
    }

    private void readWeights() throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        int index = features.add(parser.currentName());
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          byte tag = tagIndex(parser.currentName());
          parser.nextToken();
          addWeight(tag, Math.round(parser.getDoubleValue() / WEIGHT_UNIT));
        }
        if (index + 2 > starts.length) {
          starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[index + 1] = count;
      }
    }

    private void addWeight(byte tag, long tenths) {
      if (tenths != (short) tenths) {
        throw new IllegalArgumentException("weight out of range: " + tenths);
      }
      if (count == tags.length) {
        tags = Arrays.copyOf(tags, 2 * count);
        weights = Arrays.copyOf(weights, 2 * count);
      }
      tags[count] = tag;
      weights[count] = (short) tenths;
      count++;
    }
  }
}
