package dev.mynah.server.app.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what people write into values; every refusal says the rule. */
final class ValueParser {
  private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(-?\\d{1,18})\\s*([A-Za-z]*)");
  private static final Map<String, Long> SIZES =
      Map.of(
          "",
          1L,
          "b",
          1L,
          "kb",
          1_000L,
          "mb",
          1_000_000L,
          "gb",
          1_000_000_000L,
          "kib",
          1L << 10,
          "mib",
          1L << 20,
          "gib",
          1L << 30);
  private static final Map<String, Duration> TIMES =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private ValueParser() {}

  /** A value breaks its key's rule; the message is the rule, beginning with "must". */
  static final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;

    RuleException(String rule) {
      super(rule);
    }

    String rule() {
      return String.valueOf(getMessage());
    }
  }

  /** Returns the value of the type the key has, or null if nothing was written. */
  static @Nullable Object parse(ConfigurationKey key, String text) throws RuleException {
    String value = text.strip();
    Class<?> type = key.type();
    if (type == List.class) {
      return list(value);
    }
    if (value.isEmpty()) {
      if (key.optional()) {
        return null;
      }
      throw new RuleException("must not be empty");
    }
    if (type == int.class) {
      return Math.toIntExact(number(key, value, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }
    if (type == long.class) {
      return number(key, value, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == boolean.class) {
      return flag(value);
    }
    if (type == Duration.class) {
      return duration(value);
    }
    if (type == Path.class) {
      return path(value);
    }
    if (type == URI.class) {
      return webAddress(value);
    }
    if (!key.choices().isEmpty() && !key.choices().contains(value)) {
      throw new RuleException("must be one of " + String.join(", ", key.choices()));
    }
    return value;
  }

  private static boolean flag(String value) throws RuleException {
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new RuleException("must be true or false");
    };
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private static long number(ConfigurationKey key, String value, long lowest, long highest)
      throws RuleException {
    long min = Math.max(lowest, key.min());
    long max = Math.min(highest, key.max());
    boolean sized = key.unit().equals("bytes");
    String rule = numberRule(key, min, max, sized);
    Matcher matcher = NUMBER_AND_UNIT.matcher(value);
    if (!matcher.matches()) {
      throw new RuleException(rule);
    }
    Long factor = SIZES.get(matcher.group(2).toLowerCase(Locale.ROOT));
    if (factor == null || (!sized && !matcher.group(2).isEmpty())) {
      throw new RuleException(rule);
    }
    try {
      long number = Math.multiplyExact(Long.parseLong(matcher.group(1)), factor);
      if (number < min || number > max) {
        throw new RuleException(rule);
      }
      return number;
    } catch (ArithmeticException e) {
      throw new RuleException(rule);
    }
  }

  private static String numberRule(ConfigurationKey key, long min, long max, boolean sized) {
    StringBuilder rule = new StringBuilder("must be a whole number");
    if (!key.unit().isEmpty()) {
      rule.append(" of ").append(key.unit());
    }
    if (key.max() == Long.MAX_VALUE) {
      rule.append(", at least ").append(min);
    } else {
      rule.append(" from ").append(min).append(" to ").append(max);
    }
    return sized ? rule.append(", e.g. 1048576 or 1MiB").toString() : rule.toString();
  }

  private static Duration duration(String value) throws RuleException {
    Matcher matcher = NUMBER_AND_UNIT.matcher(value);
    Duration unit = matcher.matches() ? TIMES.get(matcher.group(2)) : null;
    try {
      if (unit != null) {
        Duration duration = unit.multipliedBy(Long.parseLong(matcher.group(1)));
        if (duration.isPositive() && duration.compareTo(Duration.ofDays(36_500)) <= 0) {
          return duration;
        }
      }
    } catch (ArithmeticException e) {
      throw new RuleException("must be a time of a hundred years at most");
    }
    throw new RuleException("must be a time above 0 with its unit: ms, s, m, h or d, e.g. 90s");
  }

  private static Path path(String value) throws RuleException {
    try {
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new RuleException("must be a path");
    }
  }

  private static URI webAddress(String value) throws RuleException {
    String rule = "must be an address such as https://voices.example.com, without query";
    try {
      URI uri = new URI(value.endsWith("/") ? value.substring(0, value.length() - 1) : value);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web
          || uri.getHost() == null
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || uri.getRawUserInfo() != null) {
        throw new RuleException(rule);
      }
      return uri;
    } catch (URISyntaxException e) {
      throw new RuleException(rule);
    }
  }
}
