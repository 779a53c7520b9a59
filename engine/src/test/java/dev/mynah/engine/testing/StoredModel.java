package dev.mynah.engine.testing;

import dev.mynah.engine.model.ModelException;
import dev.mynah.engine.model.ModelProgress;
import dev.mynah.engine.model.ModelStore;
import java.nio.file.Path;

/** Where tests find models: in the same store a server uses, which fetches them when absent. */
public final class StoredModel {
  private StoredModel() {}

  /**
   * Returns the folder with a model's files.
   *
   * @param name e.g. {@code ge2e}
   * @throws IllegalStateException if the store can't provide them; its message says what to do
   */
  public static Path directory(String name) {
    String root = System.getenv("MYNAH_MODELS");
    Path folder =
        root == null || root.isBlank()
            ? ModelStore.defaultRoot(System.getenv(), System.getProperties())
            : Path.of(root);
    try {
      return new ModelStore(folder, System.getenv("MYNAH_MODEL_MIRROR"))
          .ensure(name, ModelProgress.NONE);
    } catch (ModelException e) {
      throw new IllegalStateException("The tests need " + name + ". " + e.getMessage(), e);
    }
  }
}
