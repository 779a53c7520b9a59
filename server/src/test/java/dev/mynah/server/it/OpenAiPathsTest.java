package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which paths belong to OpenAI's dialect, and what is looked at there rather than made. */
final class OpenAiPathsTest {
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
  void listsModelsAndShowsEachOfThem() {
    Api.Reply list = ann.get("/v1/models");

    assertThat(list.status()).isEqualTo(200);
    assertThat(list.json().path("object").asText()).isEqualTo("list");
    assertThat(list.json().path("data").findValuesAsText("id")).contains("tone", "tts-1");
    for (JsonNode model : list.json().path("data")) {
      assertThat(ann.get("/v1/models/" + model.path("id").asText()).json()).isEqualTo(model);
    }
  }

  @Test
  void tellsTheRequestAndHowLongItTook() {
    Api.Reply list = ann.get("/v1/models");

    assertThat(list.header("x-request-id")).isEqualTo(list.header("x-trace-id")).isNotBlank();
    assertThat(list.header("openai-processing-ms")).matches("[0-9]+");
    assertThat(list.header("openai-version")).isEqualTo("2020-10-01");
  }

  @Test
  void aModelThatIsntThereIsNotFound() {
    Api.Reply reply = ann.get("/v1/models/gpt-99");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("model_not_found");
    assertThat(reply.header("x-request-id")).isNotBlank();
  }

  @Test
  void refusesWhoShowsNoKeyOrAWrongOne() {
    for (String key : new String[] {"sk-wrong", ""}) {
      Api stranger = server.clientWithKey(key.isEmpty() ? null : key);
      for (String path : new String[] {"/v1/models", "/v1/audio/voices"}) {
        Api.Reply reply = stranger.get(path);
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("invalid_api_key");
      }
    }
  }

  @Test
  void listsVoicesInPartsAndEachOnce() {
    String first = voice(ann, "First");
    String second = voice(ann, "Second");

    JsonNode all = ann.get("/v1/audio/voices").json();
    assertThat(all.path("data").findValuesAsText("id")).startsWith(second, first).hasSize(3);
    assertThat(all.path("has_more").asBoolean(true)).isFalse();
    assertThat(all.path("voices").findValuesAsText("name")).startsWith("Second", "First");
    String preset = all.path("last_id").asText();
    JsonNode part = ann.get("/v1/audio/voices?limit=1").json();
    assertThat(part.path("data").findValuesAsText("id")).containsExactly(second);
    assertThat(part.path("has_more").asBoolean()).isTrue();
    JsonNode rest = ann.get("/v1/audio/voices?limit=2&after=" + second).json();
    assertThat(rest.path("data").findValuesAsText("id")).containsExactly(first, preset);
    assertThat(rest.path("first_id").asText()).isEqualTo(first);
    assertThat(rest.path("has_more").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"limit=0, limit", "limit=101, limit", "limit=x, limit", "after=nobody, after"})
  void refusesAPartThereCanNotBe(String query, String field) {
    Api.Reply reply = ann.get("/v1/audio/voices?" + query);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().path("error").path("param").asText()).isEqualTo(field);
  }

  @Test
  void showsAVoiceByIdOrTitleAndDeletesItById() {
    String id = voice(ann, "My Voice");

    JsonNode shown = ann.get("/v1/audio/voices/" + id).json();
    assertThat(shown.path("object").asText()).isEqualTo("audio.voice");
    assertThat(shown.path("name").asText()).isEqualTo("My Voice");
    assertThat(shown.path("created_at").isIntegralNumber()).isTrue();
    assertThat(ann.get("/v1/audio/voices/my%20voice").json()).isEqualTo(shown);
    assertThat(server.client("bob").get("/v1/audio/voices/" + id).status()).isEqualTo(404);

    assertThat(ann.delete("/v1/audio/voices/my%20voice").status()).isEqualTo(404);
    Api.Reply deleted = ann.delete("/v1/audio/voices/" + id);
    assertThat(deleted.json())
        .isEqualTo(
            Api.JSON.valueToTree(
                Map.of("id", id, "object", "audio.voice.deleted", "deleted", true)));
    assertThat(ann.delete("/v1/audio/voices/" + id).code()).isEqualTo("voice_not_found");
  }

  @Test
  void aKeyWithoutTheScopeMayNotDelete() {
    String id = voice(ann, "Mine");
    Api speaker = server.client("ann", EnumSet.of(Scope.SPEAK), null);

    Api.Reply refused = speaker.delete("/v1/audio/voices/" + id);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("insufficient_permissions");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/audio/nothing,    Python-urllib/3.12, ''",
    "/v1/chat/completions, curl/8.5,           ''",
    "/v1/unheard-of,       OpenAI/Python 3.54, ''",
    "/v1/unheard-of,       node,               js"
  })
  void answersInItsShapeWhereAPathIsOpenAisOrTheCallerIs(
      String path, String agent, String stainless) {
    Api.Reply reply =
        stainless.isEmpty()
            ? ann.get(path, "User-Agent", agent)
            : ann.get(path, "User-Agent", agent, "X-Stainless-Lang", stainless);

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("error").path("type").asText()).isEqualTo("invalid_request_error");
    assertThat(reply.code()).isEqualTo("unknown_url");
  }

  @Test
  void otherCallersGetAnotherShape() {
    Api.Reply reply = ann.get("/v1/unheard-of", "User-Agent", "curl/8.5");

    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.json().path("error").has("param")).isFalse();
  }

  @Test
  void aMethodAPathDoesntHaveIsToldSo() {
    Api.Reply reply = ann.delete("/v1/models");

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.code()).isEqualTo("method_not_supported");
    assertThat(reply.header("allow")).contains("GET");
  }

  private static String voice(Api owner, String title) {
    String recording = Base64.getEncoder().encodeToString(Recordings.tone(300, 3, 16_000));
    Api.Reply made =
        owner.post(
            "/fish/model", Map.of("title", title, "voices", "data:audio/wav;base64," + recording));
    assertThat(made.status()).isEqualTo(200);
    return made.json().path("_id").asText();
  }
}
