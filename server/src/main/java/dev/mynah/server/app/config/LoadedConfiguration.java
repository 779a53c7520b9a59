package dev.mynah.server.app.config;

import java.util.List;

/**
 * The configuration and how it came about.
 *
 * @param configuration the values
 * @param settings one for each key, in the order of declaration
 */
public record LoadedConfiguration(Configuration configuration, List<ResolvedSetting> settings) {
  public LoadedConfiguration {
    settings = List.copyOf(settings);
  }

  @Override
  public String toString() {
    return settings.toString(); // the record itself would show secrets
  }
}
