package dev.mynah.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The store under processes that run at the same time, die, or find a full disk. */
@Timeout(60)
class ModelStoreProcessesTest {
  private static final int FIRST_BYTES = 120_000;

  @TempDir Path scratch;

  private final CountDownLatch released = new CountDownLatch(1);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer slow;

  /** A server that stops in the middle of the large file until it is released. */
  @BeforeEach
  void startServer() throws IOException {
    slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.setExecutor(threads);
    slow.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(path + (range == null ? "" : " " + range));
            byte[] content = TestModels.content(path);
            int from =
                range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            exchange.getResponseHeaders().set("ETag", "\"same\"");
            exchange
                .getResponseHeaders()
                .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/*");
            exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
            OutputStream body = exchange.getResponseBody();
            int first = Math.min(FIRST_BYTES, content.length - from);
            body.write(content, from, first);
            body.flush();
            if (first < content.length - from) {
              released.await();
              body.write(content, from + first, content.length - from - first);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    slow.start();
  }

  @AfterEach
  void stopServer() {
    released.countDown();
    slow.stop(0);
    threads.shutdownNow();
  }

  @Test
  void aSecondProcessWaitsAndFindsTheModelThere() throws Exception {
    Process first = pull();
    try (BufferedReader firstSays = first.inputReader()) {
      awaitLine(firstSays, "bytes ");
      Process second = pull();
      try (BufferedReader secondSays = second.inputReader()) {
        awaitLine(secondSays, "Another process is fetching thrush; waiting for it.");
        released.countDown();
        awaitLine(secondSays, "Another process has provided thrush.");
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
      } finally {
        second.destroyForcibly();
      }
      awaitLine(firstSays, "Installed thrush 1.2");
    } finally {
      first.destroyForcibly();
    }
    assertThat(requests).containsExactly("net/voice.onnx", "words.json");
  }

  @Test
  void goesOnWhereAKilledProcessStopped() throws Exception {
    Process first = pull();
    try (BufferedReader says = first.inputReader()) {
      String line = awaitLine(says, "bytes ");
      while (!line.equals("bytes " + FIRST_BYTES)) {
        line = awaitLine(says, "bytes ");
      }
    } finally {
      first.destroyForcibly();
      assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    released.countDown();

    Process second = pull();
    try (BufferedReader says = second.inputReader()) {
      awaitLine(says, "Installed thrush 1.2");
    } finally {
      second.destroyForcibly();
    }
    assertThat(requests)
        .containsExactly(
            "net/voice.onnx", "net/voice.onnx bytes=" + FIRST_BYTES + "-", "words.json");
  }

  /** A file system of 256 KiB, where this machine lets us have one: the write itself fails. */
  @Test
  void saysThatTheDiskIsFullWhenItFillsUpOnTheWay() throws Exception {
    Path small = Files.createDirectory(scratch.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString()) == 0,
        "a small file system can't be mounted here (it needs root on Linux)");
    released.countDown();
    try {
      ModelStore store =
          new ModelStore(
              small,
              null,
              TestModels.catalogue(scratch, new ModelSource.Web(home())),
              List.of(),
              new RoomAtFirst(),
              Duration.ofMillis(1));
      ModelException failure =
          catchThrowableOfType(
              ModelException.class, () -> store.ensure(TestModels.NAME, ModelProgress.NONE));
      assertThat(failure.error()).isEqualTo(ModelError.DISK_FULL);
      assertThat(failure)
          .hasMessageContaining("thrush needs ")
          .hasMessageContaining(small.toString())
          .hasRootCauseMessage("No space left on device");
    } finally {
      assertThat(run("umount", small.toString())).isZero();
    }
  }

  /** Claims room when asked for the first time, as if another program took it afterwards. */
  private static final class RoomAtFirst implements DiskSpace {
    private boolean asked;

    @Override
    public long usableBytes(Path folder) throws IOException {
      boolean first = !asked;
      asked = true;
      return first ? Long.MAX_VALUE : DiskSpace.REAL.usableBytes(folder);
    }
  }

  private URI home() {
    return URI.create("http://127.0.0.1:" + slow.getAddress().getPort() + "/");
  }

  private Process pull() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PullProgram.class.getName(),
            scratch.resolve("store").toString(),
            scratch.toString(),
            home().toString())
        .redirectErrorStream(true)
        .start();
  }

  private static int run(String... command) throws IOException, InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor();
    } catch (IOException e) {
      return -1; // no such program
    }
  }

  private static String awaitLine(BufferedReader lines, String start) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(start)) {
        return line;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("no line starts with \"" + start + "\" in:\n" + seen);
  }
}
