package dev.mynah.server.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that speak and clone, and the server, with an engine that hums. */
@Timeout(120)
class VoiceCommandsTest {
  private static final int RATE = 24_000; // Hz

  @TempDir Path home;

  @Test
  void listsThePresetVoices() throws IOException {
    assertThat(run("voices").out()).containsPattern("a{32} +Hum +en +public +Hums\\.");
    assertThat(run("voices", "--json").json().get(0).get("title").asText()).isEqualTo("Hum");
  }

  @Test
  void saysATextIntoAFileOfTheFormatItsNameTells() throws IOException {
    Path wav = home.resolve("hello.wav");
    Run said = run("say", "Good evening.", "--voice", "hum", "--out", wav.toString());

    assertThat(said.status()).as(said.err()).isZero();
    assertThat(new String(Files.readAllBytes(wav), 0, 4, StandardCharsets.US_ASCII))
        .isEqualTo("RIFF");
    assertThat(said.err()).contains("s of speech in");

    Path mp3 = home.resolve("hello.bin");
    Run json =
        run("say", "-", "--voice", "Hum", "--out", mp3.toString(), "--format", "mp3", "--json");
    assertThat(json.status()).as(json.err()).isZero();
    assertThat(json.json().get("seconds").asDouble()).isPositive();
    assertThat(Files.size(mp3)).isGreaterThan(500);
  }

  @Test
  void sameSeedSameAudio() throws IOException {
    Path first = home.resolve("1.wav");
    Path second = home.resolve("2.wav");
    run("say", "Twice.", "--voice", "hum", "--out", first.toString(), "--seed", "7");
    run("say", "Twice.", "--voice", "hum", "--out", second.toString(), "--seed", "7");

    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void leavesNoFileWhenItCannotSpeak() throws IOException {
    Path out = home.resolve("never.mp3");

    Run unknown = run("say", "Hello.", "--voice", "nobody", "--out", out.toString());

    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).startsWith("mynah: ").doesNotContain("Exception");
    assertThat(run("say", "Hi.", "--voice", "hum", "--out", home + "/x.aiff").status())
        .isEqualTo(2);
    assertThat(run("say", "Hi.", "--voice", "hum", "--out", home + "/x.mp3", "--speed=9").status())
        .isEqualTo(2);
    assertThat(run("say", "Hi.", "--voice", "hum", "--out", home + "/no/x.mp3").err())
        .contains("doesn't exist");
    try (var files = Files.list(home)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.endsWith(".part") || name.endsWith(".mp3"));
    }
  }

  @Test
  void clonesAFileAndSpeaksWithTheNewVoice() throws IOException {
    Path recording = recording();

    Run cloned = run("clone", recording.toString(), "--title", "Reader", "--json");

    assertThat(cloned.status()).as(cloned.err()).isZero();
    JsonNode voice = cloned.json();
    assertThat(voice.get("title").asText()).isEqualTo("Reader");
    assertThat(voice.get("state").asText()).isEqualTo("trained");
    assertThat(run("voices").out()).contains("Reader").contains("private");
    Path out = home.resolve("hello.mp3");
    Run said = run("say", "Hello.", "--voice", "reader", "--out", out.toString());
    assertThat(said.status()).as(said.err()).isZero();
    assertThat(out).isNotEmptyFile();
  }

  @Test
  void carriesAVoiceAsAFile() throws IOException {
    Run cloned = run("clone", recording().toString(), "--title", "Reader", "--json");
    String id = cloned.json().get("id").asText();
    Path archive = home.resolve("reader.zip");

    Run exported = run("voices", "export", id, "--out", archive.toString());
    Run imported = run("voices", "import", archive.toString(), "--json");

    assertThat(exported.status()).as(exported.err()).isZero();
    assertThat(imported.status()).as(imported.err()).isZero();
    assertThat(imported.json().get("id").asText()).isNotEqualTo(id);
    assertThat(run("voices").out()).containsPattern("(?s)Reader.*Reader");
    assertThat(run("voices", "export", "a".repeat(32), "--out", archive.toString()).err())
        .contains("comes with the server");
    assertThat(run("voices", "import", recording().toString()).err()).contains("no voice.json");
    assertThat(run("voices", "import", home + "/nowhere.zip").err()).contains("There is no file");
  }

  @Test
  void showsAndDeletesAVoiceAndKeepsItsRecord() throws IOException {
    Path recording = recording();
    Run cloned =
        run(
            "clone",
            recording.toString(),
            recording.toString(),
            "--title",
            "Reader",
            "--consent",
            "Ann agreed.",
            "--json");
    assertThat(cloned.status()).as(cloned.err()).isZero();
    String id = cloned.json().get("id").asText();

    JsonNode shown = run("voices", "show", id, "--json").json();
    assertThat(shown.get("title").asText()).isEqualTo("Reader");
    assertThat(shown.get("cloned_from").get("consent").asText()).isEqualTo("Ann agreed.");
    assertThat(shown.get("cloned_from").get("recordings")).hasSize(2);
    assertThat(run("voices", "show", id).out()).contains("Reader").contains("private");

    Run unsure = run("voices", "delete", id);
    assertThat(unsure.status()).isEqualTo(1);
    assertThat(unsure.err()).contains("can't be undone; add --yes");
    assertThat(run("voices", "list").out()).contains("Reader");

    Run deleted = run("voices", "delete", id, "--yes");
    assertThat(deleted.status()).as(deleted.err()).isZero();
    assertThat(run("voices").out()).doesNotContain("Reader").contains("Hum");
    assertThat(run("voices", "show", id).status()).isEqualTo(1);
    assertThat(run("voices", "delete", id, "--yes").err()).contains("does not exist");

    assertThat(run("voices", "records").out()).contains(id).contains("Ann agreed.");
    JsonNode record = run("voices", "records", "--json").json().get(0);
    assertThat(record.get("recordings").get(1).get("sha256").asText()).hasSize(64);
    JsonNode audit = run("audit", "--action", "voice", "--json").json();
    assertThat(audit).hasSize(1);
    assertThat(audit.get(0).get("action").asText()).isEqualTo("voice.erase");
    assertThat(audit.get(0).get("subject").asText()).isEqualTo(id);
    assertThat(run("audit").out()).contains("voice.erase");
    assertThat(run("audit", "--owner", "nobody", "--json").json()).isEmpty();
  }

  @Test
  void saysWhyARecordingGivesNoVoice() throws IOException {
    Path text = Files.writeString(home.resolve("letter.txt"), "This is not a recording.");

    Run cloned = run("clone", text.toString(), "--title", "Reader");

    assertThat(cloned.status()).isEqualTo(1);
    assertThat(cloned.err()).startsWith("mynah: ").doesNotContain("Exception");
    assertThat(run("clone", "/no/such.wav", "--title", "x").err())
        .contains("There is no readable file /no/such.wav.");
    assertThat(run("clone", "http://127.0.0.1:1/x.wav", "--title", "x").status()).isEqualTo(1);
  }

  @Test
  void servesAnswersShowsTheFirstKeyOnceAndStops() throws Exception {
    BlockingQueue<Runnable> hooks = new LinkedBlockingQueue<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AtomicInteger status = new AtomicInteger(-1);
    Thread serving = serve(out, hooks, status);

    Runnable stop = hooks.poll(60, TimeUnit.SECONDS);
    assertThat(stop).as(out.toString(StandardCharsets.UTF_8)).isNotNull();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> out.toString(StandardCharsets.UTF_8).contains("Mynah is listening on "));
    String said = out.toString(StandardCharsets.UTF_8);
    String key = said.lines().toList().get(1).strip();
    String url = said.substring(said.lastIndexOf("http://")).strip();
    assertThat(said).contains("Open the console with it: " + url + "/#key=" + key + "\n");

    assertThat(get(url + "/healthz", "none").statusCode()).isEqualTo(200);
    assertThat(get(url + "/readyz", "none").statusCode()).isEqualTo(200);
    assertThat(get(url + "/fish/model", "wrong").statusCode()).isEqualTo(401);
    HttpResponse<String> models = get(url + "/fish/model", key);
    assertThat(models.statusCode()).isEqualTo(200);
    assertThat(models.body()).contains("Hum");
    // Beside the running server, on the same data folder: commands work, a second server doesn't.
    assertThat(run("token", "list").out()).contains("first key");
    Run cloned = run("clone", recording().toString(), "--title", "Beside");
    assertThat(cloned.status()).as(cloned.err()).isZero();
    assertThat(cloned.err()).contains("A server is using this data folder");
    Run second = run("serve", "--port", "0");
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.err()).contains("Another server is using this data folder");

    stop.run();
    serving.join(30_000);
    assertThat(status.get()).isZero();
    assertThat(run("voices").out()).contains("Beside");

    ByteArrayOutputStream again = new ByteArrayOutputStream();
    Thread restarted = serve(again, hooks, status);
    Runnable stopAgain = hooks.poll(60, TimeUnit.SECONDS);
    assertThat(stopAgain).isNotNull();
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> again.toString(StandardCharsets.UTF_8).contains("Mynah is listening on "));
    assertThat(again.toString(StandardCharsets.UTF_8))
        .doesNotContain("API key")
        .doesNotContain("#key=")
        .containsPattern("The console is at http://127.0.0.1:[0-9]+/\n");
    stopAgain.run();
    restarted.join(30_000);
  }

  private Thread serve(OutputStream out, BlockingQueue<Runnable> hooks, AtomicInteger status) {
    CommandContext context =
        Run.context(home, Map.of(), out, OutputStream.nullOutputStream(), hooks::add);
    return Thread.ofPlatform()
        .name("serving")
        .start(() -> status.set(MynahCommand.run(context, "serve", "--port", "0")));
  }

  private static HttpResponse<String> get(String url, String key) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + key).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  /** Ten seconds of a hum of 120 Hz with overtones, as a WAV file. */
  private Path recording() throws IOException {
    int samples = 10 * RATE;
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * samples);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(RATE).putInt(2 * RATE);
    wav.putShort((short) 2).putShort((short) 16);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * samples);
    for (int n = 0; n < samples; n++) {
      double phase = 2 * Math.PI * 120 * n / RATE;
      wav.putShort((short) (6000 * (Math.sin(phase) + 0.5 * Math.sin(2 * phase))));
    }
    return Files.write(home.resolve("reading.wav"), wav.array());
  }

  private Run run(String... arguments) {
    return Run.of(home, Map.of(), arguments);
  }
}
