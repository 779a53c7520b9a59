package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads errors of every dialect: {@code {"success","error":{"code","message"},"trace_id"}}, {@code
 * {"status","message"}}, and the bare array {@code [{"loc","type","msg"}]} of a schema checker,
 * also where it is written into a message.
 */
final class ErrorReader {
  private static final int MAX_MESSAGE = 500; // characters of a message that isn't JSON
  private static final int MAX_DAYS = 3650;

  /** Messages of Ace Data Cloud's dialect that are about a field begin with its name. */
  private static final Pattern FIELD =
      Pattern.compile(
          "^((?:voices|voice_url|voice_id|title|description|tags|texts|visibility|cover_image"
              + "|image_url|callback_url|text|prompt|reference_id|references|format|sample_rate"
              + "|mp3_bitrate|opus_bitrate|latency|prosody|temperature|top_p|model|audio|language"
              + "|consent|page_size|page_number|limit|offset|id|ids|file)"
              + "(?:\\.[a-z_]+|\\[\\d+])*)[ :]");

  private final Clock clock;
  private final String key;

  /**
   * @param clock tells how long it is until a date in Retry-After
   * @param key taken out of whatever the service echoes
   */
  ErrorReader(Clock clock, String key) {
    this.clock = clock;
    this.key = key;
  }

  /** Returns the error in an answer. */
  ServiceException read(String what, int status, HttpHeaders headers, byte[] body) {
    Optional<JsonNode> tree = Json.tryRead(body);
    String said = tree.map(ErrorReader::message).orElseGet(() -> plain(headers, body));
    String message = said.isEmpty() ? "no reason given" : said;
    MynahClientException.Details details =
        new MynahClientException.Details(
            status,
            tree.map(ErrorReader::code).orElse(null),
            tree.map(each -> field(each, said)).orElse(null),
            tree.map(each -> Json.text(each, "trace_id")).orElse(null),
            retryAfter(headers));
    return new ServiceException(
        without(what + " was answered " + status + ": " + message), details);
  }

  /** Returns a text in which the key doesn't occur. */
  String without(String text) {
    return key.isEmpty() ? text : text.replace(key, "***");
  }

  static @Nullable String code(JsonNode tree) {
    String code = Json.text(tree.path("error"), "code");
    return code != null ? code : Json.text(tree.path(0), "type");
  }

  static String message(JsonNode tree) {
    String message = Json.text(tree.path("error"), "message");
    if (message == null) {
      message = Json.text(tree, "message");
    }
    if (message == null) {
      message = Json.text(tree, "error");
    }
    JsonNode complaints = complaints(tree, message);
    if (complaints != null) {
      List<String> parts = new ArrayList<>();
      complaints.forEach(each -> parts.add(where(each) + ": " + Json.textOr(each, "msg", "wrong")));
      return String.join("; ", parts);
    }
    return message == null ? "" : message;
  }

  static @Nullable String field(JsonNode tree, String message) {
    JsonNode complaints = complaints(tree, Json.text(tree, "message"));
    if (complaints != null) {
      String where = where(complaints.path(0));
      return where.isEmpty() ? null : where;
    }
    Matcher named = FIELD.matcher(message);
    return named.find() ? named.group(1) : null;
  }

  /** Returns the list of a schema checker, if there is one. */
  private static @Nullable JsonNode complaints(JsonNode tree, @Nullable String message) {
    if (tree.isArray() && tree.path(0).has("msg")) {
      return tree;
    }
    if (tree.path("detail").path(0).has("msg")) {
      return tree.path("detail");
    }
    if (message != null && message.startsWith("[{")) {
      JsonNode inner = Json.tryRead(message.getBytes(UTF_8)).orElse(null);
      return inner != null && inner.path(0).has("msg") ? inner : null;
    }
    return null;
  }

  private static String where(JsonNode complaint) {
    List<String> names = new ArrayList<>(Json.texts(complaint, "loc"));
    if (names.size() > 1 && names.get(0).equals("body")) {
      names.remove(0);
    }
    return String.join(".", names);
  }

  /** Pages of proxies tell nothing, so only plain text is shown. */
  private static String plain(HttpHeaders headers, byte[] body) {
    String type = headers.firstValue("content-type").orElse("");
    if (type.contains("html")) {
      return "an HTML page";
    }
    String text = new String(body, UTF_8).strip();
    boolean readable = text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t' || c == '\r');
    if (!readable) {
      return "";
    }
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
  }

  /** Returns how long to wait by Retry-After, in seconds or as a date; null if nothing is said. */
  @Nullable Duration retryAfter(HttpHeaders headers) {
    String value = headers.firstValue("retry-after").map(String::strip).orElse("");
    if (value.isEmpty()) {
      return null;
    }
    try {
      long seconds = Long.parseLong(value);
      return seconds < 0 ? null : Duration.ofSeconds(Math.min(seconds, MAX_DAYS * 86_400L));
    } catch (NumberFormatException notSeconds) {
      return untilDate(value);
    }
  }

  private @Nullable Duration untilDate(String value) {
    try {
      Instant date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(clock.instant(), date);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeParseException unknown) {
      return null;
    }
  }
}
