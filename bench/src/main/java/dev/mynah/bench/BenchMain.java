package dev.mynah.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code ./mynah bench}: one subcommand for each thing that can be measured. */
@Command(
    name = "mynah bench",
    description = "Measures Mynah on this machine and prints the figures.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ServerFigures.class,
      StreamFigures.class,
      LarkSpeed.class,
      CloneEvaluation.class,
      RecognitionFigures.class
    })
public final class BenchMain {
  private BenchMain() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }
}
