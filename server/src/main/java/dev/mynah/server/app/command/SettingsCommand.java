package dev.mynah.server.app.command;

import dev.mynah.engine.model.ModelStore;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.LoadedConfiguration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** A command that knows the settings and can answer programs in JSON. */
abstract class SettingsCommand implements Callable<Integer> {
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
    return context.loader().load(options.given());
  }

  final ModelStore models(Configuration configuration) {
    return new ModelStore(configuration.models(), configuration.modelMirror());
  }
}
