package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One Idempotency-Key, one outcome: however often, however soon, whatever happens in between. */
final class IdempotencyTest {
  private static final int CALLERS = 20;

  @TempDir private Path folder;
  private WebPeer web;
  private TestServer server;
  private Api client;
  private String recording;

  @BeforeEach
  void start() throws Exception {
    web = new WebPeer();
    recording = web.serve("/me.wav", Recordings.tone(220, 1, 16_000));
    server = TestServer.start(folder);
    client = server.client("ann");
  }

  @AfterEach
  void stop() {
    server.close();
    web.close();
  }

  @Test
  void twentySameRequestsAtOnceMakeOneVoice() throws Exception {
    Set<String> answers = new HashSet<>();
    for (Api.Reply reply : atOnce("/fish/voices", Map.of("voice_url", recording))) {
      assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
      assertThat(reply.header("x-trace-id")).isEqualTo(reply.json().path("trace_id").asText());
      answers.add(
          reply.json().path("task_id").asText()
              + reply.json().path("data").path("_id").asText()
              + reply.json().path("trace_id").asText());
    }

    assertThat(answers).hasSize(1);
    assertThat(client.get("/fish/model?self=true").json().path("total").asInt()).isOne();
    assertThat(history().path("count").asInt()).isOne();
  }

  @Test
  void twentySameTextsAtOnceAreSpokenAndPaidOnce() throws Exception {
    Set<String> links = new HashSet<>();
    for (Api.Reply reply : atOnce("/fish/tts", Map.of("text", "Once."))) {
      assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
      links.add(reply.json().path("audio_url").asText());
    }

    assertThat(links).hasSize(1);
    assertThat(history().path("count").asInt()).isOne();
    JsonNode task = history().path("items").path(0);
    assertThat(task.path("response").path("cost").path("amount").asInt()).isEqualTo(5);
  }

  @Test
  void aRepeatAfterARestartIsTheSameVoice() throws Exception {
    Map<String, String> order = Map.of("voice_url", recording, "title", "Ann");
    JsonNode made = post("/fish/voices", order).json();

    restart();

    assertThat(post("/fish/voices", order).json().path("data").path("_id"))
        .isEqualTo(made.path("data").path("_id"));
    assertThat(client.get("/fish/model?self=true").json().path("total").asInt()).isOne();
  }

  @Test
  void aRepeatAfterAStopInTheMiddleIsTheSameTask() throws Exception {
    server.engine.hold();
    Map<String, ?> order = Map.of("text", "Cut off in the middle.", "async", true);
    String taskId = post("/fish/tts", order).json().path("task_id").asText();

    restart();

    assertThat(post("/fish/tts", order).json().path("task_id").asText()).isEqualTo(taskId);
    assertThat(client.finishedTask(taskId).path("response").path("success").asBoolean()).isTrue();
    assertThat(history().path("count").asInt()).isOne();
  }

  private void restart() throws Exception {
    int port = server.port();
    server.close();
    server = TestServer.start(folder, port);
  }

  private JsonNode history() {
    return client.post("/fish/tasks", Map.of("action", "retrieve_batch")).json();
  }

  private Api.Reply post(String path, Map<String, ?> body) {
    String json = Api.JSON.valueToTree(body).toString();
    return client.send(client.postRequest(path, json).header("idempotency-key", "once"));
  }

  private List<Api.Reply> atOnce(String path, Map<String, ?> body) throws Exception {
    CyclicBarrier start = new CyclicBarrier(CALLERS);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Reply>> calls = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        calls.add(
            callers.submit(
                () -> {
                  start.await(20, TimeUnit.SECONDS);
                  return post(path, body);
                }));
      }
      List<Api.Reply> replies = new ArrayList<>();
      for (Future<Api.Reply> call : calls) {
        replies.add(call.get(60, TimeUnit.SECONDS));
      }
      return replies;
    }
  }
}
