package dev.mynah.server.testing;

import dev.mynah.server.blob.S3Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real S3 server, S3Proxy, in a process of its own. It keeps objects as files and refuses
 * requests whose signature is wrong. Started by the first test that needs it; ends with the JVM of
 * the tests.
 */
public final class S3Server {
  public static final S3Settings.Keys KEYS = new S3Settings.Keys("test-key", "test-secret");

  private static final Path JAR = Path.of("target", "s3proxy", "s3proxy.jar");
  private static final Pattern LISTENING =
      Pattern.compile("Started .*ServerConnector@.*\\{127\\.0\\.0\\.1:(\\d+)\\}");

  private final Path folder;
  private final Process process;
  private final int port;
  private final AtomicInteger buckets = new AtomicInteger();

  private static final class Shared {
    static final S3Server SERVER = start();
  }

  private S3Server(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Returns the server all tests share; each takes a bucket of its own. */
  public static S3Server shared() {
    return Shared.SERVER;
  }

  private static S3Server start() {
    try {
      Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "s3-");
      Path objects = Files.createDirectory(home.resolve("objects"));
      Path settings = home.resolve("s3proxy.properties");
      writeSettings(settings, objects);
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-jar",
                  JAR.toAbsolutePath().toString(),
                  "--properties",
                  settings.toString())
              .redirectErrorStream(true)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, home)));
      return new S3Server(objects, process, awaitPort(process));
    } catch (IOException e) {
      throw new UncheckedIOException("the test's S3 server did not start", e);
    }
  }

  private static void stop(Process process, Path home) {
    process.destroyForcibly();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(home)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the objects of the test's S3 server can't be deleted", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void writeSettings(Path file, Path objects) throws IOException {
    Properties settings = new Properties();
    settings.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
    settings.setProperty("s3proxy.authorization", "aws-v2-or-v4");
    settings.setProperty("s3proxy.identity", KEYS.access());
    settings.setProperty("s3proxy.credential", KEYS.secret());
    settings.setProperty("jclouds.provider", "filesystem-nio2");
    settings.setProperty("jclouds.filesystem.basedir", objects.toString());
    try (var out = Files.newBufferedWriter(file)) {
      settings.store(out, null);
    }
  }

  /** Reads on for good afterwards, so that the server is never held up by a full pipe. */
  private static int awaitPort(Process process) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      Matcher matcher = LISTENING.matcher(line);
      if (matcher.find()) {
        Thread.ofPlatform().daemon().name("s3-server-output").start(() -> drain(lines));
        return Integer.parseInt(matcher.group(1));
      }
    }
    throw new IOException("S3Proxy ended before it listened:\n" + said);
  }

  private static void drain(BufferedReader lines) {
    try {
      while (lines.readLine() != null) {
        Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the output of the test's S3 server broke off", e);
    }
  }

  /** Returns the port on loopback. */
  public int port() {
    return port;
  }

  /** Returns its address. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Makes a bucket; returns its name. */
  public String newBucket() {
    String name = "bucket-" + process.pid() + "-" + buckets.incrementAndGet();
    try {
      Files.createDirectory(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  /** Returns how to reach a bucket, swept whenever one asks. */
  public S3Settings settings(String bucket) {
    return settings(bucket, endpoint(), KEYS, false);
  }

  /** Returns how to reach a bucket by another address, or with other keys. */
  public S3Settings settings(
      String bucket, URI endpoint, S3Settings.@Nullable Keys keys, boolean directLinks) {
    return new S3Settings(
        endpoint, null, "us-east-1", bucket, "mynah/", keys, true, directLinks, Duration.ZERO);
  }

  /** Returns the ids of the files in a bucket. */
  public List<String> ids(String bucket) {
    try (Stream<Path> files = Files.list(objects(bucket))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes all objects of a bucket look this old to whoever lists them. */
  public void age(String bucket, Duration age) {
    FileTime time = FileTime.from(Instant.now().minus(age));
    try (Stream<Path> files = Files.list(objects(bucket))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, time);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts an object into a bucket past S3. */
  public void plant(String bucket, String name) {
    try {
      Files.write(objects(bucket).resolve(name), new byte[] {1});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path objects(String bucket) throws IOException {
    return Files.createDirectories(folder.resolve(bucket).resolve("mynah").resolve("blobs"));
  }
}
