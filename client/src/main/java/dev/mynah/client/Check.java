package dev.mynah.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Refuses what no service would take, with the name of the field. */
final class Check {
  private Check() {}

  /** Returns a text that isn't blank and has at most so many characters. */
  static String text(String field, String value, int max) {
    if (value.isBlank()) {
      throw new InvalidRequestException(field, "must not be empty");
    }
    return length(field, value, max);
  }

  /** Returns a text of at most so many characters. */
  static String length(String field, String value, int max) {
    if (value.length() > max) {
      throw new InvalidRequestException(
          field, "must have at most " + max + " characters, and has " + value.length());
    }
    return value;
  }

  /** Returns a number within bounds. */
  static double within(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidRequestException(
          field, String.format(Locale.ROOT, "must be %s to %s, not %s", min, max, value));
    }
    return value;
  }

  /** Returns a whole number within bounds. */
  static int within(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidRequestException(field, "must be " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  /** Returns a copy of a list of at most so many texts, none blank. */
  static List<String> texts(String field, List<String> values, int max, int maxChars) {
    if (values.size() > max) {
      throw new InvalidRequestException(
          field, "must hold at most " + max + ", and holds " + values.size());
    }
    values.forEach(value -> text(field, value, maxChars));
    return List.copyOf(values);
  }

  /** Returns an address of the web, with a host and without a password in it. */
  static URI webUrl(String field, String value) {
    try {
      URI url = new URI(value);
      String scheme = url.getScheme();
      if (scheme == null
          || url.getHost() == null
          || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
        throw new InvalidRequestException(field, "must be an http or https URL");
      }
      return url;
    } catch (URISyntaxException e) {
      throw new InvalidRequestException(field, "must be an http or https URL");
    }
  }

  /** Returns a time longer than nothing. */
  static Duration positive(String field, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new InvalidRequestException(field, "must be longer than nothing");
    }
    return value;
  }

  /** Returns an id that can stand in a path. */
  static String id(String field, String value) {
    return text(field, value, 255);
  }
}
