package dev.mynah.server.app.command;

import dev.mynah.server.app.config.ConfigurationLoader;
import dev.mynah.server.app.config.MachineDefaults;
import dev.mynah.server.app.wiring.EngineLoader;
import dev.mynah.server.app.wiring.Opening;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The process a command runs in.
 *
 * @param environment variables
 * @param machine what defaults depend on
 * @param terminal where it writes
 * @param input what it reads
 * @param clock tells the time
 * @param engines opens engines
 * @param stopHooks takes what is to be done when the process is told to stop
 */
public record CommandContext(
    Map<String, String> environment,
    MachineDefaults machine,
    Terminal terminal,
    InputStream input,
    Clock clock,
    EngineLoader engines,
    Consumer<Runnable> stopHooks) {
  public CommandContext {
    environment = Map.copyOf(environment);
  }

  ConfigurationLoader loader() {
    return new ConfigurationLoader(environment, machine);
  }

  Opening opening() {
    return new Opening(
        engines, machine.userCache(), "Mynah " + MynahCommand.Version.number(), clock);
  }

  void whenStopped(Runnable action) {
    stopHooks.accept(action);
  }

  String readInput() throws IOException {
    return new String(input.readAllBytes(), StandardCharsets.UTF_8);
  }
}
