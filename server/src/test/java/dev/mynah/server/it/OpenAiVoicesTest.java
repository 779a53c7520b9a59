package dev.mynah.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.token.Scope;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Voices made by OpenAI's clients: a recording of consent first, then a sample. */
final class OpenAiVoicesTest {
  private static final String VOICES = "/v1/audio/voices";
  private static final String CONSENTS = "/v1/audio/voice_consents";
  private static final byte[] SAMPLE = Recordings.tone(300, 3, 16_000);

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
  void makesAVoiceOfASampleOnTheWordOfARecording() {
    String consent = consent(ann, "Jane agrees");

    Api.Reply made =
        form(ann, VOICES, Map.of("name", "Jane", "consent", consent), "audio_sample", SAMPLE);

    assertThat(made.status()).as("%s", made.json()).isEqualTo(200);
    assertThat(made.json().path("object").asText()).isEqualTo("audio.voice");
    assertThat(made.json().path("name").asText()).isEqualTo("Jane");
    assertThat(made.json().path("type").asText()).isEqualTo("audio_sample");
    String id = made.json().path("id").asText();
    Api.Reply spoken =
        ann.post(
            "/v1/audio/speech", Map.of("model", "m", "input", "Hello.", "voice", Map.of("id", id)));
    assertThat(spoken.status()).isEqualTo(200);
    assertThat(server.client("bob").get(VOICES + "/" + id).status()).isEqualTo(404);
    assertThat(server.services.voices.cloneRecord(id).orElseThrow().consent())
        .contains(consent)
        .contains("Jane agrees")
        .contains("en-US");
  }

  @Test
  void refusesAVoiceWithoutConsentOfOnesOwn() {
    String ofBob = consent(server.client("bob"), "Bob");

    for (String consent : new String[] {"cons_0", ofBob}) {
      Api.Reply refused =
          form(ann, VOICES, Map.of("name", "X", "consent", consent), "audio_sample", SAMPLE);
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.code()).isEqualTo("consent_not_found");
    }
    Api.Reply none = form(ann, VOICES, Map.of("name", "X"), "audio_sample", SAMPLE);
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.json().path("error").path("param").asText()).isEqualTo("consent");
  }

  @Test
  void tellsWhatIsWrongWithASample() {
    Map<String, String> fields = Map.of("name", "X", "consent", consent(ann, "Jane"));

    Api.Reply noise = form(ann, VOICES, fields, "audio_sample", "this is no sound".getBytes(UTF_8));
    assertThat(noise.status()).isEqualTo(400);
    assertThat(noise.json().path("error").path("param").asText()).isEqualTo("audio_sample");
    Api.Reply none = form(ann, VOICES, fields, "something", SAMPLE);
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.json().path("error").path("param").asText()).isEqualTo("audio_sample");
  }

  @Test
  void listsShowsRenamesAndDeletesConsents() {
    String first = consent(ann, "First");
    String second = consent(ann, "Second");

    JsonNode list = ann.get(CONSENTS).json();
    assertThat(list.path("data").findValuesAsText("id")).containsExactlyInAnyOrder(first, second);
    assertThat(list.path("has_more").asBoolean(true)).isFalse();
    JsonNode part = ann.get(CONSENTS + "?limit=1").json();
    assertThat(part.path("has_more").asBoolean()).isTrue();
    String shown = part.path("last_id").asText();
    assertThat(
            ann.get(CONSENTS + "?limit=1&after=" + shown)
                .json()
                .path("data")
                .findValuesAsText("id"))
        .hasSize(1)
        .doesNotContain(shown);
    Api.Reply renamed = ann.post(CONSENTS + "/" + first, Map.of("name", "Other"));
    assertThat(renamed.json().path("name").asText()).isEqualTo("Other");
    assertThat(ann.get(CONSENTS + "/" + first).json()).isEqualTo(renamed.json());
    assertThat(server.client("bob").get(CONSENTS + "/" + first).code())
        .isEqualTo("consent_not_found");
    assertThat(ann.delete(CONSENTS + "/" + first).json())
        .isEqualTo(
            Api.JSON.valueToTree(
                Map.of("id", first, "object", "audio.voice_consent", "deleted", true)));
    assertThat(ann.delete(CONSENTS + "/" + first).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({"'', en-US, name", "Jane, '', language", "Jane, not a tag!, language"})
  void refusesAConsentThatSaysTooLittle(String name, String language, String param) {
    Api.Reply refused =
        form(ann, CONSENTS, Map.of("name", name, "language", language), "recording", SAMPLE);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("error").path("param").asText()).isEqualTo(param);
  }

  @Test
  void whoMayOnlySpeakMakesNeither() {
    Api speaker = server.client("ann", EnumSet.of(Scope.SPEAK), null);

    assertThat(form(speaker, VOICES, Map.of(), "audio_sample", SAMPLE).status()).isEqualTo(403);
    assertThat(form(speaker, CONSENTS, Map.of(), "recording", SAMPLE).status()).isEqualTo(403);
  }

  @Test
  void sendsWhoDescribesAVoiceToWhereThatIsDone() {
    Api.Reply refused =
        ann.post(VOICES, Map.of("type", "prompt", "name", "X", "prompt", "A deep old man."));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).contains("/v1/voice-design");
  }

  private static String consent(Api owner, String name) {
    Api.Reply made =
        form(owner, CONSENTS, Map.of("name", name, "language", "en-US"), "recording", SAMPLE);
    assertThat(made.status()).as("%s", made.json()).isEqualTo(200);
    assertThat(made.json().path("object").asText()).isEqualTo("audio.voice_consent");
    return made.json().path("id").asText();
  }

  private static Api.Reply form(
      Api client, String path, Map<String, String> fields, String file, byte[] content) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    fields.forEach(
        (name, value) ->
            body.writeBytes((part(name) + "\r\n\r\n" + value + "\r\n").getBytes(UTF_8)));
    body.writeBytes((part(file) + "; filename=\"a.wav\"\r\n").getBytes(UTF_8));
    body.writeBytes("Content-Type: audio/wav\r\n\r\n".getBytes(UTF_8));
    body.writeBytes(content);
    body.writeBytes("\r\n--edge--\r\n".getBytes(UTF_8));
    return client.send(
        client
            .request(path)
            .header("content-type", "multipart/form-data; boundary=edge")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray())));
  }

  private static String part(String name) {
    return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"";
  }
}
