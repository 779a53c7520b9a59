package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.app.Main;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program itself, as a process that is started, told to stop, and started again. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServeProcessTest {
  private static final String LISTENING = "Mynah is listening on ";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final OddPeer recordings = new OddPeer();
  private final WebPeer web = new WebPeer();
  private @Nullable Process running;

  ServeProcessTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    if (running != null) {
      running.destroyForcibly();
    }
    recordings.close();
    web.close();
  }

  @Test
  void aVoiceHalfMadeWhenTheServerIsStoppedIsMadeAfterTheNextStart() throws Exception {
    Started first = serve();
    assertThat(first.key()).as("key of the first start").isNotEmpty();
    Api client = new Api(first.url(), first.key());
    byte[] recording = RealServer.spoken(client, "maren", RealServer.PASSAGE, "wav");
    String url = recordings.stall("/me.wav", Arrays.copyOf(recording, 50_000), recording.length);
    String task =
        client
            .post(
                "/fish/voices",
                Map.of("voice_url", url, "title", "Maren", "callback_url", web.url("/hook")))
            .json()
            .path("task_id")
            .asText();
    await().atMost(PATIENCE).until(() -> recordings.visits("/me.wav") > 0);

    first.process().destroy(); // SIGTERM

    assertThat(first.process().waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
    assertThat(first.process().exitValue()).as(log()).isZero();
    assertThat(web.callbacks()).isEmpty();

    recordings.serve("/me.wav", recording);
    Started second = serve();
    assertThat(second.key()).as("key of a later start").isEmpty();
    Api again = new Api(second.url(), first.key());
    JsonNode response = again.finishedTask(task).path("response");
    assertThat(response.path("status").asText()).as("%s", response).isEqualTo("succeeded");
    assertThatTheVoiceIsWhole(again, response.path("data").path("_id").asText());
    await().atMost(PATIENCE).until(() -> !web.callbacks().isEmpty());
    assertThat(web.callbacks()).hasSize(1);
    assertThat(web.callbacks().getFirst().body()).contains(task, "\"success\":true");

    second.process().destroy();
    assertThat(second.process().waitFor(30, TimeUnit.SECONDS)).as("has ended").isTrue();
    assertThat(second.process().exitValue()).as(log()).isZero();
  }

  private static void assertThatTheVoiceIsWhole(Api client, String id) {
    JsonNode own = client.get("/fish/model?self=true").json();
    assertThat(own.path("total").asInt()).as("voices made").isEqualTo(1);
    JsonNode voice = client.get("/fish/model/" + id).json();
    assertThat(voice.path("state").asText()).isEqualTo("trained");
    assertThat(voice.path("samples").size()).isEqualTo(2);
    for (JsonNode sample : voice.path("samples")) {
      assertThat(client.get(sample.path("audio").asText()).status()).isEqualTo(200);
    }
    byte[] speech = RealServer.spoken(client, id, "Here I am again.", "wav");
    assertThat(Recordings.read(speech).seconds()).isBetween(0.6, 3.0);
  }

  /**
   * A server that listens.
   *
   * @param key printed at its start, empty if none was
   */
  private record Started(Process process, String url, String key) {}

  private Started serve() throws IOException {
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--port",
            "0",
            "--data",
            folder.resolve("data").toString(),
            "--fetch-allow",
            "127.0.0.0/8",
            "--stop-grace",
            "300ms");
    command.environment().keySet().removeIf(name -> name.startsWith("MYNAH_"));
    command.environment().putAll(RealServer.modelVariables());
    command.redirectError(ProcessBuilder.Redirect.appendTo(logFile()));
    Process process = command.start();
    running = process;
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    String key = "";
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(LISTENING)) {
        return new Started(process, line.substring(LISTENING.length()), key);
      }
      if (line.startsWith("  ")) {
        key = line.strip();
      }
    }
    throw new AssertionError("The server ended before it listened:\n" + log());
  }

  private File logFile() {
    return folder.resolve("server.log").toFile();
  }

  private String log() throws IOException {
    return Files.readString(logFile().toPath());
  }
}
