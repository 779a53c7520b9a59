package dev.mynah.server.app.command;

import dev.mynah.server.app.config.ConfigurationLoader;
import dev.mynah.server.app.config.MachineDefaults;
import java.time.Clock;
import java.util.Map;

/**
 * The process a command runs in.
 *
 * @param environment variables
 * @param machine what defaults depend on
 * @param terminal where it writes
 * @param clock tells the time
 */
public record CommandContext(
    Map<String, String> environment, MachineDefaults machine, Terminal terminal, Clock clock) {
  public CommandContext {
    environment = Map.copyOf(environment);
  }

  ConfigurationLoader loader() {
    return new ConfigurationLoader(environment, machine);
  }
}
