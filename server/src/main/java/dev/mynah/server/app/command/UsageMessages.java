package dev.mynah.server.app.command;

import dev.mynah.server.app.config.Spelling;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with a command line in two lines rather than a page of usage. */
final class UsageMessages implements IParameterExceptionHandler {
  private final Terminal terminal;

  UsageMessages(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    terminal.say("mynah: " + failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.getUnmatched().isEmpty()) {
      String written = unmatched.getUnmatched().getFirst();
      List<String> known = known(command, written.startsWith("-"));
      if (!known.isEmpty()) {
        terminal.say("Did you mean " + Spelling.nearest(written, known) + "?");
      }
    }
    terminal.say("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.USAGE;
  }

  private static List<String> known(CommandLine command, boolean options) {
    return new ArrayList<>(
        options
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet());
  }
}
