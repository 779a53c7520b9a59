package dev.mynah.engine.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small models of seeded random bytes. */
final class TestModels {
  static final String NAME = "thrush";

  private TestModels() {}

  /** Returns the bytes of the test model's two files by path. */
  static Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>();
    contents.put("net/voice.onnx", bytes(1, 300_000));
    contents.put("words.json", bytes(2, 5_000));
    return contents;
  }

  /** Returns the bytes of one file of the test model. */
  static byte[] content(String path) {
    return Objects.requireNonNull(contents().get(path), path);
  }

  static ModelCatalogue catalogue(Path scratch, ModelSource... sources) throws IOException {
    List<ModelFile> files = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : contents().entrySet()) {
      files.add(
          new ModelFile(
              file.getKey(),
              file.getValue().length,
              sha256(scratch, file.getValue()),
              "pack/assets/" + file.getKey(),
              null));
    }
    return new ModelCatalogue(
        List.of(
            new ModelManifest(
                NAME,
                "1.2",
                "Thrush, for tests",
                "Apache-2.0",
                "Nobody",
                URI.create("https://example.com/thrush"),
                files,
                List.of(sources))));
  }

  /** Returns the test model with other files. */
  static ModelManifest changed(ModelCatalogue catalogue, UnaryOperator<ModelFile> change) {
    ModelManifest model = catalogue.models().getFirst();
    return new ModelManifest(
        model.name(),
        model.version(),
        model.title(),
        model.licence(),
        model.credit(),
        model.home(),
        model.files().stream().map(change).toList(),
        model.sources());
  }

  /** Writes the test model's package archive and returns how a manifest would name it. */
  static ModelSource.PackageFile archive(Path target) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(target))) {
      for (Map.Entry<String, byte[]> file : contents().entrySet()) {
        ZipEntry entry = new ZipEntry("pack/assets/" + file.getKey());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(file.getValue());
      }
    }
    return new ModelSource.PackageFile(
        "pip",
        "thrush-tts",
        "1.2",
        target.getFileName().toString(),
        DurableFiles.sha256(target),
        Files.size(target));
  }

  /** Writes the test model's files as npm would and returns how a manifest would name it. */
  static ModelSource.PackageFile npmArchive(Path target) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(target)))) {
      for (Map.Entry<String, byte[]> file : contents().entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry("pack/assets/" + file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return new ModelSource.PackageFile(
        "npm",
        "@birds/thrush",
        "1.2",
        target.getFileName().toString(),
        DurableFiles.sha256(target),
        Files.size(target));
  }

  static void writeFiles(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : contents().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static String sha256(Path scratch, byte[] content) throws IOException {
    Path file = Files.createTempFile(scratch, "hash", ".tmp");
    Files.write(file, content);
    String hash = DurableFiles.sha256(file);
    Files.delete(file);
    return hash;
  }

  private static byte[] bytes(long seed, int count) {
    byte[] bytes = new byte[count];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
