package dev.mynah.engine.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where tests find the Lark model. */
public final class LarkModel {
  private LarkModel() {}

  /** Returns the folder with Lark's files, or skips the test with the reason. */
  public static Path directory() {
    String configured = System.getProperty("mynah.models.dir", "");
    Path directory = Path.of(configured);
    assumeTrue(
        !configured.isEmpty() && Files.isRegularFile(directory.resolve("hibari.onnx")),
        "no Lark model: name its folder with -Dmynah.models.dir");
    return directory;
  }
}
