package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.audio.Pcm;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageQuery;
import dev.mynah.server.voice.VoiceChanges;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Voices from words over HTTP; the test's engine designs tones. */
final class VoiceDesignTest {
  private static final String PATH = "/v1/voice-design";

  @TempDir Path folder;
  private TestServer server;
  private Api ann;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
    ann = server.client("ann");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersWithCandidatesThatCanBeHeard() {
    Api.Reply reply = design(ann, Map.of("instruction", "a tone", "n", 3, "seed", 10));

    assertThat(reply.status()).isEqualTo(200);
    JsonNode candidates = reply.json().path("candidates");
    assertThat(candidates).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonNode candidate = candidates.get(i);
      assertThat(candidate.path("index").asInt()).isEqualTo(i);
      assertThat(candidate.path("language").asText()).isEqualTo("en");
      assertThat(candidate.path("instruct").asText()).isEqualTo("tone " + i);
      Pcm pcm =
          Recordings.read(Base64.getDecoder().decode(candidate.path("audio_base64").asText()));
      assertThat(pcm.sampleRate()).isEqualTo(candidate.path("sample_rate").asInt());
      assertThat(1000 * pcm.seconds())
          .isCloseTo(candidate.path("duration_ms").asDouble(), within(2.0));
      assertThat(Recordings.pitch(pcm)).isCloseTo(210 + 40.0 * i, within(4.0));
    }
  }

  @Test
  void saysWhatItIsGivenAndTheSameForTheSameSeed() {
    Map<String, Object> order =
        Map.of("instruction", "a tone", "reference_text", "Hello you.", "n", 1, "seed", 4);

    JsonNode first = design(ann, order).json().path("candidates").get(0);
    JsonNode second = design(ann, order).json().path("candidates").get(0);

    assertThat(first.path("text").asText()).isEqualTo("Hello you.");
    byte[] sound = Base64.getDecoder().decode(first.path("audio_base64").asText());
    assertThat(Recordings.read(sound).samples())
        .isEqualTo(
            Recordings.read(Base64.getDecoder().decode(second.path("audio_base64").asText()))
                .samples());
    assertThat(first.path("id")).isNotEqualTo(second.path("id"));
  }

  @Test
  void twoCandidatesComeIfNothingIsSaid() {
    assertThat(design(ann, Map.of("instruction", "a tone")).json().path("candidates")).hasSize(2);
  }

  @Test
  void aCandidateSpeaksForItsOwnerAndNobodyElse() {
    String id = candidate("a tone");

    assertThat(spoken(ann, id)).isEqualTo(200);
    assertThat(spoken(server.client("bob"), id)).isEqualTo(400);
    assertThat(ann.get("/fish/model/" + id).json().path("title").asText()).isEqualTo("a tone");
  }

  @Test
  void aCandidateGoesAfterADayUnlessItIsChanged() {
    String forgotten = candidate("one");
    String kept = candidate("other");
    server.services.voices.update(
        kept, VoiceChanges.NONE.withTitle("My own"), Principal.operator());

    assertThat(server.services.voices.deleteExpired()).as("not yet").isZero();
    server.services.database.writing(
        transaction -> transaction.handle().execute("update voice_candidate set expires_at = 0"));
    assertThat(server.services.voices.deleteExpired()).isEqualTo(1);

    assertThat(spoken(ann, forgotten)).isEqualTo(400);
    assertThat(spoken(ann, kept)).isEqualTo(200);
  }

  @Test
  void isChargedOnceForAllCandidates() {
    Api carl = server.client("carl", settings -> settings.withCreditLimit(150L));

    assertThat(design(carl, Map.of("instruction", "a tone", "n", 4)).status()).isEqualTo(200);

    List<UsageEntry> entries =
        server.services.usage.page(UsageQuery.all()).entries().stream()
            .filter(entry -> entry.type() == TaskType.VOICE_DESIGN)
            .toList();
    assertThat(entries).hasSize(1);
    assertThat(entries.getFirst().amount()).isEqualTo(Services.DESIGN_PRICE);
    assertThat(design(carl, Map.of("instruction", "a tone")).status()).isEqualTo(402);
  }

  @Test
  void tellsWhatItCouldNotMake() {
    JsonNode candidate =
        design(ann, Map.of("instruction", "a breathy tone", "n", 1))
            .json()
            .path("candidates")
            .get(0);

    assertThat(candidate.path("instruct").asText()).contains("not available: breathiness");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "n              | 0                     | 422",
        "n              | 5                     | 422",
        "n              | \"many\"              | 422",
        "instruction    | null                  | 422",
        "instruction    | \" \"                 | 400",
        "speed          | 0                     | 400",
        "speed          | 3.5                   | 422",
        "num_step       | 0                     | 422",
        "num_step       | 129                   | 422",
        "guidance_scale | -1                    | 422",
        "language       | \"zh\"                | 400",
        "reference_text | \"\u041f\u0440\u0438\u0432\u0435\u0442, \u043c\u0438\u0440\" | 400"
      })
  void refusesWhatIsWrong(String field, String value, int status) throws IOException {
    Map<String, Object> body = new HashMap<>(Map.of("instruction", "a tone"));
    body.put(field, Api.JSON.readTree(value));

    assertThat(design(ann, body).status()).isEqualTo(status);
  }

  @Test
  void asksForItsModelByName() {
    Api.Reply reply = ann.post(PATH, Map.of("instruction", "a tone"));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("message").asText()).contains("voice-design-1");
  }

  @Test
  void whoMayOnlySpeakDesignsNothing() {
    Api speaker = server.client("ann", EnumSet.of(Scope.SPEAK), null);

    assertThat(design(speaker, Map.of("instruction", "a tone")).status()).isEqualTo(403);
  }

  private String candidate(String instruction) {
    return design(ann, Map.of("instruction", instruction, "n", 1))
        .json()
        .path("candidates")
        .get(0)
        .path("id")
        .asText();
  }

  private static int spoken(Api caller, String voiceId) {
    return caller.post("/fish/tts", Map.of("text", "Hello.", "reference_id", voiceId)).status();
  }

  private static Api.Reply design(Api caller, Map<String, ?> body) {
    HttpRequest.Builder request = caller.postRequest(PATH, Api.JSON.valueToTree(body).toString());
    return caller.send(request.header("model", "voice-design-1"));
  }
}
