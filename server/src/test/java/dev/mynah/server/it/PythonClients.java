package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Other people's Python programs in environments of their own under {@code target}, fetched once
 * from the package index. Needs {@code python3} and, the first time, the network.
 */
final class PythonClients {
  private static final Path HOMES = Path.of("target", "python-clients").toAbsolutePath();
  private static final String RESOURCES = "clients/";
  private static final long MINUTES = 5;

  private PythonClients() {}

  /**
   * Runs a script that lies beside this class, under {@code clients}, to its end.
   *
   * @param programs the list of programs it needs, which lies there too; each list has an
   *     environment of its own, since programs may not get on with one another
   */
  static String run(String programs, String script, Map<String, String> environment)
      throws Exception {
    Path home = HOMES.resolve(programs.replace(".txt", ""));
    prepare(home, resource(programs));
    Path file = Files.write(home.resolve(script), resource(script));
    return run(List.of(home.resolve("bin/python").toString(), file.toString()), environment);
  }

  private static synchronized void prepare(Path home, byte[] wanted) throws Exception {
    Path requirements = home.resolve("requirements.txt");
    if (Files.exists(requirements)
        && new String(Files.readAllBytes(requirements), StandardCharsets.UTF_8)
            .equals(new String(wanted, StandardCharsets.UTF_8))) {
      return;
    }
    run(List.of("python3", "-m", "venv", "--clear", home.toString()), Map.of());
    Path list = Files.write(home.resolve("requirements.txt.new"), wanted);
    run(
        List.of(
            home.resolve("bin/pip").toString(),
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            list.toString()),
        Map.of());
    Files.write(requirements, wanted); // last: it says that all of it is there
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PythonClients.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new IOException("there is no " + name);
      }
      return in.readAllBytes();
    }
  }

  private static String run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("python-client", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(new ArrayList<>(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = started(builder);
      boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      String said = Files.readString(output);
      assertThat(ended).as("%s ended in time:%n%s", command, said).isTrue();
      assertThat(process.exitValue()).as("%s said:%n%s", command, said).isZero();
      return said;
    } finally {
      Files.delete(output);
    }
  }

  private static Process started(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          "This test runs Python programs, and "
              + builder.command().getFirst()
              + " can't be started: install Python 3.10 or later with its module venv and put"
              + " python3 on the PATH, or leave out the tests tagged long.",
          e);
    }
  }
}
