package dev.mynah.server.app.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** The page of the documentation that lists every setting, made from their declarations. */
public final class ConfigurationPage {
  private static final String HEAD =
      """
      # Configuration

      <!-- Made by `./mynah config --markdown > docs/CONFIGURATION.md`. Change Configuration.java, not this page. -->

      Every setting has one name, written three ways. The later one wins:

      1. a line in the file that `--config` or `MYNAH_CONFIG` names: `public-url: https://voices.example.com`
         in YAML, `public-url=https://voices.example.com` in a properties file;
      2. an option of the command: `--public-url https://voices.example.com`;
      3. a variable of the environment: `MYNAH_PUBLIC_URL=https://voices.example.com`.

      `./mynah config` prints what is in force and where each value comes from. A name that is no setting stops
      Mynah with a message that guesses the right one. Secrets are never printed.

      A file looks like this:

      ```yaml
      public-url: https://voices.example.com
      fetch-allow:
        - 10.20.0.0/16
      max-body-bytes: 64MiB
      signed-url-lifetime: 30d
      ```

      Sizes are bytes, or carry KiB, MiB or GiB. Times carry ms, s, m, h or d. Lists are separated by commas; in
      YAML they may be lists.
      """;

  private ConfigurationPage() {}

  /** Returns the page, ending without a line break. */
  public static String markdown() {
    StringJoiner page = new StringJoiner("\n").add(HEAD.stripTrailing());
    for (ConfigurationKey key : ConfigurationKey.all()) {
      if (!key.section().isEmpty()) {
        page.add("").add("## " + key.section()).add("");
        page.add("| setting | default | what it does | allowed |").add("|---|---|---|---|");
      }
      page.add(row(key));
    }
    return page.toString();
  }

  private static String row(ConfigurationKey key) {
    return "| `%s`<br>`%s` | %s | %s%s. | %s |"
        .formatted(
            key.name(),
            key.environmentName(),
            standard(key.declaredDefault()),
            key.description().replace("|", "\\|"),
            key.secret() ? ". Secret" : "",
            allowed(key));
  }

  private static String standard(String declared) {
    return switch (declared) {
      case "" -> "none";
      case "${user-data}" -> "the user's data folder";
      case "${user-cache}/models" -> "`models` in the user's cache folder";
      case "${cores}" -> "one a core";
      default -> "`" + declared.replace(",", ", ") + "`";
    };
  }

  private static String allowed(ConfigurationKey key) {
    if (!key.choices().isEmpty()) {
      return String.join(", ", key.choices().stream().map(choice -> "`" + choice + "`").toList());
    }
    Class<?> type = key.type();
    if (type == int.class || type == long.class) {
      return range(key);
    }
    if (type == boolean.class) {
      return "`true`, `false`";
    }
    if (type == Duration.class) {
      return "a time above 0";
    }
    if (type == Path.class) {
      return "a path";
    }
    if (type == URI.class) {
      return "an `http` or `https` address";
    }
    return type == List.class ? "a list" : "text";
  }

  private static String range(ConfigurationKey key) {
    String unit = key.unit().isEmpty() ? "" : " " + key.unit();
    return key.max() == Long.MAX_VALUE
        ? String.format(Locale.ROOT, "%,d%s or more", key.min(), unit)
        : String.format(Locale.ROOT, "%,d to %,d%s", key.min(), key.max(), unit);
  }
}
