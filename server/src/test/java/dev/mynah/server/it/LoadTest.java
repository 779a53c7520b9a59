package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers are told when there is more to do than can be done, or the server stops. */
final class LoadTest {
  private static final Map<String, String> ORDER = Map.of("text", "some words to say");

  @TempDir private Path folder;

  @Test
  void tellsCallersToComeBackWhenAllWorkersAndPlacesAreTaken() throws Exception {
    try (TestServer server = TestServer.startTiny(folder, 2, Duration.ofSeconds(30))) {
      Api client = server.client("ann");
      server.engine.hold();
      List<CompletableFuture<Api.Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        replies.add(client.postLater("/fish/tts", ORDER));
      }
      // Two are spoken and two wait; the other four are refused at once.
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> replies.stream().filter(CompletableFuture::isDone).count() == 4);
      assertThat(client.get("/fish/model").status()).isEqualTo(200);
      for (CompletableFuture<Api.Reply> reply : replies) {
        if (reply.isDone()) {
          assertThat(reply.join().status()).isEqualTo(429);
          assertThat(reply.join().code()).isEqualTo("too_many_requests");
          assertThat(Integer.parseInt(reply.join().header("retry-after"))).isBetween(1, 60);
        }
      }
      server.engine.release();
      assertThat(replies.stream().filter(reply -> reply.join().status() == 200)).hasSize(4);
    }
  }

  @Test
  void aStopLetsWorkUnderWayBeAnswered() throws Exception {
    try (TestServer server = TestServer.startTiny(folder, 2, Duration.ofSeconds(30))) {
      Api client = server.client("ann");
      server.engine.hold();
      CompletableFuture<Api.Reply> underWay = client.postLater("/fish/tts", ORDER);
      await().atMost(Duration.ofSeconds(20)).until(() -> server.engine.speaking() == 1);

      CompletableFuture<Void> stopped =
          CompletableFuture.runAsync(server::close, task -> Thread.ofVirtual().start(task));
      await().atMost(Duration.ofSeconds(20)).until(() -> refuses(client));
      assertThat(stopped).isNotDone();
      server.engine.release();

      assertThat(underWay.join().status()).isEqualTo(200);
      stopped.join();
    }
  }

  @Test
  void anAnswerThatTakesTooLongNamesItsTask() throws Exception {
    try (TestServer server = TestServer.startTiny(folder, 2, Duration.ofMillis(300))) {
      Api client = server.client("ann");
      Api.Reply reply;
      try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
        String url = "http://127.0.0.1:" + silent.getLocalPort() + "/never.wav";
        reply = client.post("/fish/voices", Map.of("voice_url", url));
      }

      // The work went on, and failed when the silent peer hung up.
      assertThat(reply.status()).isEqualTo(504);
      assertThat(reply.code()).isEqualTo("timeout");
      JsonNode task = client.finishedTask(reply.json().path("task_id").asText());
      assertThat(task.path("response").path("success").asBoolean(true)).isFalse();
      assertThat(reply.json().path("trace_id")).isEqualTo(task.path("trace_id"));
    }
  }

  private static boolean refuses(Api client) {
    return client
        .postLater("/fish/tasks", Map.of("id", "x"))
        .handle((reply, failure) -> failure != null || reply.status() == 503)
        .join();
  }
}
