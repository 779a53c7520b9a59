package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.JumpingClock;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clock that is set an hour forward or back while the server works. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ClockJumpTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path data;
  private final JumpingClock clock = new JumpingClock();

  /** Two callbacks fail before the jump and wait; half the work is begun, half of it waits. */
  @ParameterizedTest
  @ValueSource(longs = {60, -60})
  void acceptedWorkEndsAndIsCalledBackOnce(long minutes) throws Exception {
    try (WebPeer web = new WebPeer();
        ToneServer server = ToneServer.start(data, Map.of("callback-delay", "500ms"), clock)) {
      web.answerCallbacks(number -> number <= 2 ? 500 : 200);
      List<String> tasks = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        tasks.add(later(server, web, "a few words"));
      }
      await().atMost(PATIENCE).until(() -> web.callbacks().size() >= 2);
      server.engine.hold();
      for (int i = 0; i < 5; i++) {
        tasks.add(later(server, web, "some more words"));
      }
      await().atMost(PATIENCE).until(() -> server.engine.speaking() > 0);

      clock.jump(Duration.ofMinutes(minutes));
      server.engine.release();

      for (String task : tasks) {
        JsonNode ended = finished(server, task);
        assertThat(ended.at("/response/success").asBoolean()).as("%s", ended).isTrue();
        assertThat(ended.path("finished_at").asDouble())
            .as("%s", ended)
            .isGreaterThanOrEqualTo(ended.path("created_at").asDouble());
        assertThat(ended.at("/response/latency_ms").asLong(0)).isNotNegative();
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(bodies(web))
                      .satisfies(
                          bodies ->
                              assertThat(tasks)
                                  .allSatisfy(
                                      task ->
                                          assertThat(bodies)
                                              .anyMatch(body -> body.contains(task)))));
      // Seven, two tries that failed, and at most one more of each: nothing was sent in a storm.
      assertThat(web.callbacks()).hasSizeBetween(7, 16);
      assertThat(server.client.post("/fish/tts", Map.of("text", "now")).status()).isEqualTo(200);
    }
  }

  @Test
  void linksAndVoicesOutliveAJump() throws Exception {
    try (WebPeer web = new WebPeer();
        ToneServer server = ToneServer.start(data, Map.of(), clock)) {
      String recording = web.serve("/me.wav", Recordings.tone(180, 1, 16_000));
      String link =
          server
              .client
              .post("/fish/tts", Map.of("text", "words"))
              .json()
              .path("audio_url")
              .asText();
      for (long minutes : new long[] {60, -120, 60}) {
        clock.jump(Duration.ofMinutes(minutes));

        assertThat(server.client.get(link).status()).isEqualTo(200);
        Api.Reply voice = server.client.post("/fish/voices", Map.of("voice_url", recording));
        assertThat(voice.status()).as("%s", voice.json()).isEqualTo(200);
        String id = voice.json().at("/data/_id").asText();
        assertThat(server.client.get("/fish/model/" + id).status()).isEqualTo(200);
        assertThat(
                server
                    .client
                    .post("/fish/tts", Map.of("text", "words", "reference_id", id))
                    .status())
            .isEqualTo(200);
      }
    }
  }

  private static List<String> bodies(WebPeer web) {
    return web.callbacks().stream().map(WebPeer.Callback::body).toList();
  }

  private static String later(ToneServer server, WebPeer web, String text) {
    Api.Reply reply =
        server.client.post("/fish/tts", Map.of("text", text, "callback_url", web.url("/hook")));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().path("task_id").asText();
  }

  private static JsonNode finished(ToneServer server, String task) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> server.client.post("/fish/tasks", Map.of("id", task)).json(),
            json -> json.has("finished_at"));
  }
}
