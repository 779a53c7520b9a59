package dev.mynah.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.mynah.engine.testing.LarkModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OnnxRuntimeTest {
  private static final int LONG_OPTION = 100_000; // characters

  /** Makes the environment and says so. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws OrtException {
      System.out.println("ONNX Runtime " + OnnxRuntime.environment().getVersion());
    }
  }

  /** Loads a network again and again while the process ends, as a server does that drains. */
  static final class EndingProgram {
    private static final long DRAIN_MILLIS = 1_500;

    private EndingProgram() {}

    public static void main(String[] arguments) throws Exception {
      OrtEnvironment environment = OnnxRuntime.environment();
      AtomicInteger loaded = new AtomicInteger();
      Thread.ofPlatform().daemon().start(() -> load(environment, arguments[0], loaded));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(loaded)));
      while (loaded.get() == 0) {
        Thread.onSpinWait();
      }
      System.exit(1); // the hook decides otherwise
    }

    private static void load(OrtEnvironment environment, String network, AtomicInteger loaded) {
      try {
        while (true) {
          environment.createSession(network).close();
          loaded.incrementAndGet();
        }
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    private static void drain(AtomicInteger loaded) {
      int before = loaded.get();
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DRAIN_MILLIS);
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      System.out.println("loaded " + (loaded.get() > before ? "more" : "nothing") + " at the end");
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  @Test
  void staysWhileTheProcessEnds() throws Exception {
    Path network = LarkModel.directory().resolve("hibari.onnx");
    assertThat(said(List.of(), EndingProgram.class, network.toString()))
        .contains("loaded more at the end");
  }

  @Test
  void isThereHoweverLongTheCommandLineIs() throws Exception {
    String option = "-Dlong=" + "a/".repeat(LONG_OPTION / 2);
    assertThat(said(List.of(option), Program.class)).contains("ONNX Runtime 1.");
  }

  /** Runs a program, which must end well, and returns what it said. */
  private static String said(List<String> options, Class<?> program, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+SuppressFatalErrorMessage");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void isOneForAll() throws Exception {
    assertThat(OnnxRuntime.environment()).isSameAs(OnnxRuntime.environment());
  }
}
