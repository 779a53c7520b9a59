package dev.mynah.server.app.command;

import dev.mynah.engine.model.ModelException;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.wiring.MynahServer;
import dev.mynah.server.token.IssuedToken;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Runs the server. */
@Command(
    name = "serve",
    description = {
      "Runs the server until it is stopped (Ctrl-C or SIGTERM), which lets requests finish first.",
      "Fetches the model if it is absent. The first start makes an API key and prints it once.",
      "Every setting can be an option, a line in the file of --config, or a variable MYNAH_KEY."
    },
    footer = {
      "",
      "Examples:",
      "  mynah serve",
      "  mynah serve --host 0.0.0.0 --public-url https://voices.example.com",
      "  MYNAH_TOKEN=... mynah serve --port 9000 --data /srv/mynah"
    })
final class ServeCommand extends SettingsCommand {
  ServeCommand(CommandContext context) {
    super(context);
  }

  @Override
  Set<String> shownSettings() {
    return Set.of();
  }

  @Override
  String usualLogLevel() {
    return "info";
  }

  @Override
  public Integer call() throws ModelException, InterruptedException {
    Configuration configuration = load().configuration();
    MynahServer server;
    try (ModelBar bar = new ModelBar(terminal())) {
      server = MynahServer.start(configuration, context().opening(), bar, context().clock());
    }
    CountDownLatch stopped = new CountDownLatch(1);
    context().whenStopped(() -> stop(server, stopped));
    announce(server, configuration);
    stopped.await();
    return ExitCode.OK;
  }

  private void announce(MynahServer server, Configuration configuration) {
    String firstKey = server.firstKey().map(IssuedToken::key).orElse(null);
    if (json()) {
      terminal()
          .printJson(
              terminal()
                  .newObject()
                  .put("url", server.address())
                  .put("key", firstKey)
                  .put("console", server.console(firstKey)));
      return;
    }
    if (firstKey != null) {
      terminal().print("This is the first start; here is an API key, shown only now:");
      terminal().print("  " + firstKey);
      terminal().print("Open the console with it: " + server.console(firstKey));
    } else {
      terminal().print("The console is at " + server.console(null));
    }
    if (configuration.publicUrl() == null && isWildcard(configuration.host())) {
      terminal().say("Set public-url to the address others use; links to audio begin with it.");
    }
    terminal().print("Mynah is listening on " + server.address());
  }

  private static boolean isWildcard(String host) {
    return host.equals("0.0.0.0") || host.equals("::");
  }

  private static void stop(MynahServer server, CountDownLatch stopped) {
    try {
      server.close();
    } finally {
      stopped.countDown();
    }
  }
}
