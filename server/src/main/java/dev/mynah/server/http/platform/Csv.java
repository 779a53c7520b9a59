package dev.mynah.server.http.platform;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rows of comma-separated values after RFC 4180. A value that a spreadsheet would take for a
 * formula gets an apostrophe before it, which spreadsheets take for "this is text".
 */
final class Csv {
  private static final Pattern FORMULA =
      Pattern.compile("^\\s*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20]");
  private static final Pattern CONTROL_START = Pattern.compile("^[\\t\\r\\n]");
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?");
  private static final Pattern NEEDS_QUOTES = Pattern.compile("[\",\\r\\n]|^\\s|\\s$");

  private Csv() {}

  /** Returns a row with its line end. */
  static String row(List<String> values) {
    return values.stream().map(Csv::value).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String value(String value) {
    boolean risky =
        !NUMBER.matcher(value).matches()
            && (FORMULA.matcher(value).find() || CONTROL_START.matcher(value).find());
    String safe = risky ? "'" + value : value;
    return NEEDS_QUOTES.matcher(safe).find() ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}
