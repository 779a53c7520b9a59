package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.server.app.config.MachineDefaults;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * One command run in this process.
 *
 * @param status its exit status
 * @param out what it printed
 * @param err what it said
 */
record Run(int status, String out, String err) {
  /** Runs a command for a user whose folders lie in {@code home}. */
  static Run of(Path home, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    CommandContext context =
        new CommandContext(
            environment,
            new MachineDefaults(home.resolve("data"), home.resolve("cache"), 2),
            terminal,
            Clock.systemUTC());
    int status = MynahCommand.run(context, arguments);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
