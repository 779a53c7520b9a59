package dev.mynah.engine.testing;

import java.nio.file.Path;

/** Where tests find the Lark model. */
public final class LarkModel {
  private LarkModel() {}

  /**
   * Returns the folder with Lark's files.
   *
   * @throws IllegalStateException if the store can't provide them; its message says what to do
   */
  public static Path directory() {
    return StoredModel.directory("lark");
  }
}
