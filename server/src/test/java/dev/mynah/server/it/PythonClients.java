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
 * Other people's Python programs in an environment of their own under {@code target}, fetched once
 * from the package index. Needs {@code python3} and, the first time, the network.
 */
final class PythonClients {
  private static final Path HOME = Path.of("target", "python-clients").toAbsolutePath();
  private static final String RESOURCES = "clients/";
  private static final long MINUTES = 5;

  private PythonClients() {}

  /** Runs a script that lies beside this class, under {@code clients}, to its end. */
  static String run(String script, Map<String, String> environment) throws Exception {
    prepare();
    Path file = copied(script);
    return run(List.of(HOME.resolve("bin/python").toString(), file.toString()), environment);
  }

  private static synchronized void prepare() throws Exception {
    Path requirements = HOME.resolve("requirements.txt");
    byte[] wanted = resource("requirements.txt");
    if (Files.exists(requirements)
        && new String(Files.readAllBytes(requirements), StandardCharsets.UTF_8)
            .equals(new String(wanted, StandardCharsets.UTF_8))) {
      return;
    }
    run(List.of("python3", "-m", "venv", "--clear", HOME.toString()), Map.of());
    Path list = copied("requirements.txt.new", wanted);
    run(
        List.of(
            HOME.resolve("bin/pip").toString(),
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "-r",
            list.toString()),
        Map.of());
    Files.write(requirements, wanted); // last: it says that all of it is there
  }

  private static Path copied(String script) throws IOException {
    return copied(script, resource(script));
  }

  private static Path copied(String name, byte[] content) throws IOException {
    return Files.write(HOME.resolve(name), content);
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
      Process process = builder.start();
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
}
