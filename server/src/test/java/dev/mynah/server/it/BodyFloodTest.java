package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.RawHttp;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many bodies of the largest size at once, against a server with the heap the launcher gives it and
 * the option that ends it when the heap is exhausted.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class BodyFloodTest {
  private static final int CLIENTS = 16;
  private static final int BODY_BYTES = 32 << 20;
  private static final int HUNG_UP = 0;

  @TempDir private Path folder;

  @Test
  void manyOfTheLargestBodiesAtOnceDoNotExhaustTheHeap() throws Exception {
    Process process = server();
    try (BufferedWriter commands = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
      commands.write("start\n");
      commands.flush();
      String started = String.valueOf(answers.readLine());
      assertThat(started).as(log()).startsWith("ok http");
      String address = started.substring(3);

      List<Integer> statuses = flood(URI.create(address).getPort());

      assertThat(process.isAlive()).as(log()).isTrue();
      assertThat(statuses)
          .as("statuses")
          .contains(200)
          .allMatch(List.of(200, 429, HUNG_UP)::contains);
      Api client = new Api(address, ToneServer.KEY);
      assertThat(client.get("/fish/model/" + ToneServer.VOICE).status()).isEqualTo(200);
      assertThat(figure(client, "mynah_http_body_memory_bytes")).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private List<Integer> flood(int port) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Integer>> replies = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        replies.add(threads.submit(() -> send(port)));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> reply : replies) {
        statuses.add(reply.get(200, TimeUnit.SECONDS));
      }
      return statuses;
    }
  }

  /** Sends the body in pieces: sixteen whole ones would be too much for this process. */
  private static int send(int port) throws IOException {
    String head = "{\"text\":\"a few words\",\"junk\":\"";
    byte[] piece = new byte[1 << 16];
    Arrays.fill(piece, (byte) 'x');
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(
          "POST /fish/tts HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer "
              + ToneServer.KEY
              + "\r\nContent-Length: "
              + BODY_BYTES
              + "\r\n\r\n"
              + head);
      int left = BODY_BYTES - head.length() - 2;
      while (left > 0) {
        int count = Math.min(left, piece.length);
        connection.send(count == piece.length ? piece : Arrays.copyOf(piece, count));
        left -= count;
      }
      connection.send("\"}");
      return connection.reply().status();
    } catch (SocketException hungUp) {
      return HUNG_UP; // refused in the middle of its body, and the refusal went under
    }
  }

  private static double figure(Api client, String name) {
    String metrics = new String(client.get("/metrics").http().body(), StandardCharsets.UTF_8);
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow();
  }

  private Process server() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            FaultProgram.class.getName(),
            Files.createDirectories(folder.resolve("disk")).toString());
    builder.redirectError(folder.resolve("log").toFile());
    return builder.start();
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
