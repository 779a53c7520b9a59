package dev.mynah.server.app.command;

import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import java.util.Set;

/** A command on rows alone: it opens no engine and no files, and works beside a running server. */
abstract class DatabaseCommand extends SettingsCommand {
  DatabaseCommand(CommandContext context) {
    super(context);
  }

  @Override
  final Set<String> shownSettings() {
    return Set.of("data", "database-url");
  }

  @Override
  public final Integer call() {
    Configuration configuration = load().configuration();
    DatabaseSettings settings =
        DatabaseSettings.of(configuration.databaseUrl(), configuration.data());
    try (Database database = Database.open(settings)) {
      return run(database, configuration);
    }
  }

  /** Does it; returns the exit code. */
  abstract int run(Database database, Configuration configuration);
}
