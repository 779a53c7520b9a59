package dev.mynah.server.app.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The command line as a whole. */
@Command(
    name = "mynah",
    description = "Clones voices and speaks with them, on your own machine.",
    mixinStandardHelpOptions = true,
    versionProvider = MynahCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%n",
    footer = {
      "The launcher adds: test (everything that must pass) and bench (figures of this machine).",
      "",
      "Exit status: 0 done, 1 failed, 2 wrong command line or configuration.",
      "",
      "Examples:",
      "  mynah serve",
      "  mynah clone reading.wav --title Reader",
      "  mynah say \"Good evening.\" --voice Reader --out hello.mp3"
    })
public final class MynahCommand {
  private MynahCommand() {}

  /**
   * Runs a command.
   *
   * @return its exit status
   */
  public static int run(CommandContext context, String... arguments) {
    return commandLine(context).execute(arguments);
  }

  static CommandLine commandLine(CommandContext context) {
    CommandLine mynah = new CommandLine(new MynahCommand());
    mynah.addSubcommand(command(new ServeCommand(context)));
    mynah.addSubcommand(command(new CloneCommand(context)));
    mynah.addSubcommand(command(new SayCommand(context)));
    mynah.addSubcommand(
        command(new VoicesCommand(context))
            .addSubcommand(command(new VoicesCommand.ListVoices(context)))
            .addSubcommand(command(new VoicesCommand.Show(context)))
            .addSubcommand(command(new VoicesCommand.Delete(context)))
            .addSubcommand(command(new VoiceArchiveCommands.Export(context)))
            .addSubcommand(command(new VoiceArchiveCommands.Import(context)))
            .addSubcommand(command(new VoicesCommand.Records(context))));
    mynah.addSubcommand(command(new AuditCommand(context)));
    mynah.addSubcommand(command(new ConfigCommand(context)));
    mynah.addSubcommand(
        new CommandLine(ModelsCommand.group())
            .addSubcommand(command(new ModelsCommand.ListModels(context)))
            .addSubcommand(command(new ModelsCommand.Pull(context)))
            .addSubcommand(command(new ModelsCommand.Verify(context))));
    mynah.addSubcommand(
        new CommandLine(TokenCommand.group())
            .addSubcommand(command(new TokenCreateCommand(context)))
            .addSubcommand(command(new TokenCommand.ListTokens(context)))
            .addSubcommand(command(new TokenCommand.Show(context)))
            .addSubcommand(command(new TokenCommand.Update(context)))
            .addSubcommand(command(new TokenCommand.Rotate(context)))
            .addSubcommand(command(new TokenCommand.Credit(context)))
            .addSubcommand(command(new TokenCommand.Revoke(context))));
    mynah.addSubcommand(command(new UsageCommand(context)));
    mynah.addSubcommand(
        new CommandLine(WebhooksCommand.group())
            .addSubcommand(command(new WebhooksCommand.ListWebhooks(context)))
            .addSubcommand(command(new WebhooksCommand.Replay(context)))
            .addSubcommand(
                new CommandLine(new WebhooksCommand.Secret())
                    .addSubcommand(command(new WebhookSecretCommands.Show(context)))
                    .addSubcommand(command(new WebhookSecretCommands.Rotate(context)))));
    mynah.addSubcommand(
        command(new DoctorCommand(context, Doctor.checks(context.machine().userCache()))));
    mynah.addSubcommand(new CommandLine(new HelpCommand()));
    forAll(mynah, line -> line.getCommandSpec().mixinStandardHelpOptions(true));
    Terminal terminal = context.terminal();
    mynah.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    mynah.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    mynah.setExecutionExceptionHandler(new FailureMessages(terminal));
    mynah.setParameterExceptionHandler(new UsageMessages(terminal));
    mynah.setUsageHelpAutoWidth(true);
    mynah.setCaseInsensitiveEnumValuesAllowed(true);
    return mynah;
  }

  private static CommandLine command(SettingsCommand command) {
    CommandLine line = new CommandLine(command);
    command.addSettingsTo(line.getCommandSpec());
    return line;
  }

  private static void forAll(CommandLine line, Consumer<CommandLine> action) {
    action.accept(line);
    line.getSubcommands().values().forEach(sub -> forAll(sub, action));
  }

  /** Says which Mynah this is, and on which Java. */
  static final class Version implements IVersionProvider {
    /** Returns the version in the jar's manifest, or "development" for loose classes. */
    static String number() {
      String version = MynahCommand.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {
        "mynah " + number(), "Java " + Runtime.version() + " on " + System.getProperty("os.arch")
      };
    }
  }
}
