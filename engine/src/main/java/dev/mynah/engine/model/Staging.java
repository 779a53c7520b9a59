package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder a model is gathered in before it is installed as a whole. It outlives a failed or
 * killed run, so that the next one goes on where that one stopped. Every file that bears its own
 * name in here has been verified and synced; unfinished ones end with {@code .part}.
 */
final class Staging {
  private final ModelManifest manifest;
  private final Path folder;

  Staging(ModelManifest manifest, Path folder) throws IOException {
    this.manifest = manifest;
    this.folder = folder;
    Files.createDirectories(folder);
  }

  ModelManifest manifest() {
    return manifest;
  }

  Path folder() {
    return folder;
  }

  /** Returns the files not staged yet. */
  List<ModelFile> missing() throws IOException {
    List<ModelFile> missing = new ArrayList<>();
    for (ModelFile file : manifest.files()) {
      if (!staged(file)) {
        missing.add(file);
      }
    }
    return missing;
  }

  /** Returns the bytes that are staged. */
  long stagedBytes() throws IOException {
    long bytes = 0;
    for (ModelFile file : manifest.files()) {
      bytes += staged(file) ? file.size() : 0;
    }
    return bytes;
  }

  /** Returns where an unfinished copy of a file is kept. */
  Path part(ModelFile file) throws IOException {
    Path part = folder.resolve(file.path() + ".part");
    Files.createDirectories(part.getParent());
    return part;
  }

  /**
   * Takes a finished copy, moving it to its own name if it is the right one and removing it if not.
   *
   * @param origin where it came from, for the message
   */
  void accept(ModelFile file, Path copy, String origin) throws IOException, OriginException {
    long size = Files.size(copy);
    String hash = DurableFiles.sha256(copy);
    if (size != file.size() || !hash.equals(file.sha256())) {
      Files.delete(copy);
      throw OriginException.wrongHash(
          "%s gave a wrong %s: expected %d bytes with SHA-256 %s, got %d bytes with %s."
              .formatted(origin, file.path(), file.size(), file.sha256(), size, hash));
    }
    DurableFiles.sync(copy);
    Path target = folder.resolve(file.path());
    Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private boolean staged(ModelFile file) throws IOException {
    Path path = folder.resolve(file.path());
    return Files.isRegularFile(path) && Files.size(path) == file.size();
  }
}
