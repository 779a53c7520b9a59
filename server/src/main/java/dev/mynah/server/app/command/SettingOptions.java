package dev.mynah.server.app.command;

import dev.mynah.server.app.config.ConfigurationKey;
import dev.mynah.server.app.config.ConfigurationLoader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** Gives a command an option for every setting, of which its help shows the ones that matter. */
final class SettingOptions {
  private final Map<String, String> given = new LinkedHashMap<>();

  /**
   * Adds the options.
   *
   * @param shown keys its help shows; empty for all
   */
  void addTo(CommandSpec command, Set<String> shown) {
    command.addOption(
        option(
                ConfigurationLoader.FILE_OPTION,
                "FILE",
                "Properties or YAML file with settings; also MYNAH_CONFIG.")
            .build());
    for (ConfigurationKey key : ConfigurationKey.all()) {
      String unit = key.unit().isEmpty() ? "VALUE" : key.unit().toUpperCase(Locale.ROOT);
      command.addOption(
          option(key.name(), unit, description(key))
              .hidden(!shown.isEmpty() && !shown.contains(key.name()))
              .build());
    }
  }

  private static String description(ConfigurationKey key) {
    String standard =
        key.declaredDefault().isEmpty() ? "" : " (default: " + shown(key.declaredDefault()) + ")";
    return key.description() + standard + ".";
  }

  private static String shown(String declared) {
    return declared
        .replace("${user-data}", "the user's data folder")
        .replace("${user-cache}", "the user's cache folder")
        .replace("${cores}", "one a core");
  }

  private OptionSpec.Builder option(String key, String label, String description) {
    return OptionSpec.builder("--" + key)
        .paramLabel(label)
        .type(String.class)
        .setter(
            new ISetter() {
              @Override
              public <T> T set(T value) {
                if (value != null) {
                  given.put(key, value.toString());
                }
                return value;
              }
            })
        .description(description.replace("%", "%%"));
  }

  /** Returns the settings given, by key. */
  Map<String, String> given() {
    return given;
  }
}
