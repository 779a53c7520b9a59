package dev.mynah.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.testing.CrashProgram;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.Principal;
import dev.mynah.server.voice.Voice;
import dev.mynah.server.voice.VoiceState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a whole server with SIGKILL at random moments under load, starts it again on the same data,
 * and looks whether anything it had answered was lost.
 */
class CrashTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Principal ANN = Services.caller("ann");
  private static final int MOST_LINES = 24; // of output before a kill

  private final Path folder;
  private final WebPeer web = new WebPeer();
  private final Random random = new Random(20_261_121);
  private final Set<String> later = new HashSet<>();
  private final Set<String> done = new HashSet<>();

  CrashTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    web.close();
  }

  @Test
  @Timeout(180)
  void nothingAnsweredIsLostInThreeKills() throws Exception {
    killAndCheck(3);
  }

  @Test
  @Tag("long")
  void nothingAnsweredIsLostInTwoHundredKills() throws Exception {
    killAndCheck(200);
  }

  private void killAndCheck(int kills) throws Exception {
    for (int i = 0; i < kills; i++) {
      runAndKill();
    }
    assertThat(later).as("orders answered before a kill").isNotEmpty();
    try (Services services = Services.neverGivingUp(DatabaseKind.SQLITE, folder).start()) {
      for (String id : later) {
        Task task = services.tasks.await(id, PATIENCE);
        assertThat(task.state())
            .as("task %s, %s", id, task.result())
            .isEqualTo(TaskState.SUCCEEDED);
      }
      awaitEmptyQueues(services);
      everyCallbackCame(services);
      everyVoiceIsWhole(services, kills);
      speechThatWasAnsweredIsThere(services);
      noFileIsUnnamedAndNoNameWithoutItsFile(services);
    }
  }

  /** Runs the program until some lines have come, then kills it at once or a little later. */
  private void runAndKill() throws Exception {
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CrashProgram.class.getName(),
                DatabaseKind.SQLITE.name(),
                folder.toString(),
                web.url("/hook"))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int lines = 1 + random.nextInt(MOST_LINES);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).as("first line of the server").isEqualTo("READY");
      for (int i = 0; i < lines; i++) {
        note(out.readLine());
      }
      boolean unused = server.waitFor(random.nextInt(120), TimeUnit.MILLISECONDS);
      // By its handle, since Process.destroyForcibly would throw away what was printed before.
      assertThat(server.toHandle().destroyForcibly()).isTrue();
      assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        note(line);
      }
    } finally {
      server.destroyForcibly();
    }
  }

  private void note(@Nullable String line) {
    assertThat(line).as("output of the server before it was killed").isNotNull();
    String[] words = Objects.requireNonNull(line).split(" ", 2);
    if (words.length < 2 || words[1].length() < 36) {
      return; // the kill cut this line off
    }
    (words[0].equals("DONE") ? done : later).add(words[1]);
  }

  private static void awaitEmptyQueues(Services services) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                services.count("queue_clone")
                        + services.count("queue_speech")
                        + services.count("queue_callback")
                    == 0);
  }

  private void everyCallbackCame(Services services) {
    Map<String, Set<String>> idsOfTask = new HashMap<>();
    for (WebPeer.Callback callback : web.callbacks()) {
      String task = callback.body().replaceAll(".*\"task_id\":\"([^\"]+)\".*", "$1");
      idsOfTask.computeIfAbsent(task, key -> new HashSet<>()).add(callback.webhookId());
      assertThat(services.tasks.find(task)).as("task of a callback").isPresent();
    }
    assertThat(idsOfTask.keySet()).as("tasks called back").containsAll(later);
    assertThat(idsOfTask.values())
        .as("a task has one webhook-id however often it is sent")
        .allSatisfy(ids -> assertThat(ids).hasSize(1));
  }

  private void everyVoiceIsWhole(Services services, int kills) throws IOException {
    List<String> ids = services.strings("select id from voice");
    for (String id : ids) {
      Voice voice = services.voices.existing(id);
      assertThat(voice.state()).as("state of %s", voice.title()).isEqualTo(VoiceState.TRAINED);
      if (!id.equals(Services.PRESET_ID)) {
        assertThat(voice.samples()).hasSize(2);
        assertThat(voice.report()).isNotNull();
        assertThat(services.bytes(Objects.requireNonNull(voice.coverBlobId()))).isNotEmpty();
        assertThat(services.voices.speaker(id, ANN).profile().bytes()).isNotEmpty();
      }
    }
    long clones =
        later.stream()
            .map(id -> services.tasks.find(id).orElseThrow())
            .filter(task -> task.result() instanceof TaskResult.VoiceMade)
            .count();
    assertThat(ids.size() - 1L)
        .as("a voice for each order; each kill may have cut off one more before its answer")
        .isBetween(clones, clones + kills);
    assertThat(services.count("task where type = 'VOICES'")).isEqualTo(ids.size() - 1L);
  }

  private void speechThatWasAnsweredIsThere(Services services) throws IOException {
    for (String id : done) {
      Task task = services.tasks.find(id).orElseThrow();
      if (task.result() instanceof TaskResult.SpeechMade made) {
        assertThat(services.bytes(made.blobId())).as("speech of %s", id).isNotEmpty();
      } else {
        throw new AssertionError("task " + id + " ended with " + task.result());
      }
    }
  }

  private void noFileIsUnnamedAndNoNameWithoutItsFile(Services services) throws IOException {
    int unused = services.blobs.sweep(Duration.ofSeconds(-1)); // as if the grace were over
    Set<String> named = new HashSet<>(services.strings("select distinct sha256 from blob"));
    assertThat(storedFiles()).isEqualTo(named);
    Set<String> used =
        new HashSet<>(
            services.strings(
                "select blob_id from voice_sample union select cover_blob_id from voice"
                    + " where cover_blob_id is not null"
                    + " union select original_blob_id from voice_recording"
                    + " union select decoded_blob_id from voice_recording"));
    List<String> orphans = new ArrayList<>();
    for (String id : services.strings("select id from blob where expires_at is null")) {
      if (!used.contains(id)) {
        orphans.add(id);
      }
    }
    assertThat(orphans).as("recorded files that nothing uses").isEmpty();
  }

  private Set<String> storedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("blobs").resolve("files"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .collect(Collectors.toSet());
    }
  }
}
