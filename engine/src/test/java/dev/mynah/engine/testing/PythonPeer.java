package dev.mynah.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The Python package whose model Lark runs, to compare with. It is installed once into a virtual
 * environment in the user's cache folder; -Dmynah.test.peer names another place.
 */
public final class PythonPeer {
  private static final String PACKAGE = "hibari-tts==0.2.1";
  private static final long INSTALL_MINUTES = 5;
  private static final long RUN_MINUTES = 5;

  private final Path python;

  private PythonPeer(Path python) {
    this.python = python;
  }

  /** Returns the peer, or skips the test with the reason when it can't be installed. */
  public static PythonPeer installed() throws IOException, InterruptedException {
    String configured = System.getProperty("mynah.test.peer", "");
    Path home =
        configured.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache", "mynah-test", "hibari-tts-0.2.1")
            : Path.of(configured);
    Files.createDirectories(home);
    Path python = home.resolve("bin").resolve("python");
    // Quantised networks give slightly other numbers from one version of the runtime to the next.
    String runtime = "onnxruntime==" + OrtEnvironment.getEnvironment().getVersion();
    try (FileChannel channel =
            FileChannel.open(
                home.resolve("install.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      Path done = home.resolve("installed");
      if (!Files.exists(done)) {
        install(List.of("python3", "-m", "venv", home.toString()));
        install(List.of(python.toString(), "-m", "pip", "install", "-q", PACKAGE, runtime));
        Files.writeString(done, PACKAGE + " " + runtime);
      }
    }
    return new PythonPeer(python);
  }

  private static void install(List<String> command) throws IOException, InterruptedException {
    Path log = Files.createTempFile("peer-install", ".log");
    try {
      Process process = start(command, log);
      if (!process.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        abort("the Python peer took too long to install: " + command);
      }
      if (process.exitValue() != 0) {
        abort("the Python peer can't be installed: " + command + ": " + Files.readString(log));
      }
    } catch (IOException e) {
      abort("the Python peer can't be installed: " + e.getMessage());
    } finally {
      Files.delete(log);
    }
  }

  /**
   * Runs a script and fails the test, with what it printed, if the script fails.
   *
   * @param script Python source
   * @param arguments {@code sys.argv[1:]}
   */
  public void run(String script, Path... arguments) throws IOException, InterruptedException {
    Path source = Files.createTempFile("peer", ".py");
    Path log = Files.createTempFile("peer", ".log");
    try {
      Files.writeString(source, script);
      List<String> command = new ArrayList<>(List.of(python.toString(), source.toString()));
      for (Path argument : arguments) {
        command.add(argument.toString());
      }
      Process process = start(command, log);
      boolean ended = process.waitFor(RUN_MINUTES, TimeUnit.MINUTES);
      process.destroyForcibly();
      assertThat(ended).as("the peer ended in time: %s", Files.readString(log)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      Files.delete(source);
      Files.delete(log);
    }
  }

  private static Process start(List<String> command, Path log) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }
}
