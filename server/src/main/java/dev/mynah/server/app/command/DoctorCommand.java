package dev.mynah.server.app.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.mynah.server.app.config.Configuration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;

/** Looks for what could keep Mynah from working. */
@Command(
    name = "doctor",
    description = {
      "Checks Java, processor, memory, disk, models, database, port and decoder, and says what to do"
          + " about each problem. Changes nothing but an absent data folder, which it makes.",
      "Exit status: 0 if Mynah can work, warnings or not; 1 if something must be mended first."
    },
    footer = {"", "Examples:", "  mynah doctor", "  mynah doctor --json --data /srv/mynah"})
final class DoctorCommand extends SettingsCommand {
  private final List<Check> checks;

  DoctorCommand(CommandContext context, List<Check> checks) {
    super(context);
    this.checks = List.copyOf(checks);
  }

  @Override
  Set<String> shownSettings() {
    return Set.of("data", "models", "port", "database-url");
  }

  @Override
  public Integer call() {
    Configuration configuration = load().configuration();
    ArrayNode list = terminal().newArray();
    boolean works = true;
    for (Check check : checks) {
      Finding finding = examine(check, configuration);
      works &= finding.state() != Finding.State.FAILURE;
      list.addObject()
          .put("check", check.name())
          .put("state", finding.state().name().toLowerCase(Locale.ROOT))
          .put("detail", finding.detail())
          .put("remedy", finding.remedy())
          .put("help", help(finding));
      if (!json()) {
        print(check, finding);
      }
    }
    if (json()) {
      terminal().printJson(list);
    }
    return works ? ExitCode.OK : ExitCode.FAILED;
  }

  private void print(Check check, Finding finding) {
    String mark =
        switch (finding.state()) {
          case OK -> "ok  ";
          case WARNING -> "warn";
          case FAILURE -> "FAIL";
        };
    terminal()
        .print(
            "%s  %-10s %s"
                .formatted(
                    mark, check.name(), finding.detail().replace("\n", "\n                 ")));
    if (!finding.remedy().isEmpty()) {
      terminal().print("                 -> " + finding.remedy());
    }
    if (!help(finding).isEmpty()) {
      terminal().print("                    " + help(finding));
    }
  }

  private static String help(Finding finding) {
    Topic topic = finding.topic();
    return topic == null ? "" : topic.page();
  }

  private static Finding examine(Check check, Configuration configuration) {
    try {
      return check.look().at(configuration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Finding.failure(Topic.CHECK_FAILED, "interrupted", "Run the doctor again.");
    } catch (Exception e) {
      return Finding.failure(Topic.CHECK_FAILED, String.valueOf(e.getMessage()), "");
    }
  }
}
