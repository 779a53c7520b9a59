package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a package client of this machine, with nobody at its keyboard. */
final class ClientProcess {
  /** What {@link #run} returns when there is no such program. */
  static final int NOT_FOUND = -1;

  private static final Duration LIMIT = Duration.ofMinutes(15);

  private ClientProcess() {}

  /**
   * Runs a command to its end.
   *
   * @param folder it runs in
   * @param log takes all it says
   * @return its exit status, or {@link #NOT_FOUND}
   * @throws PackageClientException if it takes too long
   */
  static int run(List<String> command, Path folder, Path log)
      throws PackageClientException, IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      return NOT_FOUND;
    }
    try {
      process.getOutputStream().close(); // it must not wait for someone to type
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new PackageClientException(
            command.getFirst() + " did not finish within " + LIMIT.toMinutes() + " minutes.");
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
