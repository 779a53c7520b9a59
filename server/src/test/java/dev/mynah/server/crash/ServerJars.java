package dev.mynah.server.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * This process's class path with every folder packed into a jar, and an archive of the classes a
 * server loads. Java takes such an archive for jars only; with it a start costs little more than
 * half, and the proofs start servers by the hundred.
 */
final class ServerJars {
  private final String classPath;
  private final Path archive;

  private ServerJars(String classPath, Path archive) {
    this.classPath = classPath;
    this.archive = archive;
  }

  /** Returns those of this process, packed when they are first asked for. */
  static ServerJars shared() {
    return Shared.JARS;
  }

  private static final class Shared {
    static final ServerJars JARS = make();

    private static ServerJars make() {
      try {
        Path folder = Files.createTempDirectory("mynah-crash");
        folder.toFile().deleteOnExit();
        ServerJars jars = pack(folder);
        jars.writeArchive(folder);
        return jars;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static ServerJars pack(Path folder) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        Path jar = folder.resolve(entries.size() + ".jar");
        pack(path, jar);
        entries.add(jar.toString());
      } else {
        entries.add(entry);
      }
    }
    return new ServerJars(String.join(File.pathSeparator, entries), folder.resolve("classes.jsa"));
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      out.setLevel(0); // read often, kept for a moment
      for (Path path : (Iterable<Path>) all.filter(each -> !each.equals(classes))::iterator) {
        String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
        if (Files.isDirectory(path)) {
          out.putNextEntry(new JarEntry(name + "/")); // some look for files by folder
        } else {
          out.putNextEntry(new JarEntry(name));
          Files.copy(path, out);
        }
      }
    }
  }

  /** Lets a server run and end, which then writes down what classes it loaded. */
  private void writeArchive(Path folder) throws IOException, InterruptedException {
    Path scratch = folder.resolve("scratch");
    List<String> options = List.of("-XX:ArchiveClassesAtExit=" + archive, "-cp", classPath);
    Map<String, String> settings = Map.of("data", scratch.toString(), "port", "0");
    Path log = folder.resolve("log");
    try (ServerProcess server = ServerProcess.start(options, settings, log)) {
      server.awaitReady();
      server.stop();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.forEach(path -> path.toFile().deleteOnExit()); // parents before children, as it asks
    }
  }

  /** Returns the options for Java: class path and archive. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    if (Files.exists(archive)) {
      options.add("-XX:SharedArchiveFile=" + archive);
    }
    options.addAll(List.of("-Xlog:disable", "-cp", classPath));
    return options;
  }
}
