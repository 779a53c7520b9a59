package dev.mynah.engine.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One file of a model.
 *
 * @param path below the model's folder, with forward slashes
 * @param size in bytes
 * @param sha256 64 lower-case hex digits
 * @param entry path inside the package archives that carry it, or null if none does
 * @param carrier name of the only package that carries it, or null if all the model's packages do
 */
public record ModelFile(
    String path, long size, String sha256, @Nullable String entry, @Nullable String carrier) {
  @JsonCreator
  public ModelFile(
      @JsonProperty(value = "path", required = true) String path,
      @JsonProperty(value = "size", required = true) long size,
      @JsonProperty(value = "sha256", required = true) String sha256,
      @JsonProperty("entry") @Nullable String entry,
      @JsonProperty("package") @Nullable String carrier) {
    if (path.startsWith("/") || path.contains("..") || path.contains("\\")) {
      throw new IllegalArgumentException("a model's file must stay in its folder: " + path);
    }
    if (size < 0) {
      throw new IllegalArgumentException("negative size: " + path);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("not a SHA-256 in hex: " + path);
    }
    this.path = path;
    this.size = size;
    this.sha256 = sha256;
    this.entry = entry;
    this.carrier = carrier;
  }

  /** Returns whether the archive of a package carries this file. */
  boolean isIn(ModelSource.PackageFile archive) {
    return entry != null && (carrier == null || carrier.equals(archive.name()));
  }
}
