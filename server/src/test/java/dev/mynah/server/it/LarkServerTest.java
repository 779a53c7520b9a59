package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.audio.Pcm;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server with the engine it ships with: what it is heard to say, and whom it sounds like. */
@TestInstance(Lifecycle.PER_CLASS)
final class LarkServerTest {
  private static final String SENTENCE = "The ship sails at half past nine tomorrow morning.";
  private static final int RATE = 24_000; // Hz
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private RealServer server;
  private Api client;
  private WebPeer web;
  private OddPeer odd;
  private OddPeer silent; // a receiver of its own: it holds up nobody else's callbacks

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    web = new WebPeer();
    odd = new OddPeer();
    silent = new OddPeer();
    server = RealServer.start(data, Map.of());
    client = server.client;
  }

  @AfterAll
  void stop() {
    odd.close(); // first, so that the stop waits for no receiver
    silent.close();
    server.close();
    web.close();
  }

  @Test
  void listsEightVoicesThatEverybodyMayUse() throws Exception {
    List<JsonNode> presets = presets();

    assertThat(presets)
        .extracting(preset -> preset.path("title").asText())
        .containsExactlyInAnyOrderElementsOf(RealServer.presetPitches().keySet())
        .hasSize(8);
    assertThat(presets)
        .allSatisfy(
            preset -> {
              assertThat(preset.path("visibility").asText()).isEqualTo("public");
              assertThat(preset.path("state").asText()).isEqualTo("trained");
              assertThat(preset.path("description").asText()).isNotBlank();
              assertThat(preset.path("languages").path(0).asText()).isEqualTo("en");
            });
  }

  @Test
  void everyListedVoiceSpeaksAtItsPitch() throws Exception {
    Map<String, Double> pitches = RealServer.presetPitches();
    for (JsonNode preset : presets()) {
      Pcm speech = speech(preset.path("_id").asText(), SENTENCE);

      assertSoundsLikeTheSentence(speech);
      String name = preset.path("title").asText();
      assertPitch(RealServer.medianPitch(speech), pitches.getOrDefault(name, 0.0), name);
    }
  }

  @Test
  void everyListedVoiceCanBeHeardBeforeItIsChosen() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(presets())
                    .allSatisfy(preset -> assertThat(preset.path("samples")).isNotEmpty()));
    String sample = presets().getFirst().path("samples").path(0).path("audio").asText();
    assertThat(client.get(sample).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "933563129e564b19a115bedd57b7406a",
        "9a9cf47702da476aa4629e2506d4a857",
        "ca3007f96ae7499ab87d27ea3599956a",
        "d7900c21663f485ab63ebdb7e5905036",
      })
  void speaksInTheVoicesThatClientsNameUnasked(String id) throws Exception {
    assertSoundsLikeTheSentence(speech(id, SENTENCE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bruno", "Maren"})
  void clonesAVoiceThatSoundsLikeItsRecording(String speaker) throws Exception {
    double pitch = RealServer.presetPitches().getOrDefault(speaker, 0.0);

    Api.Reply reply =
        client.post(
            "/fish/voices",
            Map.of("voice_url", passageBy(speaker), "title", speaker, "visibility", "unlist"));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    JsonNode voice = reply.json().path("data");
    assertThat(voice.path("state").asText()).isEqualTo("trained");
    assertThat(voice.path("samples").size()).isEqualTo(2);
    JsonNode report = voice.path("report");
    assertThat(report.path("speech_seconds").asDouble()).isBetween(8.0, 16.0);
    assertPitch(report.path("median_f0_hz").asDouble(), pitch, "the report");
    Pcm speech = speech(voice.path("_id").asText(), SENTENCE);
    assertSoundsLikeTheSentence(speech);
    assertPitch(RealServer.medianPitch(speech), pitch, "the clone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffffffffffffffffffffffffffffffff", "no such voice", "Clara?"})
  void neverSpeaksInAnotherVoiceThanTheOneAskedFor(String id) {
    assertRefused(
        client.post("/fish/tts", Map.of("text", SENTENCE, "reference_id", id)), "reference_id");
  }

  @ParameterizedTest
  @CsvSource({
    "Russian,Завтра утром корабль отплывает в половине десятого.",
    "Chinese,明天早上九点半船就开了。",
    "French,Le bateau part demain matin à neuf heures et demie pour la Bretagne.",
  })
  void saysWhichLanguageItDoesNotSpeak(String language, String text) {
    assertRefused(client.post("/fish/tts", Map.of("text", text)), language);
  }

  @Test
  void saysWhyARecordingGivesNoVoice() {
    Random random = new Random(5);
    byte[] silence = Recordings.tone(0, 5, RATE);
    byte[] noise = silence.clone();
    ByteBuffer samples = ByteBuffer.wrap(noise).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 44; at < noise.length; at += 2) {
      samples.putShort(at, (short) (3000 * random.nextGaussian()));
    }

    assertRefused(clone(web.serve("/silence.wav", silence)), "silent");
    assertRefused(clone(web.serve("/noise.wav", noise)), "noise only");
    assertThat(client.get("/fish/model?self=true&title=Nobody").json().path("total").asInt())
        .isZero();
  }

  @Test
  void callsBackWithWhatACallerWhoWaitsIsTold() throws Exception {
    String recording = passageBy("Jonas");
    Map<String, String> order =
        Map.of("voice_url", recording, "title", "Jonas", "visibility", "unlist");
    JsonNode answer = client.post("/fish/voices", order).json();
    assertThat(answer.path("success").asBoolean()).as("%s", answer).isTrue();
    Map<String, String> withCallback = new HashMap<>(order);
    withCallback.put("callback_url", web.url("/hook"));

    Api.Reply accepted = client.post("/fish/voices", withCallback);

    assertThat(names(accepted.json())).containsExactly("task_id");
    await().atMost(PATIENCE).until(() -> !web.callbacks().isEmpty());
    JsonNode callback = Api.JSON.readTree(web.callbacks().getFirst().body());
    assertThat(names(callback)).isEqualTo(names(answer));
    assertThat(callback.path("task_id")).isEqualTo(accepted.json().path("task_id"));
    assertThat(names(callback.path("data"))).isEqualTo(names(answer.path("data")));
    assertThat(callback.path("data").path("report")).isEqualTo(answer.path("data").path("report"));
    assertThat(callback.path("data").path("_id")).isNotEqualTo(answer.path("data").path("_id"));
  }

  @Test
  void aCallbackNobodyTakesFailsNoTask() throws Exception {
    String trap = odd.serve("/trap", new byte[0]);
    List<String> callbacks =
        List.of(
            "http://127.0.0.1:" + closedPort() + "/hook",
            silent.silence("/never"),
            odd.redirect("/away", trap),
            odd.redirect("/inward", "http://169.254.169.254/latest/meta-data/"),
            "https://unresolvable.invalid/health");
    List<String> tasks = new ArrayList<>();
    for (String callback : callbacks) {
      Api.Reply accepted =
          client.post("/fish/tts", Map.of("text", SENTENCE, "callback_url", callback));
      assertThat(accepted.status()).as("%s: %s", callback, accepted.json()).isEqualTo(200);
      tasks.add(accepted.json().path("task_id").asText());
    }

    for (String task : tasks) {
      JsonNode response = client.finishedTask(task).path("response");
      assertThat(response.path("success").asBoolean()).as("%s", response).isTrue();
      assertThat(client.get(response.path("audio_url").asText()).status()).isEqualTo(200);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(odd.visits("/away")).as("tries of /away").isPositive();
              assertThat(odd.visits("/inward")).as("tries of /inward").isPositive();
              assertThat(silent.visits("/never")).as("tries of /never").isPositive();
            });
    assertThat(odd.visits("/trap")).as("redirects followed").isZero();
    for (String task : tasks) {
      JsonNode response = client.finishedTask(task).path("response");
      assertThat(response.path("success").asBoolean()).as("%s", response).isTrue();
    }
  }

  private List<JsonNode> presets() {
    JsonNode page = client.get("/fish/model?page_size=100").json();
    List<JsonNode> presets = new ArrayList<>();
    page.path("items").forEach(presets::add);
    return presets;
  }

  /** Has a preset speak for some twelve seconds; returns where that can be fetched. */
  private String passageBy(String name) {
    byte[] file = RealServer.spoken(client, idOf(name), RealServer.PASSAGE, "wav");
    assertThat(Recordings.read(file).seconds()).isBetween(9.0, 18.0);
    return web.serve("/" + name + ".wav", file);
  }

  private String idOf(String name) {
    return presets().stream()
        .filter(preset -> preset.path("title").asText().equals(name))
        .map(preset -> preset.path("_id").asText())
        .findFirst()
        .orElseThrow();
  }

  private Pcm speech(String voice, String text) {
    return Recordings.read(RealServer.spoken(client, voice, text, "wav"));
  }

  private Api.Reply clone(String url) {
    return client.post("/fish/voices", Map.of("voice_url", url, "title", "Nobody"));
  }

  /** Nine words: neither gabbled nor drawn out, neither silent nor clipped. */
  private static void assertSoundsLikeTheSentence(Pcm speech) {
    assertThat(speech.seconds()).isBetween(2.0, 5.5);
    double peak = 0;
    for (float sample : speech.samples()) {
      peak = Math.max(peak, Math.abs(sample));
    }
    assertThat(peak).isBetween(0.1, 1.0);
  }

  private static void assertPitch(double hertz, double expected, String whose) {
    assertThat(hertz).as("pitch of %s, Hz", whose).isCloseTo(expected, within(0.1 * expected));
  }

  private static void assertRefused(Api.Reply reply, String fragment) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(400);
    assertThat(reply.code()).isEqualTo("token_mismatched");
    assertThat(reply.message()).contains(fragment);
    assertThat(reply.json().path("success").asBoolean(true)).isFalse();
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
