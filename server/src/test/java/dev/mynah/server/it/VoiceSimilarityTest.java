package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How alike a real clone and its recording are, told by the real speaker encoder. */
final class VoiceSimilarityTest {
  private static final String TEXT =
      "The north wind and the sun were disputing which was the stronger, when a traveller came"
          + " along wrapped in a warm cloak.";
  private static final double ONE_PERSON = 0.77; // where recordings of one person begin

  @Test
  void aCloneSoundsLikeItsRecording(@TempDir Path folder) throws Exception {
    try (RealServer server = RealServer.start(folder, Map.of("recognizer", "none"))) {
      String id = cloned(server.client);
      String path = "/console/api/voices/" + id + "/similarity";
      if (!server.client.get(path).json().path("installed").asBoolean()) {
        assertThat(server.client.post("/console/api/models/ge2e/pull", "{}").status())
            .isEqualTo(202);
        await()
            .atMost(Duration.ofMinutes(3))
            .until(() -> server.client.get(path).json().path("installed").asBoolean());
      }

      JsonNode told = server.client.get(path).json();

      assertThat(told.path("score").asDouble()).isBetween(ONE_PERSON, 1.0);
      assertThat(told.path("meaning").asText()).isNotBlank();
    }
  }

  private static String cloned(Api client) {
    byte[] speech = client.post("/v1/tts", Map.of("text", TEXT, "format", "wav")).http().body();
    String recording = "data:audio/wav;base64," + Base64.getEncoder().encodeToString(speech);
    Api.Reply made =
        client.post("/fish/voices", Map.of("voice_url", recording, "title", "Traveller"));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(200);
    return made.json().path("data").path("_id").asText();
  }
}
