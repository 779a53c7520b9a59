package dev.mynah.engine.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Pulls the test model in a process of its own, telling each step. */
public final class PullProgram {
  private PullProgram() {}

  /** Takes the store's folder, a scratch folder and the URL of the model's home. */
  public static void main(String[] arguments) throws Exception {
    Path scratch = Path.of(arguments[1]);
    ModelStore store =
        new ModelStore(
            Path.of(arguments[0]),
            null,
            TestModels.catalogue(scratch, new ModelSource.Web(URI.create(arguments[2]))),
            List.of());
    store.ensure(
        TestModels.NAME,
        new ModelProgress() {
          @Override
          public void step(String message) {
            System.out.println(message);
          }

          @Override
          public void bytes(long done, long total) {
            System.out.println("bytes " + done);
          }
        });
  }
}
