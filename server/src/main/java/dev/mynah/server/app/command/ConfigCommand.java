package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mynah.server.app.config.ConfigurationPage;
import dev.mynah.server.app.config.LoadedConfiguration;
import dev.mynah.server.app.config.ResolvedSetting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints every setting. */
@Command(
    name = "config",
    description = {
      "Prints every setting with its value, its default and where the value comes from.",
      "A setting can stand in the file given by --config, be an option --key value, or a variable"
          + " MYNAH_KEY; what is named later here wins. Secrets are never shown."
    },
    footer = {
      "",
      "Examples:",
      "  mynah config",
      "  mynah config --markdown > docs/CONFIGURATION.md",
      "  MYNAH_PORT=9000 mynah config --config mynah.yaml --json"
    })
final class ConfigCommand extends SettingsCommand {
  @Option(
      names = "--markdown",
      description = "Print what every setting means instead, as docs/CONFIGURATION.md has it.")
  private boolean markdown;

  ConfigCommand(CommandContext context) {
    super(context);
  }

  @Override
  Set<String> shownSettings() {
    return Set.of("none");
  }

  @Override
  public Integer call() {
    if (markdown) {
      terminal().print(ConfigurationPage.markdown());
      return ExitCode.OK;
    }
    LoadedConfiguration loaded = load();
    if (json()) {
      printJson(loaded);
    } else {
      List<List<String>> rows = new ArrayList<>();
      for (ResolvedSetting setting : loaded.settings()) {
        rows.add(
            List.of(
                setting.key().name(),
                setting.shownValue(),
                setting.defaultValue(),
                setting.origin()));
      }
      terminal().printTable(List.of("SETTING", "VALUE", "DEFAULT", "FROM"), rows);
    }
    return ExitCode.OK;
  }

  private void printJson(LoadedConfiguration loaded) {
    ArrayNode list = terminal().newArray();
    for (ResolvedSetting setting : loaded.settings()) {
      list.addObject()
          .put("key", setting.key().name())
          .put("value", setting.shownValue())
          .put("default", setting.defaultValue())
          .put("origin", setting.origin())
          .put("unit", setting.key().unit())
          .put("environment", setting.key().environmentName())
          .put("secret", setting.key().secret())
          .put("description", setting.key().description());
    }
    terminal().printJson(list);
  }
}
