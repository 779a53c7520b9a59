package dev.mynah.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A Mynah server started by its launcher in a process of its own, on a free port of loopback. */
final class ServerProcess implements AutoCloseable {
  static final String TOKEN = "bench-" + "0123456789abcdef0123456789abcdef";

  private static final String READY = "Mynah is listening on ";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final Process process;
  private final URI base;
  private final double readySeconds;

  private ServerProcess(Process process, URI base, double readySeconds) {
    this.process = process;
    this.base = base;
    this.readySeconds = readySeconds;
  }

  /**
   * Starts a server and waits until it says that it is ready.
   *
   * @param launcher the {@code mynah} script
   * @param data data folder, made if absent
   * @throws IOException if the server ends or stays silent for two minutes
   */
  static ServerProcess start(Path launcher, Path data) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(launcher.toString(), "serve", "--port", "0", "--data", data.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .putAll(Map.of("MYNAH_TOKEN", TOKEN, "MYNAH_FETCH_ALLOW", "127.0.0.0/8,::1/128"));
    builder.redirectError(ProcessBuilder.Redirect.to(data.resolve("server.log").toFile()));
    Files.createDirectories(data);
    long begin = System.nanoTime();
    Process process = builder.start();
    CompletableFuture<URI> ready = new CompletableFuture<>();
    Thread.ofVirtual().name("server-output").start(() -> watch(process, ready));
    try {
      URI base = ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new ServerProcess(process, base, (System.nanoTime() - begin) / 1e9);
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("the server did not start; see " + data.resolve("server.log"), e);
    }
  }

  private static void watch(Process process, CompletableFuture<URI> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int at = line.indexOf(READY);
        if (at >= 0) {
          ready.complete(URI.create(line.substring(at + READY.length()).strip()));
        }
      }
      ready.completeExceptionally(new IOException("the server ended before it was ready"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  URI base() {
    return base;
  }

  /** Returns the time from starting the launcher to the line that says the server is listening. */
  double readySeconds() {
    return readySeconds;
  }

  /** Returns the resident memory of the server, in MiB, as Linux accounts for it. */
  double residentMebibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
      }
    }
    throw new IOException("this system doesn't tell a process's resident memory");
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
