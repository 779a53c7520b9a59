package dev.mynah.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
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

  @Test
  void isThereHoweverLongTheCommandLineIs() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dlong=" + "a/".repeat(LONG_OPTION / 2),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      assertThat(said).startsWith("ONNX Runtime 1.");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void isOneForAll() throws Exception {
    assertThat(OnnxRuntime.environment()).isSameAs(OnnxRuntime.environment());
  }
}
