package dev.mynah.engine.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The models Mynah knows.
 *
 * @param models each under its own name
 */
public record ModelCatalogue(
    @JsonProperty(value = "models", required = true) List<ModelManifest> models) {
  public ModelCatalogue {
    models = List.copyOf(models);
    Set<String> names = new HashSet<>();
    for (ModelManifest model : models) {
      if (!names.add(model.name())) {
        throw new IllegalArgumentException("two models are called " + model.name());
      }
    }
  }

  /** Returns the models named in this version of Mynah. */
  public static ModelCatalogue bundled() {
    try (InputStream json = ModelCatalogue.class.getResourceAsStream("models.json")) {
      if (json == null) {
        throw new IllegalStateException("models.json is missing from the jar");
      }
      return new ObjectMapper().readValue(json, ModelCatalogue.class);
    } catch (IOException e) {
      throw new UncheckedIOException("models.json can't be read", e);
    }
  }

  /**
   * Returns a model's manifest.
   *
   * @throws ModelException if there is no such model; the message names those there are
   */
  public ModelManifest find(String name) throws ModelException {
    for (ModelManifest model : models) {
      if (model.name().equals(name)) {
        return model;
      }
    }
    String known = models.stream().map(ModelManifest::name).collect(Collectors.joining(", "));
    throw new ModelException(
        ModelError.UNKNOWN_MODEL, "There is no model \"" + name + "\"; there are: " + known + ".");
  }
}
