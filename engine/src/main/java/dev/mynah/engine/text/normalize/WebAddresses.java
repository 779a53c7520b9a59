package dev.mynah.engine.text.normalize;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;

/** https://example.com/a-b, example.org, jo.doe@example.com: said the way people dictate them. */
final class WebAddresses {
  /** Endings that make a bare name an address; those that are also words need a scheme or www. */
  private static final String ENDINGS =
      "com|org|net|edu|gov|io|ai|dev|app|info|biz|tv|ly|de|fr|nl|ch|eu|ca|jp"
          + "|(?:co|org|ac|gov)\\.uk|(?:com|org|net|edu|gov)\\.au";

  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String STARTS = "(?<![\\p{L}\\p{N}_@./-])";

  /** The rest of an address, which never ends in the punctuation of the sentence around it. */
  private static final String PATH =
      "(?:[/?#][^\\s\"“”<>()\\[\\]{}]*[^\\s\"“”<>()\\[\\]{}.,;:!?'’*_])?/?";

  private static final String EMAIL =
      "(?<![\\p{L}\\p{N}_@./+-])(?:mailto:)?([A-Za-z0-9][A-Za-z0-9._+-]{0,63})@((?:"
          + LABEL
          + "\\.){1,8}[A-Za-z]{2,24})"
          + Rule.WORD_ENDS;

  private static final String WITH_SCHEME =
      STARTS
          + "(?:(?:https?|ftp)://(?:www\\.)?|www\\.)((?:"
          + LABEL
          + "\\.){0,8}"
          + LABEL
          + "(?::[0-9]{1,5})?)("
          + PATH
          + ")";

  private static final String BARE =
      STARTS + "((?:" + LABEL + "\\.){1,4}(?:" + ENDINGS + "))(" + PATH + ")(?![\\p{L}\\p{N}_@-])";

  /** Longer queries are for machines. */
  private static final int LONGEST_SPOKEN_QUERY = 24; // characters

  private static final Map<Character, String> SIGNS =
      Map.ofEntries(
          Map.entry('.', "dot"),
          Map.entry('/', "slash"),
          Map.entry('-', "dash"),
          Map.entry('_', "underscore"),
          Map.entry('?', "question mark"),
          Map.entry('=', "equals"),
          Map.entry('&', "and"),
          Map.entry('#', "hash"),
          Map.entry('~', "tilde"),
          Map.entry(':', "colon"),
          Map.entry('%', "percent"),
          Map.entry('+', "plus"),
          Map.entry('@', "at"));

  private WebAddresses() {}

  static List<Rule> rules() {
    return List.of(
        Rule.of(
            Rule.Trigger.POINT,
            EMAIL,
            (address, text) -> spell(address.group(1)) + " at " + spell(address.group(2))),
        Rule.of(Rule.Trigger.POINT, WITH_SCHEME, WebAddresses::read),
        Rule.of(Rule.Trigger.POINT, BARE, WebAddresses::read));
  }

  private static String read(MatchResult address, String text) {
    String path = address.group(2);
    int query = path.indexOf('?') >= 0 ? path.indexOf('?') : path.indexOf('#');
    if (query >= 0 && path.length() - query > LONGEST_SPOKEN_QUERY) {
      path = path.substring(0, query);
    }
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return spell(address.group(1) + path);
  }

  private static String spell(String address) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      String sign = SIGNS.get(c);
      if (sign == null) {
        words.append(c);
      } else {
        words.append(' ').append(sign).append(' ');
      }
    }
    return words.toString().strip();
  }
}
