package dev.mynah.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.audio.Pcm;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Speech for OpenAI's clients over a real socket. */
@TestInstance(Lifecycle.PER_CLASS)
final class OpenAiSpeechTest {
  private static final String PATH = "/v1/audio/speech";
  private static final String INPUT = "Hello there, you over there by the door.";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private TestServer server;
  private Api ann;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(folder);
    ann = server.client("ann");
  }

  @AfterEach
  void letGo() {
    server.engine.release();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "mp3,  audio/mpeg, 494433", // ID3
    "wav,  audio/wav,  52494646", // RIFF
    "flac, audio/flac, 664c6143", // fLaC
    "aac,  audio/aac,  494433", // ID3, then ADTS
    "opus, audio/ogg,  4f676753" // OggS
  })
  void speaksInEveryFormat(String format, String mediaType, String beginning) {
    Api.Reply reply = ann.post(PATH, body("response_format", format));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo(mediaType);
    assertThat(HexFormat.of().formatHex(reply.http().body())).startsWith(beginning);
    assertThat(reply.header("x-request-id")).isNotBlank();
    assertThat(reply.header("openai-processing-ms")).matches("[0-9]+");
  }

  @Test
  void mp3IsWhatComesIfNothingIsSaid() {
    assertThat(ann.post(PATH, body()).header("content-type")).isEqualTo("audio/mpeg");
  }

  @Test
  void pcmIsMonoAt24KilohertzAndOfTheVoiceAskedFor() {
    Api.Reply reply = ann.post(PATH, body("response_format", "pcm"));

    Pcm pcm = pcm(reply.http().body());
    assertThat(pcm.seconds()).isCloseTo(seconds(1), within(0.05));
    assertThat(Recordings.pitch(pcm)).isCloseTo(Services.PRESET_PITCH, within(3.0));
  }

  @ParameterizedTest
  @CsvSource({"0.25, 0.5", "0.5, 0.5", "2, 2", "4, 2"})
  void speedsBeyondTheEnginesComeToItsBounds(double asked, double made) {
    Map<String, Object> body = body("response_format", "pcm");
    body.put("speed", asked);

    Pcm pcm = pcm(ann.post(PATH, body).http().body());

    assertThat(pcm.seconds()).isCloseTo(seconds(made), within(0.1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Robin", "robin", "933563129e564b19a115bedd57b7406a"})
  void findsAVoiceByTitleInAnyCaseAndByAlias(String name) {
    assertThat(ann.post(PATH, body("voice", name)).status()).isEqualTo(200);
  }

  @Test
  void takesAVoiceByTheObjectOfItsId() {
    Map<String, Object> body = body();
    body.put("voice", Map.of("id", Services.PRESET_ID));

    assertThat(ann.post(PATH, body).status()).isEqualTo(200);
  }

  @Test
  void aVoiceThatIsntThereIsNotFound() {
    Api.Reply reply = ann.post(PATH, body("voice", "nobody"));

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("voice_not_found");
    assertThat(reply.json().path("error").path("param").asText()).isEqualTo("voice");
  }

  @ParameterizedTest
  @CsvSource({"input, '', input", "input, Привет мир, ''", "response_format, ogg, response_format"})
  void refusesBeforeAByteIsSent(String field, String value, String param) {
    Api.Reply reply = ann.post(PATH, body(field, value));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("error").path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(reply.json().path("error").path("param").asText("")).isEqualTo(param);
  }

  @Test
  void sendsEventsToWhoAsksForThem() {
    Map<String, Object> body = body("response_format", "pcm");
    body.put("stream_format", "sse");

    Api.Reply reply = ann.post(PATH, body);

    assertThat(reply.header("content-type")).isEqualTo("text/event-stream");
    List<JsonNode> events = events(reply);
    JsonNode done = events.removeLast();
    ByteArrayOutputStream audio = new ByteArrayOutputStream();
    for (JsonNode event : events) {
      assertThat(event.path("type").asText()).isEqualTo("speech.audio.delta");
      audio.writeBytes(Base64.getDecoder().decode(event.path("audio").asText()));
    }
    assertThat(audio.toByteArray())
        .isEqualTo(ann.post(PATH, body("response_format", "pcm")).http().body());
    assertThat(done.path("type").asText()).isEqualTo("speech.audio.done");
    JsonNode usage = done.path("usage");
    assertThat(usage.path("input_tokens").asInt()).isEqualTo(INPUT.length());
    assertThat(usage.path("output_tokens").asDouble()).isCloseTo(20 * seconds(1), within(2.0));
    assertThat(usage.path("total_tokens").asInt())
        .isEqualTo(usage.path("input_tokens").asInt() + usage.path("output_tokens").asInt());
  }

  @Test
  void entersWhatWasSpokenInTheLedger() {
    Api carl = server.client("carl");
    Api.Reply reply = carl.post(PATH, body());

    List<UsageEntry> entries =
        server
            .services
            .usage
            .page(UsageQuery.all().ofTrace(reply.header("x-request-id")))
            .entries();
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().type()).isEqualTo(TaskType.OPENAI_SPEECH);
    assertThat(entries.getFirst().units()).isEqualTo(INPUT.length());
  }

  @Test
  void anEmptyPurseIsToldBeforeAnythingIsSpoken() {
    Api poor = server.client("poor", settings -> settings.withCreditLimit(3L));

    Api.Reply reply = poor.post(PATH, body());

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.code()).isEqualTo("insufficient_quota");
    assertThat(reply.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void aKeyWithALimitIsToldOfIt() throws Exception {
    Api narrow = server.client("narrow", settings -> settings.withConcurrency(1));
    Api.Reply alone = narrow.post(PATH, body());
    assertThat(alone.header("x-ratelimit-limit-requests")).isEqualTo("1");
    assertThat(alone.header("x-ratelimit-remaining-requests")).isEqualTo("0");
    server.engine.hold();
    CompletableFuture<Api.Reply> first = narrow.postLater(PATH, body());
    await().atMost(PATIENCE).until(() -> server.engine.speaking() == 1);

    Api.Reply refused = narrow.post(PATH, body());

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo("rate_limit_exceeded");
    assertThat(refused.header("retry-after")).isEqualTo("1");
    assertThat(refused.header("x-ratelimit-limit-requests")).isEqualTo("1");
    assertThat(refused.header("x-ratelimit-reset-requests")).isEqualTo("1s");
    server.engine.release();
    assertThat(first.get().status()).isEqualTo(200);
  }

  @Test
  void stopsSpeakingToWhoHasGone() throws Exception {
    Map<String, Object> body = body("response_format", "pcm");
    body.put("input", "This is a sentence that goes on for quite a while. ".repeat(300));
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient()
            .send(
                ann.postRequest(PATH, Api.JSON.writeValueAsString(body)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.body().readNBytes(1000)).hasSize(1000);

    response.body().close();

    await().atMost(PATIENCE).until(() -> server.engine.speaking() == 0);
  }

  private static double seconds(double speed) {
    return INPUT.chars().filter(Character::isLetter).count() * 0.02 / speed;
  }

  private static Pcm pcm(byte[] bytes) {
    float[] samples = new float[bytes.length / 2];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = buffer.getShort() / 32768f;
    }
    return new Pcm(samples, 24_000);
  }

  private static List<JsonNode> events(Api.Reply reply) {
    List<JsonNode> events = new ArrayList<>();
    for (String event : new String(reply.http().body(), UTF_8).split("\n\n", -1)) {
      if (!event.isEmpty()) {
        assertThat(event).startsWith("data: ");
        try {
          events.add(Api.JSON.readTree(event.substring("data: ".length())));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return events;
  }

  private static Map<String, Object> body() {
    Map<String, Object> body = new HashMap<>();
    body.put("model", "tts-1");
    body.put("input", INPUT);
    body.put("voice", Services.PRESET_ID);
    return body;
  }

  private static Map<String, Object> body(String field, String value) {
    Map<String, Object> body = body();
    body.put(field, value);
    return body;
  }
}
