package dev.mynah.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleting a voice over HTTP, in the shape clients of Fish Audio know. */
final class DeleteVoiceTest {
  private static final Set<Scope> USUAL = EnumSet.of(Scope.SPEAK, Scope.CLONE, Scope.MANAGE);
  private static final String MISSING = "{\"status\":404,\"message\":\"Model not found\"}";

  @TempDir Path folder;
  private TestServer server;
  private Api ann;
  private Api bob;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start(folder);
    ann = server.client("ann", USUAL, null);
    bob = server.client("bob", USUAL, null);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void answersWithAnEmptyBodyAndTheVoiceIsGoneEverywhere() {
    JsonNode made = voice("public");
    String id = made.path("data").path("_id").asText();
    String audio =
        ann.get("/fish/model/" + id).json().path("samples").get(0).path("audio").asText();
    assertThat(ann.get(audio).status()).isEqualTo(200);

    Api.Reply deleted = delete(ann, id);
    assertThat(deleted.status()).isEqualTo(200);
    assertThat(deleted.http().body()).isEmpty();

    assertThat(body(delete(ann, id))).isEqualTo(MISSING);
    assertThat(ann.get("/fish/model/" + id).code()).isEqualTo("not_found");
    assertThat(ann.get(audio).status()).isEqualTo(404);
    assertThat(ann.get("/fish/model?self=true").json().path("total").asInt()).isZero();
    Api.Reply spoken = ann.post("/fish/tts", Map.of("text", "Hello.", "reference_id", id));
    assertThat(spoken.status()).isEqualTo(400);
    JsonNode task = ann.finishedTask(made.path("task_id").asText());
    assertThat(task.path("response").path("success").asBoolean(true)).isFalse();
    assertThat(task.path("response").path("error").path("code").asText()).isEqualTo("not_found");
    assertThat(task.toString()).doesNotContain("TitleOfAnn");
  }

  @Test
  void othersMayNotAndCannotTellAHiddenVoiceFromNone() {
    String open = voice("public").path("data").path("_id").asText();
    String closed = voice("private").path("data").path("_id").asText();

    Api.Reply forbidden = delete(bob, open);
    assertThat(forbidden.status()).isEqualTo(403);
    assertThat(body(forbidden)).matches("\\{\"status\":403,\"message\":\"[^\"]+\"}");
    assertThat(delete(bob, closed).status()).isEqualTo(404);
    assertThat(body(delete(bob, closed))).isEqualTo(MISSING);
    assertThat(body(delete(bob, "f".repeat(32)))).isEqualTo(MISSING);
    assertThat(delete(ann, Services.PRESET_ID).status()).isEqualTo(403);
    assertThat(ann.get("/fish/model/" + open).status()).isEqualTo(200);

    Api.Reply hidden = bob.get("/fish/model/" + closed);
    Api.Reply missing = bob.get("/fish/model/" + "f".repeat(32));
    assertThat(withoutTrace(hidden)).isEqualTo(withoutTrace(missing));
    assertThat(hidden.status()).isEqualTo(404);
  }

  @Test
  void asksForAKeyThatMayManage() {
    String id = voice("public").path("data").path("_id").asText();
    assertThat(body(delete(server.clientWithKey(null), id)))
        .isEqualTo("{\"status\":401,\"message\":\"Missing `Authorization` header\"}");
    assertThat(body(delete(server.clientWithKey("nonsense"), id)))
        .isEqualTo("{\"status\":401,\"message\":\"Invalid Token\"}");
    Api speaker = server.client("ann", EnumSet.of(Scope.SPEAK, Scope.CLONE), null);
    assertThat(delete(speaker, id).status()).isEqualTo(403);
    Api.Reply unknown = ann.get("/model/" + id + "/x");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().properties()).hasSize(2);
    assertThat(ann.get("/fish/model/" + id).status()).isEqualTo(200);
  }

  private static Api.Reply delete(Api client, String id) {
    return client.send(client.request("/model/" + id).DELETE());
  }

  private static String body(Api.Reply reply) {
    return new String(reply.http().body(), UTF_8);
  }

  private static String withoutTrace(Api.Reply reply) {
    return body(reply).replaceAll("\"trace_id\":\"[^\"]*\"", "");
  }

  private JsonNode voice(String visibility) {
    String recording =
        "data:audio/wav;base64,"
            + Base64.getEncoder().encodeToString(Recordings.tone(220, 1, 16_000));
    Api.Reply made =
        ann.post(
            "/fish/voices",
            Map.of("voice_url", recording, "title", "TitleOfAnn", "visibility", visibility));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(200);
    return made.json();
  }
}
