package dev.mynah.server.app;

import dev.mynah.server.app.command.CommandContext;
import dev.mynah.server.app.command.MynahCommand;
import dev.mynah.server.app.command.Terminal;
import dev.mynah.server.app.config.MachineDefaults;
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
            Clock.systemUTC());
    System.exit(MynahCommand.run(context, arguments));
  }
}
