package dev.mynah.engine.text.normalize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that the normaliser's rules write, from the model's files.
 *
 * @param months three small letters to the name, in the order of the year
 * @param titles without the point, to the word: {@code Prof} to Professor
 * @param abbreviations as written, to the word: {@code approx.} to approximately
 * @param units as written, to one and many
 * @param symbols to the word, empty for none
 * @param currencies sign or code to one and many
 * @param numberedByRoman words followed by a roman number: Chapter IV
 * @param rankedByRoman names followed by a roman rank: Henry VIII
 */
public record WordTables(
    Map<String, String> months,
    Map<String, String> titles,
    Map<String, String> abbreviations,
    Map<String, Quantity> units,
    Map<String, String> symbols,
    Map<String, Quantity> currencies,
    List<String> numberedByRoman,
    List<String> rankedByRoman) {

  /**
   * A unit's names.
   *
   * @param one for exactly one
   * @param many for any other amount
   */
  public record Quantity(String one, String many) {
    /** Returns the name that goes with an amount written in digits. */
    String name(String amount) {
      String digits = amount.replace(",", "");
      boolean single = digits.equals("1") || digits.equals("1.0") || digits.equals("-1");
      return single ? one : many;
    }
  }

  /** Reads the tables from normalize.json. */
  public static WordTables load(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    return new WordTables(
        words(root.path("months")),
        words(root.path("titles")),
        words(root.path("abbreviations")),
        quantities(root.path("units")),
        words(root.path("symbols")),
        quantities(root.path("currency")),
        list(root.path("roman_cardinal")),
        list(root.path("roman_ordinal")));
  }

  private static Map<String, String> words(JsonNode object) {
    Map<String, String> words = new LinkedHashMap<>();
    object.properties().forEach(entry -> words.put(entry.getKey(), entry.getValue().textValue()));
    return Collections.unmodifiableMap(words);
  }

  private static Map<String, Quantity> quantities(JsonNode object) {
    Map<String, Quantity> quantities = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode names = entry.getValue();
      quantities.put(
          entry.getKey(), new Quantity(names.path(0).textValue(), names.path(1).textValue()));
    }
    return Collections.unmodifiableMap(quantities);
  }

  private static List<String> list(JsonNode array) {
    List<String> list = new ArrayList<>();
    array.forEach(element -> list.add(element.textValue()));
    return List.copyOf(list);
  }

  /** Returns a pattern for any of some words, longer ones first. */
  static String anyOf(Collection<String> words) {
    return words.stream()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .map(Pattern::quote)
        .collect(Collectors.joining("|"));
  }
}
