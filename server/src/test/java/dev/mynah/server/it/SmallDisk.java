package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link FaultProgram} in a mount namespace of its own, on a file system in memory that is really
 * as small as it says. Root needs no more than that; other users get a user namespace as well.
 */
final class SmallDisk implements AutoCloseable {
  private static final String MEBIBYTES = "24";

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter commands;
  private final Path log;

  private SmallDisk(Process process, Path log) {
    this.process = process;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.log = log;
  }

  static SmallDisk mounted(Path folder) throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Path log = folder.resolve("program.log");
    boolean root = "root".equals(System.getProperty("user.name"));
    List<String> command = new ArrayList<>();
    command.addAll(root ? List.of("unshare", "-m") : List.of("unshare", "-U", "-r", "-m"));
    command.addAll(
        List.of(
            "sh",
            "-c",
            "mount -t tmpfs -o size=" + MEBIBYTES + "m tmpfs \"$0\" && exec \"$@\"",
            disk.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            FaultProgram.class.getName(),
            disk.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(log.toFile());
    return new SmallDisk(builder.start(), log);
  }

  /** Has the program do something, and returns what it says after {@code ok}. */
  String tell(String command) throws IOException {
    String answer = ask(command);
    assertThat(answer).as("%s: %s", command, log()).startsWith("ok ");
    return answer.substring(3).strip();
  }

  /** Has the program try something, and returns its answer. */
  String ask(String command) throws IOException {
    commands.write(command);
    commands.newLine();
    try {
      commands.flush();
    } catch (IOException ended) {
      throw new AssertionError(cannotMount(), ended);
    }
    String answer = answers.readLine();
    if (answer == null) {
      throw new AssertionError(cannotMount());
    }
    return answer;
  }

  private String cannotMount() throws IOException {
    return "No small file system could be mounted for this test, or its program ended. The test needs"
        + " `unshare -m` as root, or unprivileged user namespaces (sysctl"
        + " kernel.unprivileged_userns_clone=1, in a container --security-opt seccomp=unconfined)."
        + " It said: "
        + log();
  }

  private String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
