package dev.mynah.server.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mynah.server.app.command.CommandContext;
import dev.mynah.server.app.command.MynahCommand;
import dev.mynah.server.app.command.Terminal;
import dev.mynah.server.app.config.MachineDefaults;
import dev.mynah.server.app.wiring.LarkLoader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Runs the launcher's commands in this process for shell scripts: they call a program {@code mynah}
 * that asks here. Starting Java for each would take ten times as long. {@code serve} starts a
 * server on a data folder of its own and stops it once it listens.
 */
final class CommandGate implements AutoCloseable {
  private final Map<String, String> environment;
  private final Path scratch;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /**
   * @param environment of every command, beside what its script has set
   * @param scratch folder for the data of servers that scripts start
   */
  CommandGate(Map<String, String> environment, Path scratch) throws IOException {
    this.environment = Map.copyOf(environment);
    this.scratch = scratch;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Writes the program that asks here. */
  void writeProgram(Path file) throws IOException {
    Files.writeString(
        file,
        """
        #!/bin/bash
        # Files are named in full: the command runs in another folder.
        said=$(mktemp -d)
        cat >"$said/in"
        call=(--data-urlencode "said=$said")
        for word in "$@"; do
          if [[ -e $word || $last == --out ]]; then word=$PWD/$word; fi
          call+=(--data-urlencode "word=$word")
          last=$word
        done
        for name in $(compgen -e MYNAH_); do call+=(--data-urlencode "variable=$name=${!name}"); done
        status=$(/usr/bin/env -u http_proxy PATH="$REAL_PATH" curl -sS "${call[@]}" URL) || exit 99
        cat "$said/out"
        cat "$said/err" >&2
        exit "$status"
        """
            .replace("URL", "http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " can't be made a program");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      List<String> words = new ArrayList<>();
      Map<String, String> variables = new TreeMap<>(environment);
      Path said = scratch;
      String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      for (String field : form.split("&", -1)) {
        String[] pair = field.split("=", 2);
        String value = URLDecoder.decode(pair[1], StandardCharsets.UTF_8);
        switch (pair[0]) {
          case "word" -> words.add(value);
          case "said" -> said = Path.of(value);
          default -> variables.put(value.split("=", 2)[0], value.split("=", 2)[1]);
        }
      }
      byte[] status =
          Integer.toString(run(words, variables, said)).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, status.length);
      exchange.getResponseBody().write(status);
    }
  }

  private int run(List<String> words, Map<String, String> variables, Path said) throws IOException {
    byte[] input = Files.readAllBytes(said.resolve("in"));
    boolean serve = words.contains("serve") && !words.contains("--help");
    if (serve) {
      variables.put("MYNAH_PORT", "0");
      variables.put("MYNAH_DATA", Files.createTempDirectory(scratch, "data").toString());
    }
    try (PrintStream out = new PrintStream(said.resolve("out").toFile(), StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(said.resolve("err").toFile(), StandardCharsets.UTF_8)) {
      if (!serve) {
        return MynahCommand.run(context(variables, out, err, input, hook -> {}), words(words));
      }
      ServedCommand served = ServedCommand.start(variables, words);
      served.close();
      out.print(served.said());
      return served.status();
    }
  }

  private static String[] words(List<String> words) {
    return words.toArray(String[]::new);
  }

  /** Returns a process of a user of this machine. */
  static CommandContext context(
      Map<String, String> variables,
      PrintStream out,
      PrintStream err,
      byte[] input,
      Consumer<Runnable> stopHooks) {
    MachineDefaults machine =
        MachineDefaults.of(
            System.getenv(), System.getProperties(), Runtime.getRuntime().availableProcessors());
    return new CommandContext(
        variables,
        machine,
        new Terminal(out, err, false),
        new ByteArrayInputStream(input),
        Clock.systemUTC(),
        new LarkLoader(),
        stopHooks);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
