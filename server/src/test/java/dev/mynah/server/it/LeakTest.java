package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.testing.RawHttp;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests of all kinds, most of them good, many broken off or bad, leave nothing behind: no
 * memory, thread, open file or socket.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeakTest {
  private static final int CLIENTS = 8;
  private static final int WARM_UP = 400;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;

  @Test
  void aThousandRequestsLeaveNothingBehind() throws Exception {
    leaveNothingBehind(1_000);
  }

  @Test
  @Tag("long")
  void tenThousandRequestsLeaveNothingBehind() throws Exception {
    leaveNothingBehind(10_000);
  }

  private void leaveNothingBehind(int requests) throws Exception {
    try (WebPeer web = new WebPeer();
        ToneServer server =
            ToneServer.start(data, Map.of("synthesis-queue", "1000", "log-level", "warn"))) {
      String recording = web.serve("/me.wav", Recordings.tone(180, 0.6, 16_000));
      Traffic traffic = new Traffic(server, recording, web.url("/missing.wav"), web.url("/hook"));
      traffic.send(WARM_UP, 1);
      settle(server);
      Held before = Held.now();

      traffic.send(requests, 2);
      settle(server);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Held after = Held.now();
                assertThat(after.isNoMoreThan(before))
                    .as("held after %d requests: %s, before: %s", requests, after, before)
                    .isTrue();
              });
    }
  }

  /** Waits until nothing is queued, spoken or delivered any more. */
  private static void settle(ToneServer server) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String metrics =
                  new String(server.client.get("/metrics").http().body(), StandardCharsets.UTF_8);
              return metrics
                  .lines()
                  .filter(line -> line.startsWith("mynah_queue_size{"))
                  .allMatch(line -> line.endsWith(" 0.0"));
            });
  }

  /** Many clients at once, each with a seeded mix of requests. */
  private record Traffic(ToneServer server, String recording, String missing, String hook) {

    void send(int requests, long seed) throws Exception {
      AtomicInteger answered = new AtomicInteger();
      try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
        List<Future<?>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
          Random random = new Random(seed * 100 + i);
          clients.add(
              threads.submit(
                  () -> {
                    for (int n = 0; n < requests / CLIENTS; n++) {
                      one(random);
                      answered.incrementAndGet();
                    }
                    return null;
                  }));
        }
        for (Future<?> client : clients) {
          client.get(PATIENCE.toSeconds() * 10, TimeUnit.SECONDS);
        }
      }
      assertThat(answered).hasValue(requests / CLIENTS * CLIENTS);
    }

    private void one(Random random) throws IOException {
      Api client = server.client;
      int kind = random.nextInt(100);
      if (kind < 25) {
        expect(client.post("/fish/tts", Map.of("text", "a few words")), 200);
      } else if (kind < 30) {
        Map<String, ?> order = Map.of("text", "a few words", "async", true);
        expect(client.post("/fish/tts", order), 200);
      } else if (kind < 33) {
        Map<String, ?> order = Map.of("text", "a few words", "callback_url", hook);
        expect(client.post("/fish/tts", order), 200);
      } else if (kind < 50) {
        expect(client.get("/fish/model/" + ToneServer.VOICE), 200);
      } else if (kind < 60) {
        expect(client.get("/fish/model?page_size=5"), 200);
      } else if (kind < 68) {
        expect(client.post("/fish/tasks", Map.of("id", "no such task")), 200);
      } else if (kind < 70) {
        expect(client.post("/fish/voices", Map.of("voice_url", missing, "async", true)), 200);
      } else if (kind < 71) {
        Map<String, ?> order =
            Map.of("voice_url", recording, "visibility", "private", "async", true);
        expect(client.post("/fish/voices", order), 200);
      } else if (kind < 78) {
        expect(client.post("/fish/tts", "{\"text\":"), 400);
      } else if (kind < 82) {
        expect(client.get("/fish/nowhere"), 404);
      } else if (kind < 86) {
        expect(new Api(server.address(), "wrong").get("/fish/model"), 401);
      } else if (kind < 90) {
        download(client, random);
      } else {
        breakOff(random);
      }
    }

    private void download(Api client, Random random) {
      Api.Reply spoken = client.post("/fish/tts", Map.of("text", "a few words"));
      expect(spoken, 200);
      String url = spoken.json().path("audio_url").asText();
      expect(client.get(url, "Range", "bytes=" + random.nextInt(100) + "-"), 206);
    }

    private void breakOff(Random random) throws IOException {
      String body = "{\"text\":\"a few words\"}";
      String request =
          "POST /fish/tts HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
              + ToneServer.KEY
              + "\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body;
      try (RawHttp connection = new RawHttp(URI.create(server.address()).getPort())) {
        connection.send(request.substring(0, random.nextInt(request.length() + 1)));
      }
    }

    private static void expect(Api.Reply reply, int status) {
      assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    }
  }
}
