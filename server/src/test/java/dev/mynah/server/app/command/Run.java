package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.server.app.config.MachineDefaults;
import dev.mynah.server.app.wiring.LoadedEngine;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.voice.PresetVoice;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

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
    int status = MynahCommand.run(context(home, environment, out, err, hook -> {}), arguments);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** A process with an engine that hums, and one preset voice. */
  static CommandContext context(
      Path home,
      Map<String, String> environment,
      OutputStream out,
      OutputStream err,
      Consumer<Runnable> stopHooks) {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putIfAbsent("MYNAH_MODELS", home.resolve("cache").resolve("models").toString());
    return new CommandContext(
        variables,
        // Native libraries stay loaded, and so must lie where no test's end deletes them.
        new MachineDefaults(home.resolve("data"), Path.of("target", "cache").toAbsolutePath(), 2),
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false),
        new ByteArrayInputStream("Read from standard input.".getBytes(StandardCharsets.UTF_8)),
        Clock.systemUTC(),
        (configuration, progress) -> {
          ToneEngine engine = new ToneEngine("1");
          PresetVoice hum =
              new PresetVoice(
                  "a".repeat(32),
                  List.of("hum"),
                  "Hum",
                  "Hums.",
                  List.of("test"),
                  List.of("en"),
                  engine.voice(200));
          return new LoadedEngine(engine, List.of(hum), () -> {});
        },
        stopHooks);
  }

  JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out);
  }
}
