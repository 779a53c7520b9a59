package dev.mynah.server.app.wiring;

import dev.mynah.server.http.ops.ReadinessCheck;
import dev.mynah.server.http.ops.TimedProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the data folder can be written, and has room for what is to come. */
final class DiskCheck implements ReadinessCheck {
  private static final Logger LOG = LoggerFactory.getLogger(DiskCheck.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Optional<String> NO_ANSWER = Optional.of("doesn't answer in time");
  private static final byte[] PROBE = new byte[4096]; // a block: no room is found in none
  private static final int MEBIBYTE = 1 << 20;

  private final Path folder;
  private final long leastFree;
  private final TimedProbe<Optional<String>> probe;

  /**
   * @param leastFree bytes that must be left
   */
  DiskCheck(Path folder, long leastFree) {
    this.folder = folder;
    this.leastFree = leastFree;
    this.probe = new TimedProbe<>(this::look, PATIENCE, FRESH, System::nanoTime);
  }

  private Optional<String> look() {
    try {
      Path file = Files.createTempFile(folder, "ready", null);
      try {
        Files.write(file, PROBE);
      } finally {
        Files.delete(file);
      }
      long free = freeBytes();
      return free >= leastFree
          ? Optional.empty()
          : Optional.of(
              "has %d MiB left, fewer than %d".formatted(free / MEBIBYTE, leastFree / MEBIBYTE));
    } catch (IOException e) {
      LOG.warn("The data folder can't be written", e);
      return Optional.of("can't be written");
    }
  }

  /** Returns how many bytes this process may still write. */
  long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public Optional<String> problem() {
    return probe.or(NO_ANSWER);
  }
}
