package dev.mynah.server.it;

import dev.mynah.server.app.config.MachineDefaults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Folders in the user's cache that hold other people's programs as a package manager put them
 * there: once for a machine and a list of programs, however many checkouts and processes test.
 */
final class ClientHome {
  private static final String RESOURCES = "clients/";
  private static final String COMPLETE = "complete";

  /** Puts the programs into an empty folder, or ends the test. */
  @FunctionalInterface
  interface Installer {
    void install(Path home) throws IOException, InterruptedException;
  }

  private ClientHome() {}

  /**
   * Returns the folder of a list of programs.
   *
   * @param kind the package manager's name
   * @param wanted the list; another list has another folder, since programs may not get on
   * @param installer called if no one has filled the folder yet
   */
  static synchronized Path of(String kind, String wanted, Installer installer)
      throws IOException, InterruptedException {
    CRC32 crc = new CRC32();
    crc.update(wanted.getBytes(StandardCharsets.UTF_8));
    Path root =
        Files.createDirectories(
            MachineDefaults.of(System.getenv(), System.getProperties(), 1)
                .userCache()
                .resolve("test-clients"));
    Path home = root.resolve("%s-%08x".formatted(kind, crc.getValue()));
    try (FileChannel channel =
        FileChannel.open(
            root.resolve(home.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      channel.lock(); // until the channel is closed
      if (!Files.exists(home.resolve(COMPLETE))) {
        delete(home);
        installer.install(Files.createDirectories(home));
        Files.writeString(home.resolve(COMPLETE), wanted); // last: it says that all of it is there
      }
      return home;
    }
  }

  /** Returns the names in a list that lies beside this class, under {@code clients}. */
  static List<String> programs(String list) throws IOException {
    return new String(resource(list), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** Returns a file that lies beside this class, under {@code clients}. */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = ClientHome.class.getResourceAsStream(RESOURCES + name)) {
      if (in == null) {
        throw new IOException("there is no " + name);
      }
      return in.readAllBytes();
    }
  }

  /** Copies scripts to a new folder within a home, from where they find its programs. */
  static Path scripts(Path home, List<String> names) throws IOException {
    Path folder = Files.createTempDirectory(home, "run");
    for (String name : names) {
      Files.write(folder.resolve(name), resource(name));
    }
    return folder;
  }

  /** Deletes a folder and all in it; nothing happens if there is none. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
