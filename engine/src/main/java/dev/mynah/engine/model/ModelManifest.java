package dev.mynah.engine.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.util.List;

/**
 * What a model consists of, whose work it is and where it can be had.
 *
 * @param name lower-case name used in configuration, e.g. {@code lark}
 * @param version of the files; another version lives beside this one
 * @param title for people
 * @param licence SPDX identifier
 * @param credit whose work it is, for display
 * @param home page about the model
 * @param files all of them
 * @param sources in the order they are tried
 */
public record ModelManifest(
    @JsonProperty(value = "name", required = true) String name,
    @JsonProperty(value = "version", required = true) String version,
    @JsonProperty(value = "title", required = true) String title,
    @JsonProperty(value = "licence", required = true) String licence,
    @JsonProperty(value = "credit", required = true) String credit,
    @JsonProperty(value = "home", required = true) URI home,
    @JsonProperty(value = "files", required = true) List<ModelFile> files,
    @JsonProperty(value = "sources", required = true) List<ModelSource> sources) {
  public ModelManifest {
    if (!name.matches("[a-z0-9][a-z0-9-]*") || !version.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException("not a plain name and version: " + name + " " + version);
    }
    files = List.copyOf(files);
    sources = List.copyOf(sources);
  }

  /** Returns the size of all files, in bytes. */
  public long totalBytes() {
    return files.stream().mapToLong(ModelFile::size).sum();
  }

  /** Returns the name of the model's folder in a store or a mirror, e.g. {@code lark-0.2.1}. */
  public String folderName() {
    return name + "-" + version;
  }
}
