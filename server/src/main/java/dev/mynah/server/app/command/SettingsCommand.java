package dev.mynah.server.app.command;

import dev.mynah.engine.model.ModelStore;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.LoadedConfiguration;
import dev.mynah.server.app.config.ResolvedSetting;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A command that knows the settings and can answer programs in JSON. */
abstract class SettingsCommand implements Callable<Integer> {
  private static final String LOG_LEVEL_PROPERTY = "org.slf4j.simpleLogger.log.dev.mynah";

  private final CommandContext context;
  private final SettingOptions options = new SettingOptions();

  @Option(names = "--json", description = "Print the result as JSON, for scripts.")
  private boolean json;

  SettingsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the keys its help shows; empty for all. */
  Set<String> shownSettings() {
    return Set.of("data", "models");
  }

  void addSettingsTo(CommandSpec command) {
    options.addTo(command, shownSettings());
  }

  final CommandContext context() {
    return context;
  }

  final Terminal terminal() {
    return context.terminal();
  }

  final boolean json() {
    return json;
  }

  /**
   * Reads the settings.
   *
   * @throws dev.mynah.server.app.config.ConfigurationException if one is wrong
   */
  final LoadedConfiguration load() {
    LoadedConfiguration loaded = context.loader().load(options.given());
    // Read by the logger when its first user is loaded, which is later than this.
    System.setProperty(LOG_LEVEL_PROPERTY, logLevel(loaded));
    return loaded;
  }

  private String logLevel(LoadedConfiguration loaded) {
    boolean chosen =
        loaded.settings().stream()
            .anyMatch(
                setting ->
                    setting.key().name().equals("log-level")
                        && !setting.origin().equals(ResolvedSetting.DEFAULT));
    return chosen ? loaded.configuration().logLevel() : usualLogLevel();
  }

  /** Returns how much is logged when nobody chose: a command says what matters by itself. */
  String usualLogLevel() {
    return "warn";
  }

  final ModelStore models(Configuration configuration) {
    return new ModelStore(configuration.models(), configuration.modelMirror());
  }
}
