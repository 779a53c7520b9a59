package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Other people's programs, run to their end. */
final class ForeignProgram {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** What package managers say when nobody answers where packages come from. */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "NewConnectionError|ConnectTimeoutError|Max retries exceeded|name resolution"
              + "|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH"
              + "|dial tcp|no such host|403 Forbidden");

  private ForeignProgram() {}

  private record Ended(int status, String output) {}

  /** Skips the test, and says so, unless a program is on the PATH. */
  static void require(String program, String what) {
    assumeTrue(
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))),
        "NOT TRIED: %s needs %s, which is not installed".formatted(what, program));
  }

  /** Runs a program that must succeed; returns what it printed. */
  static String run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Ended ended = end(command, environment);
    assertThat(ended.status()).as("%s said:%n%s", command, ended.output()).isZero();
    return ended.output();
  }

  /**
   * Runs a package manager. The test is skipped, and says so, if the registry can't be reached; any
   * other failure fails it.
   */
  static void install(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Ended ended = end(command, environment);
    if (ended.status() != 0) {
      assumeFalse(
          UNREACHABLE.matcher(ended.output()).find(),
          () ->
              "NOT TRIED: the registry can't be reached by %s; it said: %s"
                  .formatted(command, ended.output().strip().lines().reduce("", (a, b) -> b)));
      assertThat(ended.status()).as("%s said:%n%s", command, ended.output()).isZero();
    }
  }

  private static Ended end(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("client", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      String said = Files.readString(output);
      assertThat(ended).as("%s ended in time:%n%s", command, said).isTrue();
      return new Ended(process.exitValue(), said);
    } finally {
      Files.delete(output);
    }
  }
}
