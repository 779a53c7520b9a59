package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.Scope;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The main job from outside: a recording's URL becomes a voice, and text in that voice speech. */
final class CloneAndSpeakTest {
  private static final double PITCH = 220; // Hz
  private static final String TEXT = "Twenty letters spoken"; // 19 letters, 20 ms each
  private static final double TEXT_SECONDS = 19 * 0.02;
  private static final List<String> MODEL_FIELDS =
      List.of(
          "_id",
          "type",
          "title",
          "description",
          "cover_image",
          "train_mode",
          "state",
          "tags",
          "samples",
          "created_at",
          "updated_at",
          "languages",
          "visibility",
          "lock_visibility",
          "default_text",
          "default_mode",
          "like_count",
          "mark_count",
          "shared_count",
          "task_count",
          "unliked",
          "liked",
          "marked",
          "author");

  @TempDir private Path folder;
  private WebPeer web;
  private TestServer server;
  private Api client;
  private String recording;

  @BeforeEach
  void start() throws Exception {
    web = new WebPeer();
    recording = web.serve("/me.wav", Recordings.tone(PITCH, 3, 16_000));
    server = TestServer.start(folder);
    client = server.client("ann");
  }

  @AfterEach
  void stop() {
    server.close();
    web.close();
  }

  @Test
  void clonesAVoiceFromAUrlWhileTheCallerWaits() throws Exception {
    String image = web.serve("/me.gif", Recordings.gif());

    Api.Reply reply =
        client.post(
            "/fish/voices",
            Map.of(
                "voice_url",
                recording,
                "title",
                "Ann",
                "description",
                "clear",
                "image_urls",
                List.of(image),
                "nobody_knows",
                1));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    assertThat(fields(reply.json())).containsExactly("success", "task_id", "trace_id", "data");
    assertThat(reply.json().path("success").asBoolean()).isTrue();
    assertThat(reply.json().path("task_id").asText()).hasSize(36);
    assertThat(reply.json().path("trace_id").asText()).isEqualTo(reply.header("x-trace-id"));
    JsonNode voice = reply.json().path("data");
    assertThat(fields(voice)).containsAll(MODEL_FIELDS);
    assertThat(voice.path("_id").asText()).matches("[0-9a-f]{32}");
    assertThat(voice.path("title").asText()).isEqualTo("Ann");
    assertThat(voice.path("description").asText()).isEqualTo("clear");
    assertThat(voice.path("state").asText()).isEqualTo("trained");
    assertThat(voice.path("visibility").asText()).isEqualTo("public");
    assertThat(voice.path("languages")).extracting(JsonNode::asText).containsExactly("en");
    assertThat(voice.path("created_at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    assertThat(voice.path("report").path("speech_seconds").asDouble()).isCloseTo(3, within(0.1));
    assertSamplesAreHeard(voice);
    assertCoverIsShown(voice);
  }

  @Test
  void showsAVoiceAsItWasAnswered() {
    JsonNode made = voice("Ann", Map.of());

    JsonNode shown = client.get("/fish/model/" + made.path("_id").asText()).json();

    assertThat(fields(shown)).containsAll(MODEL_FIELDS).doesNotContain("success", "data");
    assertThat(shown.path("title")).isEqualTo(made.path("title"));
    assertThat(shown.path("samples").size()).isEqualTo(2);
    assertThat(shown.path("cover_image").asText()).startsWith("http://127.0.0.1:");
  }

  @Test
  void makesAVoiceForACallerWhoPolls() {
    Api.Reply accepted = client.post("/fish/voices", Map.of("voice_url", recording, "async", true));

    assertThat(accepted.status()).isEqualTo(200);
    assertThat(fields(accepted.json())).containsExactly("task_id");
    JsonNode task = client.finishedTask(accepted.json().path("task_id").asText());
    assertThat(fields(task))
        .contains("_id", "id", "api_id", "user_id", "trace_id", "type", "request", "response")
        .contains("created_at", "started_at", "finished_at", "elapsed");
    assertThat(task.path("type").asText()).isEqualTo("voices");
    assertThat(task.path("request").path("voice_url").asText()).isEqualTo(recording);
    JsonNode response = task.path("response");
    assertThat(response.path("success").asBoolean()).isTrue();
    assertThat(response.path("status").asText()).isEqualTo("succeeded");
    assertThat(response.path("voice_url").asText()).startsWith("http");
    assertThat(response.path("data").path("state").asText()).isEqualTo("trained");
    assertThat(task.path("finished_at").asDouble())
        .isGreaterThanOrEqualTo(task.path("created_at").asDouble());
  }

  @Test
  void callsBackWithTheEnvelopeOfTheAnswerThatWaits() throws Exception {
    Api.Reply accepted =
        client.post(
            "/fish/voices",
            Map.of("voice_url", recording, "title", "Ann", "callback_url", web.url("/hook")));

    assertThat(fields(accepted.json())).containsExactly("task_id");
    await().atMost(Duration.ofSeconds(30)).until(() -> !web.callbacks().isEmpty());
    JsonNode body = Api.JSON.readTree(web.callbacks().getFirst().body());
    assertThat(fields(body)).containsExactly("success", "task_id", "trace_id", "data");
    assertThat(body.path("task_id")).isEqualTo(accepted.json().path("task_id"));
    assertThat(body.path("trace_id").asText()).isEqualTo(accepted.header("x-trace-id"));
    assertThat(fields(body.path("data"))).containsAll(MODEL_FIELDS);
    assertThat(body.path("data").path("title").asText()).isEqualTo("Ann");
  }

  @Test
  void callsBackWhenItFailed() throws Exception {
    Api.Reply accepted =
        client.post(
            "/fish/voices",
            Map.of("voice_url", web.url("/missing"), "callback_url", web.url("/hook")));

    await().atMost(Duration.ofSeconds(30)).until(() -> !web.callbacks().isEmpty());
    JsonNode body = Api.JSON.readTree(web.callbacks().getFirst().body());
    assertThat(fields(body)).containsExactly("success", "task_id", "error", "trace_id");
    assertThat(body.path("success").asBoolean(true)).isFalse();
    assertThat(body.path("error").path("code").asText()).isEqualTo("token_mismatched");
    assertThat(body.path("error").path("message").asText()).contains("voice_url", "404");
    JsonNode task = client.finishedTask(accepted.json().path("task_id").asText());
    JsonNode response = task.path("response");
    assertThat(response.path("success").asBoolean(true)).isFalse();
    assertThat(response.path("status").asInt()).isEqualTo(400);
    assertThat(response.path("message")).isEqualTo(body.path("error").path("message"));
  }

  @ParameterizedTest
  @CsvSource({"mp3,audio/mpeg,mp3", "wav,audio/wav,wav", "pcm,audio/wav,wav", "opus,audio/ogg,"})
  void speaksInTheVoiceAndFormatAskedFor(String format, String mediaType, String extension)
      throws Exception {
    String voiceId = voice("Ann", Map.of()).path("_id").asText();

    Api.Reply reply =
        client.post("/fish/tts", Map.of("text", TEXT, "reference_id", voiceId, "format", format));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    assertThat(fields(reply.json())).containsExactly("audio_url", "latency_ms");
    Api.Reply audio = server.clientWithKey(null).get(reply.json().path("audio_url").asText());
    assertThat(audio.status()).isEqualTo(200);
    assertThat(audio.header("content-type")).isEqualTo(mediaType);
    if (extension != null) {
      assertThat(reply.json().path("audio_url").asText()).contains("." + extension + "?");
    }
    Heard heard = Heard.in(audio.http().body());
    assertThat(heard.pitch()).isCloseTo(PITCH, within(25.0));
    assertThat(heard.seconds()).isCloseTo(TEXT_SECONDS, within(0.2));
    assertThat(heard.peak()).isGreaterThan(0.05);
  }

  @Test
  void followsSampleRateSpeedAndVolume() throws Exception {
    Heard plain = spoken(Map.of("text", TEXT, "format", "wav"));
    Heard slow = spoken(Map.of("text", TEXT, "format", "wav", "prosody", Map.of("speed", 0.5)));
    Heard soft =
        spoken(
            Map.of(
                "text",
                TEXT,
                "format",
                "wav",
                "sample_rate",
                16_000,
                "prosody",
                Map.of("volume", -12)));

    assertThat(slow.seconds()).isCloseTo(2 * plain.seconds(), within(0.15));
    assertThat(soft.peak()).isCloseTo(plain.peak() / 4, within(0.02));
    assertThat(soft.pitch()).isCloseTo(Services.PRESET_PITCH, within(20.0));
  }

  @Test
  void servesPartsOfTheAudio() {
    String url = client.post("/fish/tts", Map.of("text", TEXT)).json().path("audio_url").asText();
    Api stranger = server.clientWithKey(null);
    byte[] whole = stranger.get(url).http().body();

    Api.Reply part = stranger.get(url, "Range", "bytes=100-199");

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.http().body()).isEqualTo(Arrays.copyOfRange(whole, 100, 200));
    assertThat(part.header("content-range")).isEqualTo("bytes 100-199/" + whole.length);
  }

  @Test
  void speaksLikeARecordingSentAlong() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(Recordings.tone(330, 2, 16_000));

    Heard fromUrl =
        spoken(
            Map.of("text", TEXT, "references", List.of(Map.of("audio", recording, "text", "x"))));
    Heard fromBody =
        spoken(
            Map.of(
                "text",
                TEXT,
                "references",
                List.of(Map.of("audio", "data:audio/wav;base64," + base64))));

    assertThat(fromUrl.pitch()).isCloseTo(PITCH, within(25.0));
    assertThat(fromBody.pitch()).isCloseTo(330, within(35.0));
  }

  @Test
  void speaksForACallerWhoPolls() throws Exception {
    Api.Reply accepted = client.post("/fish/tts", Map.of("text", TEXT, "async", true));

    assertThat(fields(accepted.json())).containsExactly("task_id", "started_at");
    assertThat(accepted.json().path("started_at").isDouble()).isTrue();
    JsonNode task = client.finishedTask(accepted.json().path("task_id").asText());
    assertThat(task.path("type").asText()).isEqualTo("fish_tts");
    JsonNode response = task.path("response");
    String url = response.path("audio_url").asText();
    assertThat(response.path("data").path(0).path("audio_url").asText()).isEqualTo(url);
    assertThat(Heard.in(client.get(url).http().body()).seconds())
        .isCloseTo(TEXT_SECONDS, within(0.2));
  }

  @Test
  void callsBackWithSpeech() throws Exception {
    client.post("/fish/tts", Map.of("text", TEXT, "callback_url", web.url("/hook")));

    await().atMost(Duration.ofSeconds(30)).until(() -> !web.callbacks().isEmpty());
    JsonNode body = Api.JSON.readTree(web.callbacks().getFirst().body());
    assertThat(body.path("success").asBoolean()).isTrue();
    assertThat(body.path("task_id").asText()).hasSize(36);
    assertThat(client.get(body.path("audio_url").asText()).status()).isEqualTo(200);
  }

  @Test
  void answersTheLegacyPath() throws Exception {
    Api.Reply reply =
        client.post(
            "/fish/audios",
            Map.of("action", "speech", "prompt", TEXT, "voice_id", Services.PRESET_ID));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    assertThat(fields(reply.json())).containsExactly("success", "task_id", "trace_id", "data");
    String url = reply.json().path("data").path(0).path("audio_url").asText();
    assertThat(Heard.in(client.get(url).http().body()).pitch())
        .isCloseTo(Services.PRESET_PITCH, within(20.0));
    JsonNode task = client.finishedTask(reply.json().path("task_id").asText());
    assertThat(task.path("type").asText()).isEqualTo("audios");
  }

  @Test
  void answersForSeveralTasksAndForNone() {
    String first =
        client
            .post("/fish/tts", Map.of("text", "a", "async", true))
            .json()
            .path("task_id")
            .asText();
    String second =
        client
            .post("/fish/tts", Map.of("text", "b", "async", true))
            .json()
            .path("task_id")
            .asText();

    Api.Reply batch =
        client.post(
            "/fish/tasks",
            Map.of("action", "retrieve_batch", "ids", List.of(first, "unknown", second)));
    Api.Reply none = client.post("/fish/tasks", "{\"action\":\"retrieve_batch\",\"ids\":[]}");
    Api.Reply unknown = client.post("/fish/tasks", Map.of("id", "unknown"));

    assertThat(batch.json().path("count").asInt()).isEqualTo(2);
    assertThat(batch.json().path("items"))
        .extracting(t -> t.path("id").asText())
        .contains(first, second);
    assertThat(none.json().toString()).isEqualTo("{\"items\":[],\"count\":0}");
    assertThat(unknown.status()).isEqualTo(200);
    assertThat(unknown.json().toString()).isEqualTo("{}");
  }

  @Test
  void listsWhatTheCallerMaySee() {
    voice("Ann public", Map.of("tags", List.of("warm")));
    voice("Ann unlisted", Map.of("visibility", "unlist"));
    voice("Ann private", Map.of("visibility", "private"));
    Api other = server.client("bob");

    assertThat(titles(client, "")).contains("Ann public", "Ann private", "Robin");
    assertThat(titles(other, "")).contains("Ann public", "Robin").doesNotContain("Ann private");
    assertThat(titles(other, "")).doesNotContain("Ann unlisted");
    assertThat(titles(client, "?self=true")).doesNotContain("Robin").contains("Ann private");
    assertThat(titles(client, "?tag=warm")).containsExactly("Ann public");
    assertThat(titles(client, "?title=ANN%20pub")).containsExactly("Ann public");
    assertThat(titles(client, "?page_size=1&page_number=2")).hasSize(1);
    JsonNode page = client.get("/fish/model?page_size=1").json();
    assertThat(fields(page)).containsExactly("total", "items", "has_more");
    assertThat(page.path("total").asInt()).isGreaterThanOrEqualTo(3);
    assertThat(page.path("has_more").asBoolean()).isTrue();
  }

  @Test
  void hidesAPrivateVoiceAsIfItWereNotThere() {
    String hidden = voice("Ann", Map.of("visibility", "private")).path("_id").asText();
    Api other = server.client("bob");

    Api.Reply refused = other.get("/fish/model/" + hidden);
    Api.Reply missing = other.get("/fish/model/" + "0".repeat(31) + "9");
    Api.Reply spoken = other.post("/fish/tts", Map.of("text", "a", "reference_id", hidden));

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.code()).isEqualTo("not_found");
    assertThat(refused.message().replace(hidden, ""))
        .isEqualTo(missing.message().replace("0".repeat(31) + "9", ""));
    assertThat(spoken.status()).isBetween(400, 404);
    assertThat(spoken.json().path("audio_url").isMissingNode()).isTrue();
    assertThat(client.get("/fish/model/" + hidden).status()).isEqualTo(200);
  }

  @Test
  void hidesTasksOfOthers() {
    String task =
        client
            .post("/fish/tts", Map.of("text", "a", "async", true))
            .json()
            .path("task_id")
            .asText();

    assertThat(server.client("bob").post("/fish/tasks", Map.of("id", task)).json().toString())
        .isEqualTo("{}");
  }

  @Test
  void showsTheReportToTheOwnerOnly() {
    String id = voice("Ann", Map.of()).path("_id").asText();

    assertThat(client.get("/fish/model/" + id).json().has("report")).isTrue();
    assertThat(server.client("bob").get("/fish/model/" + id).json().has("report")).isFalse();
  }

  @Test
  void keysDoOnlyWhatTheyAreFor() {
    Api speaker = server.client("ann", Set.of(Scope.SPEAK), null);

    assertThat(speaker.post("/fish/tts", Map.of("text", "a")).status()).isEqualTo(200);
    Api.Reply refused = speaker.post("/fish/voices", Map.of("voice_url", recording));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("token_mismatched");
  }

  @Test
  void twoIdenticalRequestsAtOnceMakeTwoVoices() {
    Map<String, String> order = Map.of("voice_url", recording, "title", "Twin");
    CompletableFuture<Api.Reply> first = client.postLater("/fish/voices", order);
    CompletableFuture<Api.Reply> second = client.postLater("/fish/voices", order);

    assertThat(first.join().status()).isEqualTo(200);
    assertThat(second.join().status()).isEqualTo(200);
    assertThat(first.join().json().path("data").path("_id"))
        .isNotEqualTo(second.join().json().path("data").path("_id"));
  }

  @Test
  void aRestartLosesNothing() throws Exception {
    JsonNode voice = voice("Ann", Map.of());
    JsonNode speech = client.post("/fish/tts", Map.of("text", TEXT)).json();
    String taskId =
        client
            .post("/fish/tts", Map.of("text", "a", "async", true))
            .json()
            .path("task_id")
            .asText();
    client.finishedTask(taskId);
    int port = server.port();
    server.close();
    server = TestServer.start(folder, port);

    String id = voice.path("_id").asText();
    assertThat(client.get("/fish/model/" + id).json().path("title").asText()).isEqualTo("Ann");
    assertThat(client.get(speech.path("audio_url").asText()).status()).isEqualTo(200);
    assertThat(client.get(voice.path("samples").path(0).path("audio").asText()).status())
        .isEqualTo(200);
    assertThat(client.finishedTask(taskId).path("response").path("success").asBoolean()).isTrue();
    assertThat(spoken(Map.of("text", TEXT, "reference_id", id)).pitch())
        .isCloseTo(PITCH, within(25.0));
  }

  @Test
  void opsPathsNeedNoKeyAndTellNone() {
    Api stranger = server.clientWithKey(null);
    client.post("/fish/tts", Map.of("text", "a confidential sentence"));

    assertThat(stranger.get("/healthz").status()).isEqualTo(200);
    assertThat(stranger.get("/readyz").status()).isEqualTo(200);
    String figures = new String(stranger.get("/metrics").http().body(), StandardCharsets.UTF_8);
    assertThat(figures).contains("route=\"/fish/tts\"").doesNotContain("confidential");
  }

  @Test
  void answersHeadAndPreflight() {
    Api stranger = server.clientWithKey(null);
    String path = "/fish/model/" + Services.PRESET_ID;

    Api.Reply unasked =
        stranger.send(stranger.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    Api.Reply head =
        client.send(client.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    Api.Reply options =
        stranger.send(
            stranger
                .request("/fish/tts")
                .header("Origin", "https://page.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));

    assertThat(unasked.status()).isEqualTo(401);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.http().body()).isEmpty();
    assertThat(options.status()).isEqualTo(204);
    assertThat(options.header("access-control-allow-headers")).contains("authorization");
  }

  private JsonNode voice(String title, Map<String, ?> more) {
    Map<String, Object> order = new java.util.HashMap<>(more);
    order.put("voice_url", recording);
    order.put("title", title);
    Api.Reply reply = client.post("/fish/voices", order);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().path("data");
  }

  private Heard spoken(Map<String, ?> order) throws Exception {
    Api.Reply reply = client.post("/fish/tts", order);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return Heard.in(client.get(reply.json().path("audio_url").asText()).http().body());
  }

  private void assertSamplesAreHeard(JsonNode voice) throws Exception {
    assertThat(voice.path("samples").size()).isEqualTo(2);
    for (JsonNode sample : voice.path("samples")) {
      assertThat(fields(sample)).containsExactly("title", "text", "task_id", "audio");
      assertThat(sample.path("task_id").asText()).matches("[0-9a-f]{32}");
      Api.Reply audio = server.clientWithKey(null).get(sample.path("audio").asText());
      assertThat(audio.status()).isEqualTo(200);
      assertThat(Heard.in(audio.http().body()).pitch()).isCloseTo(PITCH, within(25.0));
    }
  }

  private void assertCoverIsShown(JsonNode voice) {
    Api.Reply cover = server.clientWithKey(null).get(voice.path("cover_image").asText());
    assertThat(cover.status()).isEqualTo(200);
    assertThat(cover.header("content-type")).startsWith("image/");
    Api.Reply avatar = server.clientWithKey(null).get(voice.path("author").path("avatar").asText());
    assertThat(avatar.header("content-type")).isEqualTo("image/png");
  }

  private static List<String> titles(Api client, String query) {
    List<String> titles = new ArrayList<>();
    Api.Reply reply = client.get("/fish/model" + query);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    reply.json().path("items").forEach(item -> titles.add(item.path("title").asText()));
    return titles;
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
