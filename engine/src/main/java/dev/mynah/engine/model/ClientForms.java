package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The command lines under which a package client may be on a machine, tried one after the other.
 *
 * @param client the client's name
 * @param forms command lines in order, each without its arguments
 */
record ClientForms(String client, List<List<String>> forms) {
  ClientForms {
    forms = forms.stream().map(List::copyOf).toList();
  }

  /**
   * Downloads one package with the first form that can.
   *
   * @param arguments that follow each form
   * @param complaint finds in what a failed form said why it failed; empty if the form isn't there
   *     after all
   * @param missing what to do if no form is there
   * @return the archive, in {@code folder}
   * @throws PackageClientException if no form could
   */
  Path download(
      ModelSource.PackageFile wanted,
      Path folder,
      List<String> arguments,
      Function<String, Optional<String>> complaint,
      String missing)
      throws PackageClientException, IOException, InterruptedException {
    List<String> complaints = new ArrayList<>();
    for (List<String> form : forms) {
      List<String> command = new ArrayList<>(form);
      command.addAll(arguments);
      Path log = folder.resolve(client + ".log");
      int status = ClientProcess.run(command, folder, log);
      if (status == ClientProcess.NOT_FOUND) {
        continue;
      }
      String written = String.join(" ", form);
      Path archive = folder.resolve(wanted.archive());
      if (status != 0) {
        complaint
            .apply(Files.readString(log, StandardCharsets.ISO_8859_1))
            .ifPresent(why -> complaints.add(written + ": " + why));
      } else if (Files.isRegularFile(archive)) {
        return archive;
      } else {
        complaints.add(written + " left no " + wanted.archive());
      }
    }
    throw new PackageClientException(
        complaints.isEmpty()
            ? missing
            : "%s could not download %s %s: %s."
                .formatted(client, wanted.name(), wanted.version(), String.join("; ", complaints)));
  }
}
