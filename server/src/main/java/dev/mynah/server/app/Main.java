package dev.mynah.server.app;

import dev.mynah.server.app.command.CommandContext;
import dev.mynah.server.app.command.MynahCommand;
import dev.mynah.server.app.command.Terminal;
import dev.mynah.server.app.config.MachineDefaults;
import dev.mynah.server.app.wiring.LarkLoader;
import java.time.Clock;

/** Entry point of the jar. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Logs.setUp();
    // The launcher knows whether a person is watching; Java 21 can't tell.
    boolean interactive = Boolean.getBoolean("mynah.terminal");
    CommandContext context =
        new CommandContext(
            System.getenv(),
            MachineDefaults.of(
                System.getenv(),
                System.getProperties(),
                Runtime.getRuntime().availableProcessors()),
            new Terminal(System.out, System.err, interactive),
            System.in,
            Clock.systemUTC(),
            new LarkLoader(),
            Main::whenStopped);
    System.exit(MynahCommand.run(context, arguments));
  }

  /** Stopping on request is a success, so the process ends with 0, not with the signal's number. */
  private static void whenStopped(Runnable action) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  action.run();
                  System.out.flush();
                  Runtime.getRuntime().halt(0);
                },
                "stop"));
  }
}
