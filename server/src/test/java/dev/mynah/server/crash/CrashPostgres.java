package dev.mynah.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL that can be killed like a server, and keeps what it said it had committed: the usual
 * one for tests doesn't write it down before it says so.
 */
final class CrashPostgres implements AutoCloseable {
  private static final int ATTEMPTS = 20; // to start beside what a killed one left for a moment

  private final Path folder;
  private final int port;
  private @Nullable EmbeddedPostgres running;

  /**
   * Starts it.
   *
   * @param folder of its data, empty
   */
  CrashPostgres(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    start();
  }

  private void start() throws IOException, InterruptedException {
    for (int attempt = 1; running == null; attempt++) {
      try {
        running =
            EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(30))
                .setOutputRedirector(ProcessBuilder.Redirect.DISCARD)
                .setErrorRedirector(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException | IllegalStateException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(250);
      }
    }
  }

  String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /** Kills all its processes at once and starts it on what they left. */
  void killAndRestart() throws IOException, InterruptedException {
    close();
    start();
  }

  private void kill() throws IOException {
    Path pidFile = folder.resolve("postmaster.pid");
    long pid;
    try (Stream<String> lines = Files.lines(pidFile)) {
      pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
    }
    ProcessHandle master = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(master), master.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      assertThat(each.onExit().completeOnTimeout(each, 20, TimeUnit.SECONDS).join().isAlive())
          .as("a killed process of PostgreSQL still runs")
          .isFalse();
    }
  }

  @Override
  public void close() throws IOException {
    EmbeddedPostgres killed = running;
    if (killed != null) {
      kill();
      killed.close(); // lets go of its folder
      running = null;
    }
  }
}
