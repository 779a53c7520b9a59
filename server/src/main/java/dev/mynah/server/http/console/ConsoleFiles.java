package dev.mynah.server.http.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All files of the console by name, e.g. {@code js/main.js}, read once from the jar (or the folder
 * of classes) this class comes from. What isn't in the list doesn't exist, so no path of a request
 * ever reaches a file system.
 *
 * <p>Pages name their files under {@code console/}. As they are read, that becomes {@code
 * console/-/VERSION/}, where the version is a hash of all files: modules that import each other
 * relatively follow, so a browser may keep everything for good and yet never mixes two versions.
 */
public final class ConsoleFiles {
  private static final String FOLDER = "dev/mynah/server/http/console";
  private static final String PAGE_ENDING = ".html";
  private static final int VERSION_CHARS = 16;

  private final Map<String, ConsoleFile> files;
  private final String version;

  private ConsoleFiles(Map<String, ConsoleFile> files, String version) {
    this.files = Map.copyOf(files);
    this.version = version;
  }

  /** Reads all files. */
  public static ConsoleFiles load() {
    try {
      Path origin =
          Path.of(ConsoleFiles.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(origin)) {
        return read(origin.resolve(FOLDER));
      }
      try (FileSystem jar = FileSystems.newFileSystem(origin)) {
        return read(jar.getPath(FOLDER));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the console's files can't be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program doesn't know where it is", e);
    }
  }

  private static ConsoleFiles read(Path folder) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    StringBuilder hashes = new StringBuilder();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        if (!name.endsWith(".class")) {
          byte[] content = Files.readAllBytes(file);
          contents.put(name, content);
          hashes.append(name).append(' ').append(ConsoleFile.digest(content)).append('\n');
        }
      }
    }
    String version =
        ConsoleFile.digest(hashes.toString().getBytes(StandardCharsets.UTF_8))
            .substring(0, VERSION_CHARS);
    Map<String, ConsoleFile> files = new TreeMap<>();
    contents.forEach(
        (name, content) ->
            files.put(
                name,
                ConsoleFile.of(
                    name, name.endsWith(PAGE_ENDING) ? versioned(content, version) : content)));
    return new ConsoleFiles(files, version);
  }

  private static byte[] versioned(byte[] page, String version) {
    return new String(page, StandardCharsets.UTF_8)
        .replace("=\"console/", "=\"console/-/" + version + "/")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the file of this name. */
  Optional<ConsoleFile> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  /** Returns what stands for all files as they are now. */
  String version() {
    return version;
  }
}
