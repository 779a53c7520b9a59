package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.SlowPeer;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a clone, as whoever follows it is told. */
class ProgressTest {
  private static final byte[] TONE = Recordings.tone(220, 2, 16_000);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir Path folder;
  private WebPeer web;
  private ToneServer server;

  @BeforeEach
  void start() throws Exception {
    web = new WebPeer();
    server = ToneServer.start(folder, Map.of("clone-workers", "1"));
    await("the preset's sample") // or holding the engine would hold that one
        .atMost(PATIENCE)
        .until(() -> !samplesOf(ToneServer.VOICE).isEmpty());
  }

  private JsonNode samplesOf(String voice) {
    return server.client.get("/fish/model/" + voice).json().path("samples");
  }

  @AfterEach
  void stop() {
    server.engine.release();
    server.close();
    web.close();
  }

  /** One event of a stream. */
  private record Event(String name, JsonNode data) {
    String step() {
      return data.path("step").asText();
    }
  }

  @Test
  void tellsEveryStepUntilTheVoiceIsReady() throws Exception {
    try (SlowPeer slow = new SlowPeer(TONE)) {
      String task = accepted(slow.url());
      CompletableFuture<List<Event>> one = follow(task);
      slow.awaitAsked();
      CompletableFuture<List<Event>> other = follow(task);
      await().atMost(PATIENCE).until(() -> watchers() == 2);
      slow.sendHalf();
      slow.sendRest();

      List<Event> events = one.get(60, TimeUnit.SECONDS);

      assertThat(events.stream().map(Event::step).filter(step -> !step.isEmpty()).distinct())
          .containsSubsequence("fetching", "decoding", "inspecting", "profile", "sample", "cover");
      assertThat(events)
          .filteredOn(event -> event.step().equals("fetching") && event.data().has("bytes"))
          .isNotEmpty()
          .allSatisfy(
              event -> {
                assertThat(event.data().path("total_bytes").asLong()).isEqualTo(TONE.length);
                assertThat(event.data().path("recordings").asInt()).isEqualTo(1);
              });
      Event end = events.getLast();
      assertThat(end.name()).isEqualTo("end");
      assertThat(end.data().path("state").asText()).isEqualTo("succeeded");
      String voice = end.data().path("voice_id").asText();
      assertThat(server.client.get("/fish/model/" + voice).json().path("state").asText())
          .isEqualTo("trained");
      assertThat(other.get(60, TimeUnit.SECONDS).getLast()).isEqualTo(end);
      assertThat(follow(task).get(60, TimeUnit.SECONDS))
          .as("whoever comes afterwards")
          .containsExactly(end);
    }
  }

  @Test
  void tellsThePlaceOfThoseThatWait() throws Exception {
    server.engine.hold();
    String first = accepted(web.serve("/a.wav", TONE));
    awaitSpeaking();
    String second = accepted(web.url("/a.wav"));
    String third = accepted(web.url("/a.wav"));
    CompletableFuture<List<Event>> waiting = follow(third);
    assertThat(firstOf(second).data())
        .isEqualTo(Api.JSON.readTree("{\"state\":\"pending\",\"step\":\"waiting\",\"place\":1}"));
    assertThat(firstOf(third).data().path("place").asInt()).isEqualTo(2);
    assertThat(firstOf(first).step()).isEqualTo("sample");
    server.engine.release();
    List<Event> events = waiting.get(60, TimeUnit.SECONDS);
    assertThat(events.getFirst().data().path("place").asInt()).isEqualTo(2);
    assertThat(events.getLast().data().path("state").asText()).isEqualTo("succeeded");
  }

  @Test
  void tellsWhyThereIsNoVoiceAsCallersAreTold() throws Exception {
    String task = accepted(web.url("/nowhere.wav"));
    JsonNode end = follow(task).get(60, TimeUnit.SECONDS).getLast().data();
    assertThat(end.path("state").asText()).isEqualTo("failed");
    assertThat(end.path("code").asText()).isEqualTo("fetch_refused");
    assertThat(end.path("field").asText()).isEqualTo("voice_url");
    JsonNode told = server.client.finishedTask(task).path("response").path("error");
    assertThat(end.path("message").asText()).isEqualTo(told.path("message").asText());
  }

  @Test
  void isTheOwnersAlone() {
    String task = accepted(web.serve("/a.wav", TONE));
    Api.Reply missing = server.client.get(path("00000000-0000-0000-0000-000000000000"));
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.code()).isEqualTo("not_found");
    Api nobody = new Api(server.address(), null);
    assertThat(nobody.get(path(task)).status()).isEqualTo(401);
    assertThat(new Api(server.address(), "mynah-nobody").get(path(task)).status()).isEqualTo(401);
  }

  @Test
  void aTaskThatIsTakenOutOfSightEndsItsStream() throws Exception {
    server.engine.hold();
    String task = accepted(web.serve("/a.wav", TONE));
    awaitSpeaking();
    CompletableFuture<List<Event>> events = follow(task);
    await().atMost(PATIENCE).until(() -> watchers() == 1);
    server.client.post("/fish/tasks", Map.of("action", "delete", "id", task));
    JsonNode end = events.get(60, TimeUnit.SECONDS).getLast().data();
    assertThat(end.path("state").asText()).isEqualTo("failed");
    assertThat(end.path("code").asText()).isEqualTo("not_found");
  }

  @Test
  void aWatcherWhoGoesAndAServerThatStopsHoldNobodyUp() throws Exception {
    server.engine.hold();
    String task = accepted(web.serve("/a.wav", TONE));
    awaitSpeaking();
    for (int i = 0; i < 3; i++) {
      assertThat(firstOf(task).step()).isEqualTo("sample"); // and hangs up
    }
    await().atMost(PATIENCE).until(() -> watchers() == 0);
    CompletableFuture<List<Event>> open = follow(task);
    await().atMost(PATIENCE).until(() -> watchers() == 1);
    Thread stopping = Thread.ofPlatform().start(server::close);
    assertThat(open.get(60, TimeUnit.SECONDS).getLast().name())
        .as("the stream ends, the task hasn't")
        .isEqualTo("progress");
    server.engine.release();
    stopping.join(PATIENCE);
    assertThat(stopping.isAlive()).isFalse();
  }

  private void awaitSpeaking() {
    await().atMost(PATIENCE).until(() -> server.engine.speaking() == 1);
  }

  private int watchers() {
    byte[] metrics = new Api(server.address(), null).get("/metrics").http().body();
    return new String(metrics, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("mynah_tasks_watchers "))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private String accepted(String url) {
    Api.Reply reply =
        server.client.post("/fish/voices", Map.of("voice_url", url, "title", "Ann", "async", true));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().path("task_id").asText();
  }

  private static String path(String task) {
    return "/console/api/tasks/" + task + "/progress";
  }

  private Event firstOf(String task) throws Exception {
    HttpResponse<Stream<String>> response =
        CLIENT.send(
            server.client.request(path(task)).GET().build(), HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      return events(lines.limit(3)).getFirst();
    }
  }

  private CompletableFuture<List<Event>> follow(String task) {
    return CLIENT
        .sendAsync(
            server.client.request(path(task)).GET().build(), HttpResponse.BodyHandlers.ofLines())
        .thenApply(
            response -> {
              assertThat(response.statusCode()).isEqualTo(200);
              assertThat(response.headers().firstValue("content-type"))
                  .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
              return events(response.body());
            });
  }

  private static List<Event> events(Stream<String> lines) {
    List<Event> events = new ArrayList<>();
    String[] name = {""};
    lines.forEach(
        line -> {
          if (line.startsWith("event: ")) {
            name[0] = line.substring("event: ".length());
          } else if (line.startsWith("data: ")) {
            events.add(new Event(name[0], tree(line.substring("data: ".length()))));
          }
        });
    return events;
  }

  private static JsonNode tree(String json) {
    try {
      return Api.JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
