package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.engine.model.ModelException;
import dev.mynah.server.app.config.ConfigurationException;
import dev.mynah.server.failure.MynahException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Tells why a command failed: a sentence for what we foresaw, a stack trace for a defect. */
final class FailureMessages implements IExecutionExceptionHandler {
  private final Terminal terminal;

  FailureMessages(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    String code =
        switch (failure) {
          case ConfigurationException e -> "CONFIGURATION";
          case ModelException e -> e.error().name();
          case MynahException e -> e.code().name();
          default -> "";
        };
    if (code.isEmpty()) {
      terminal.err().println("mynah: a defect; please report it:");
      failure.printStackTrace(terminal.err());
      return ExitCode.FAILED;
    }
    String message = String.valueOf(failure.getMessage());
    if (command.getParseResult().hasMatchedOption("--json")) {
      ObjectNode json = terminal.newObject();
      json.putObject("error").put("code", code.toLowerCase(Locale.ROOT)).put("message", message);
      terminal.sayJson(json);
    } else {
      message.lines().forEach(line -> terminal.say("mynah: " + line));
    }
    return failure instanceof ConfigurationException ? ExitCode.USAGE : ExitCode.FAILED;
  }
}
