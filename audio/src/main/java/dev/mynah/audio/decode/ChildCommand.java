package dev.mynah.audio.decode;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * How a child is started: this JVM's own {@code java}, the few jars a decoder needs, a small heap,
 * an empty environment, and the limits the system's shell can set.
 */
final class ChildCommand {
  private static final Path SHELL = Path.of("/bin/sh");

  /**
   * Lowers the limits, then becomes the JVM, so that killing the process kills the decoder. A limit
   * the system doesn't know is left out; the parent's clock and bounds hold anyway. Nothing is
   * written to files and no core is dumped.
   */
  private static final String LIMIT_AND_RUN =
      """
      ulimit -c 0 2>/dev/null
      ulimit -f 0 2>/dev/null
      ulimit -t "$1" 2>/dev/null
      ulimit -v "$2" 2>/dev/null
      shift 2
      exec "$@"
      """;

  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx48m",
          "-Xms16m",
          "-Xss512k",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:CompressedClassSpaceSize=32m",
          "-XX:ReservedCodeCacheSize=16m",
          "-XX:-UsePerfData",
          "-XX:+DisableAttachMechanism",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:ErrorFile=" + nullDevice(),
          "-XX:+DisplayVMOutputToStderr",
          "-Xshare:auto",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED");

  private final Path nativeCache;
  private final String classPath;
  private final @Nullable Path archive;

  ChildCommand(Path nativeCache) {
    this.nativeCache = nativeCache.toAbsolutePath();
    List<Path> entries = classPathEntries();
    this.classPath = String.join(File.pathSeparator, entries.stream().map(Path::toString).toList());
    // The JVM archives classes of jars only, so a build that runs from class folders has none.
    this.archive =
        entries.stream().allMatch(Files::isRegularFile)
            ? this.nativeCache.resolve("decoder-" + fingerprint(entries) + ".jsa")
            : null;
  }

  /**
   * Returns where the child's classes are archived for a fast start, or null where they can't be.
   */
  @Nullable Path archive() {
    return archive;
  }

  /** A process that unpacks the libraries and, where {@code newArchive} is given, writes that. */
  ProcessBuilder prepare(@Nullable Path newArchive) {
    List<String> command = jvm();
    if (newArchive != null) {
      command.add("-XX:ArchiveClassesAtExit=" + newArchive);
    }
    command.add(DecoderChild.class.getName());
    command.add(DecoderChild.PREPARE);
    return bare(command);
  }

  /** A process that decodes one file. */
  ProcessBuilder decode(
      Path file, MediaHint hint, int sampleRate, long maxSamples, DecodeLimits limits) {
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SHELL)) {
      command.addAll(List.of(SHELL.toString(), "-c", LIMIT_AND_RUN, "decoder"));
      command.add(Long.toString(limits.wallTime().toSeconds() + 1));
      command.add(Long.toString(limits.memoryBytes() >> 10)); // KiB
    }
    command.addAll(jvm());
    if (archive != null && Files.exists(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.add(DecoderChild.class.getName());
    command.add(file.toAbsolutePath().toString());
    command.add(hint.name());
    command.add(Integer.toString(sampleRate));
    command.add(Long.toString(maxSamples));
    return bare(command);
  }

  private List<String> jvm() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + nativeCache);
    command.add("-Djava.io.tmpdir=" + nativeCache);
    command.add("-cp");
    command.add(classPath);
    return command;
  }

  private ProcessBuilder bare(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(nativeCache.toFile());
    Map<String, String> environment = builder.environment();
    @Nullable String systemRoot = environment.get("SystemRoot"); // Windows starts nothing without
    environment.clear();
    environment.put("LC_ALL", "C.UTF-8"); // file names are passed as UTF-8
    environment.put("MALLOC_ARENA_MAX", "2"); // glibc reserves 64 MiB of addresses for each
    if (systemRoot != null) {
      environment.put("SystemRoot", systemRoot);
    }
    return builder;
  }

  /** The jars or folders the child's own classes come from: one, in a jar that holds everything. */
  private static List<Path> classPathEntries() {
    Set<Path> entries = new LinkedHashSet<>();
    entries.add(origin(DecoderChild.class));
    entries.add(origin(Loader.class));
    entries.add(origin(avcodec.class));
    ClassLoader loader = DecoderChild.class.getClassLoader();
    for (String library : List.of("ffmpeg", "javacpp")) {
      String folder = "org/bytedeco/%s/%s/".formatted(library, Loader.getPlatform());
      URL natives = loader == null ? null : loader.getResource(folder);
      if (natives != null && natives.getProtocol().equals("jar")) {
        entries.add(jarOf(natives));
      }
    }
    return List.copyOf(entries);
  }

  private static Path origin(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw new IllegalStateException("no code source for " + type);
    }
    return path(source.getLocation());
  }

  private static Path jarOf(URL insideJar) {
    String text = insideJar.getPath();
    try {
      return path(java.net.URI.create(text.substring(0, text.indexOf("!/"))).toURL());
    } catch (IOException notAUrl) {
      throw new IllegalStateException("not inside a jar: " + insideJar, notAUrl);
    }
  }

  private static Path path(URL location) {
    try {
      return Path.of(location.toURI());
    } catch (URISyntaxException notAPath) {
      throw new IllegalStateException("not a file: " + location, notAPath);
    }
  }

  /** Changes whenever the JVM or a jar does. */
  private static String fingerprint(List<Path> entries) {
    CRC32C sum = new CRC32C();
    StringBuilder text = new StringBuilder(System.getProperty("java.home"));
    text.append(System.getProperty("java.vm.version"));
    for (Path entry : entries) {
      File file = entry.toFile();
      text.append(entry).append(file.length()).append(file.lastModified());
    }
    sum.update(text.toString().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  private static String nullDevice() {
    return File.separatorChar == '\\' ? "NUL" : "/dev/null";
  }
}
