package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and one that can't be written, before and while the server runs. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DiskFaultTest {
  private static final Map<String, String> ORDER = Map.of("text", "some words to say");
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path folder;
  private SmallDisk disk;
  private WebPeer web;

  @BeforeEach
  void mount() throws IOException {
    disk = SmallDisk.mounted(folder);
    web = new WebPeer();
  }

  @AfterEach
  void unmount() throws IOException {
    disk.close();
    web.close();
  }

  @Test
  void aFullDiskIsToldAndNothingIsHalfDone() throws Exception {
    Api client = new Api(disk.tell("start"), ToneServer.KEY);
    String recording = web.serve("/me.wav", Recordings.tone(180, 1, 16_000));
    List<String> accepted = new ArrayList<>();
    accepted.add(later(client, "/fish/tts", ORDER));
    client.finishedTask(accepted.getFirst());
    long voices = client.get("/fish/model?self=true").json().path("total").asLong();

    disk.tell("fill");

    for (int i = 0; i < 3; i++) {
      assertUnavailable(client.post("/fish/tts", ORDER));
      assertUnavailable(client.post("/fish/voices", Map.of("voice_url", recording)));
      assertUnavailable(client.post("/fish/tts", Map.of("text", "later", "async", true)));
    }
    assertThat(client.get("/fish/model?self=true").json().path("total").asLong())
        .as("voices, looked at on the full disk")
        .isEqualTo(voices);
    Api.Reply ready = client.get("/readyz");
    assertThat(ready.status()).as("%s", ready.json()).isEqualTo(503);
    assertThat(ready.json().path("checks").path("disk").asText()).contains("can't be written");

    disk.tell("free");

    await().atMost(PATIENCE).until(() -> client.get("/readyz").status() == 200);
    assertThat(client.post("/fish/tts", ORDER).status()).isEqualTo(200);
    Api.Reply voice = client.post("/fish/voices", Map.of("voice_url", recording));
    assertThat(voice.status()).as("%s", voice.json()).isEqualTo(200);
    for (String task : accepted) {
      assertThat(client.finishedTask(task).at("/response/success").asBoolean()).isTrue();
    }
    await().atMost(PATIENCE).until(() -> disk.tell("list").equals("0"));
  }

  /** Work accepted before the disk was full ends once there is room, or says that it failed. */
  @Test
  void workAcceptedBeforeTheDiskIsFullEnds() throws Exception {
    Api client = new Api(disk.tell("start"), ToneServer.KEY);
    List<String> accepted = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Map<String, Object> order =
          Map.of("text", "word ".repeat(400), "callback_url", web.url("/hook"));
      accepted.add(later(client, "/fish/tts", order));
    }

    disk.tell("fill");
    await().atMost(PATIENCE).until(() -> client.post("/fish/tts", ORDER).status() == 503);
    disk.tell("free");

    for (String task : accepted) {
      await()
          .atMost(PATIENCE)
          .until(() -> client.post("/fish/tasks", Map.of("id", task)).json().has("finished_at"));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(web.callbacks().stream().map(WebPeer.Callback::body).toList().toString())
                    .contains(accepted));
  }

  @Test
  void aFolderThatCannotBeWrittenIsRefusedAtTheStart() throws Exception {
    disk.tell("start");
    disk.tell("stop");
    disk.tell("protect");

    assertThat(disk.ask("start"))
        .isEqualTo("failed The data folder can't be written; check its permissions.");

    disk.tell("unprotect");
    Api client = new Api(disk.tell("start"), ToneServer.KEY);
    assertThat(client.post("/fish/tts", ORDER).status()).isEqualTo(200);
  }

  @Test
  void aFolderThatCannotBeWrittenAnyMoreIsToldAndComesBack() throws Exception {
    Api client = new Api(disk.tell("start"), ToneServer.KEY);
    Api.Reply before = client.post("/fish/tts", ORDER);
    assertThat(before.status()).isEqualTo(200);

    disk.tell("protect");

    assertUnavailable(client.post("/fish/tts", ORDER));
    assertThat(client.get(before.json().path("audio_url").asText()).status())
        .as("what is there can be fetched")
        .isEqualTo(200);
    await().atMost(PATIENCE).until(() -> client.get("/readyz").status() == 503);
    assertThat(client.get("/readyz").json().path("checks").path("disk").asText())
        .contains("can't be written");
    assertThat(client.get("/healthz").status()).isEqualTo(200);

    disk.tell("unprotect");

    await().atMost(PATIENCE).until(() -> client.get("/readyz").status() == 200);
    assertThat(client.post("/fish/tts", ORDER).status()).isEqualTo(200);
  }

  private static String later(Api client, String path, Map<String, ?> order) {
    Map<String, Object> async = new HashMap<>(order);
    async.put("async", true);
    Api.Reply reply = client.post(path, async);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().path("task_id").asText();
  }

  private static void assertUnavailable(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(503);
    assertThat(reply.code()).isEqualTo("api_error");
    assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 60);
    assertThat(reply.json().path("trace_id").asText()).isNotEmpty();
  }
}
