package dev.mynah.engine.testing;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import java.nio.file.Path;

/**
 * Where tests find the Lark model: in the same store a server uses, which fetches it when absent.
 */
public final class LarkModel {
  private LarkModel() {}

  /**
   * Returns the folder with Lark's files.
   *
   * @throws IllegalStateException if the store can't provide them; its message says what to do
   */
  public static Path directory() {
    String root = System.getenv("MYNAH_MODELS");
    Path folder =
        root == null || root.isBlank()
            ? ModelStore.defaultRoot(System.getenv(), System.getProperties())
            : Path.of(root);
    try {
      return new ModelStore(folder, System.getenv("MYNAH_MODEL_MIRROR"))
          .ensure("lark", ModelProgress.NONE);
    } catch (ModelException e) {
      throw new IllegalStateException("The tests need Lark's model. " + e.getMessage(), e);
    }
  }
}
