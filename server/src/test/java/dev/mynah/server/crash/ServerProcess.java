package dev.mynah.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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

/** A server in a process of its own, to be stopped in any way there is. */
final class ServerProcess implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofMinutes(4);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(60);
  private static final int SHOWN_LOG = 6_000; // characters

  private final Process process;
  private final Path log;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    Thread.ofPlatform().daemon().name("server-output").start(this::readOutput);
  }

  /**
   * Starts a server.
   *
   * @param settings by key
   * @param log where its log goes, appended
   */
  static ServerProcess start(Map<String, String> settings, Path log) throws IOException {
    return start(ServerJars.shared().options(), settings, log);
  }

  /** Like {@link #start(Map, Path)}, with options for Java that hold the class path. */
  static ServerProcess start(List<String> options, Map<String, String> settings, Path log)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m"));
    command.addAll(options);
    command.add(ServerProgram.class.getName());
    settings.forEach((key, value) -> command.add(key + "=" + value));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new ServerProcess(process, log);
  }

  private void readOutput() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals(ServerProgram.READY)) {
          ready.complete(null);
        }
      }
      ready.completeExceptionally(new IOException("the server ended before it listened"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }

  /** Waits until it listens. */
  void awaitReady() throws InterruptedException {
    try {
      ready.get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("the server did not start; end of its log:\n" + lastOfLog(), e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Ends it between two instructions, as a power cut or the kernel's memory killer would. */
  void kill() throws InterruptedException {
    assertThat(process.toHandle().destroyForcibly()).as("SIGKILL was sent").isTrue();
    assertThat(process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** Stops it in its tracks, as a suspended virtual machine or a very long pause would. */
  void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets a frozen one go on as if nothing had happened. */
  void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).as("exit of kill -%s", name).isZero();
  }

  /** Stops it as an operator does, with SIGTERM. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS))
        .as("the server stops when it is told to; end of its log:\n%s", lastOfLog())
        .isTrue();
  }

  String lastOfLog() {
    try {
      String all = Files.readString(log);
      return all.substring(Math.max(0, all.length() - SHOWN_LOG));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
