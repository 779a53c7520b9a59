package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The server with the recogniser it ships with, listening to the engine it ships with. */
@TestInstance(Lifecycle.PER_CLASS)
final class RecognitionServerTest {
  private static final String SENTENCE = "The ship sails at half past nine tomorrow morning.";
  private static final int RATE = 16_000; // Hz

  private RealServer server;
  private Api client;
  private byte[] spoken;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    server =
        RealServer.start(
            data, Map.of("recognizer", "moonshine-tiny", "recognition-max-bytes", "2MiB"));
    client = server.client;
    Api.Reply speech = client.post("/fish/tts", Map.of("text", SENTENCE, "format", "mp3"));
    assertThat(speech.status()).as("%s", speech.json()).isEqualTo(200);
    spoken = client.get(speech.json().path("audio_url").asText()).http().body();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void writesDownWhatItSaidItself() {
    Api.Reply reply = client.upload("/v1/asr", "audio", "audio.mp3", "audio/mpeg", spoken);

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    assertThat(words(reply.json().path("text").asText())).isEqualTo(words(SENTENCE));
    assertThat(reply.json().path("duration").asDouble()).isBetween(2.0, 5.0);
    assertThat(reply.json().path("segments").isArray()).isTrue();
    assertThat(reply.json().path("segments")).isEmpty();
    assertThat(reply.json().path("language_code").asText()).isEqualTo("en");
    assertThat(reply.json().path("language").asText()).isEqualTo("English");
  }

  @Test
  void tellsTheTimesOfSegmentsWhenAsked() {
    Api.Reply reply =
        client.post(
            "/v1/asr",
            Map.of(
                "audio",
                Base64.getEncoder().encodeToString(spoken),
                "ignore_timestamps",
                false,
                "language",
                "en"));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    JsonNode segments = reply.json().path("segments");
    assertThat(segments).hasSize(1);
    assertThat(segments.path(0).path("text")).isEqualTo(reply.json().path("text"));
    assertThat(segments.path(0).path("start").asDouble()).isBetween(0.0, 0.6);
    assertThat(segments.path(0).path("end").asDouble())
        .isCloseTo(reply.json().path("duration").asDouble(), within(0.8));
  }

  @Test
  void hearsNothingInSilence() {
    Api.Reply reply =
        client.upload("/v1/asr", "audio", "silence.wav", "audio/wav", Recordings.tone(0, 3, RATE));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("text").asText("?")).isEmpty();
    assertThat(reply.json().path("duration").asDouble()).isEqualTo(3);
    assertThat(reply.json().path("segments")).isEmpty();
    assertThat(reply.json().has("language_code")).isFalse();
  }

  @Test
  void refusesAnotherLanguageByName() {
    Api.Reply reply =
        client.post(
            "/v1/asr",
            Map.of("audio", Base64.getEncoder().encodeToString(spoken), "language", "fr"));

    assertError(reply, 400, "French (fr)");
  }

  @Test
  void saysWhatIsWrongWithARecording() {
    assertError(upload(new byte[3_000]), 400, "audio");
    assertError(upload(Recordings.tone(200, 0.4, RATE)), 400, "at least 1");
    assertError(upload(Recordings.tone(200, 70, RATE)), 413, "at most 2097152");
    Api.Reply missing = client.post("/v1/asr", Map.of("language", "en"));
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.json().isArray()).isTrue();
    Api.Reply stranger =
        server.stranger().upload("/v1/asr", "audio", "a.mp3", "audio/mpeg", spoken);
    assertError(stranger, 401, "Authorization");
  }

  private Api.Reply upload(byte[] file) {
    return client.upload("/v1/asr", "audio", "audio.wav", "audio/wav", file);
  }

  private static void assertError(Api.Reply reply, int status, String message) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    assertThat(reply.json().size()).isEqualTo(2);
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.json().path("message").asText()).contains(message);
  }

  private static List<String> words(String text) {
    return List.of(text.toLowerCase(Locale.ENGLISH).replaceAll("[^a-z ]", "").split(" +"));
  }
}
