package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.it.OpenApi.Operation;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the server takes and answers is what the document says. The tables of the dialects are held
 * against it by their own tests; here are the document's examples, and what must be noticed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordedExchangesTest {
  private static final String READING = "https://example.com/reading.mp3";
  private static final String OWNER = "0123456789abcdef0123456789abcdef";

  /** Operations about something that isn't on a fresh server, or that need its recogniser. */
  private static final Set<String> NOT_ON_A_FRESH_SERVER =
      Set.of(
          "platformChangeCredential",
          "platformRotateCredential",
          "fishChangeModel",
          "fishTranscribe",
          "fishDeleteReference",
          "fishRenameReference",
          "openaiRenameConsent");

  private final ExchangeCheck check = new ExchangeCheck();
  private WebPeer web;
  private ToneServer server;
  private Api client;
  private String reading;
  private String owner;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    web = new WebPeer();
    // The presets of Lark, by whose ids the examples speak, are here played by the one that hums.
    server =
        ToneServer.start(
            folder,
            Map.of(
                "voice-aliases",
                "6d796e61682d6c61726b2d3030303032="
                    + ToneServer.VOICE
                    + ",6d796e61682d6c61726b2d3030303037="
                    + ToneServer.VOICE
                    + ",alloy="
                    + ToneServer.VOICE
                    + ",nova="
                    + ToneServer.VOICE));
    client = server.client;
    reading = web.serve("/reading.wav", Recordings.tone(220, 0.8, 8_000));
    owner = client.get("/api/v1/platform-tokens/me").json().path("id").asText();
  }

  @AfterAll
  void stop() {
    server.close();
    web.close();
  }

  @Test
  void everyExampleOfARequestIsTakenAndAnsweredAsDescribed() {
    List<String> refused = new ArrayList<>();
    int sent = 0;
    for (Operation operation : OpenApi.document().operations()) {
      JsonNode examples =
          operation
              .node()
              .path("requestBody")
              .path("content")
              .path("application/json")
              .path("examples");
      if (NOT_ON_A_FRESH_SERVER.contains(operation.id())) {
        continue;
      }
      for (Map.Entry<String, JsonNode> example : examples.properties()) {
        Api.Reply reply = send(operation, example.getValue().path("value"));
        sent++;
        if (reply.status() >= 300) {
          refused.add(operation + " " + example.getKey() + ": " + reply.json());
        }
      }
    }
    assertThat(refused).isEmpty();
    assertThat(sent).isGreaterThan(20);
  }

  @Test
  void everythingThatIsOnlyLookedAtIsAnsweredAsDescribed() {
    Set<Integer> statuses = new TreeSet<>();
    for (Operation operation : OpenApi.document().operations()) {
      if (operation.method().equals("GET")) {
        statuses.add(client.sendRecorded(request(operation).GET()).status());
      }
    }
    assertThat(statuses).contains(200, 404).allMatch(status -> status < 500);
  }

  @Test
  void strangersAreRefusedAsDescribed() {
    Api stranger = new Api(server.address(), null);
    for (Operation operation : OpenApi.document().operations()) {
      if (operation.node().has("x-websocket")) {
        continue; // told to send a handshake, which is where the key belongs
      }
      boolean asksForAKey = !operation.node().has("security");
      HttpRequest.Builder request =
          stranger
              .request(path(operation))
              .header("content-type", "application/json")
              .method(
                  operation.method(),
                  operation.method().equals("GET")
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofString("{}"));
      int status = stranger.sendRecorded(request).status();
      assertThat(status == 401)
          .as("%s without a key: %s", operation, status)
          .isEqualTo(asksForAKey);
    }
  }

  @Test
  void whatTheDocumentDoesNotSayIsNoticed() {
    Exchange good = recorded();
    assertThat(check.problems(good)).isEmpty();
    String answer = new String(good.body(), StandardCharsets.UTF_8);
    assertThat(check.problems(good.answered(200, "application/json", bytes("{}"))))
        .as("an answer that lacks its fields")
        .isNotEmpty();
    assertThat(check.problems(good.answered(200, "application/json", bytes(more(answer)))))
        .as("an answer with a field nobody described")
        .isNotEmpty();
    assertThat(check.problems(good.answered(200, "application/json", bytes("{"))))
        .as("an answer that is no JSON")
        .isNotEmpty();
    assertThat(check.problems(good.answered(418, "application/json", good.body())))
        .as("a status nobody described")
        .isNotEmpty();
    assertThat(check.problems(good.answered(200, "text/html", good.body())))
        .as("a content type nobody described")
        .isNotEmpty();
    assertThat(check.problems(good.sent(bytes("{\"text\":7}"))))
        .as("a field of another type that was taken")
        .isNotEmpty();
    assertThat(check.problems(good.sent(bytes("{\"text\":\"a\",\"format\":\"flac\"}"))))
        .as("a value that was taken and is not listed")
        .isNotEmpty();
    assertThat(check.problems(good.sent(new byte[0])))
        .as("a required body that was missing")
        .isNotEmpty();
  }

  private Exchange recorded() {
    HttpRequest.Builder request = client.postRequest("/fish/tts", "{\"text\":\"Hello.\"}");
    return Exchange.of(request.build(), client.send(request).http());
  }

  private static String more(String json) {
    return json.substring(0, json.length() - 1) + ",\"unheard_of\":1}";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Api.Reply send(Operation operation, JsonNode example) {
    String body = example.toString().replace(READING, reading).replace(OWNER, owner);
    return client.sendRecorded(
        request(operation)
            .header("content-type", "application/json")
            .method(operation.method(), BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(Operation operation) {
    HttpRequest.Builder request = client.request(path(operation));
    for (JsonNode parameter : OpenApi.document().parameters(operation)) {
      if (parameter.path("in").asText().equals("header") && parameter.has("example")) {
        request.header(parameter.path("name").asText(), parameter.path("example").asText());
      }
    }
    return request;
  }

  /** Returns the path with its examples in it. */
  private static String path(Operation operation) {
    String path = operation.path();
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : OpenApi.document().parameters(operation)) {
      String name = parameter.path("name").asText();
      String example = parameter.path("example").asText();
      if (parameter.path("in").asText().equals("path")) {
        assertThat(example).as("example of %s in %s", name, operation).isNotEmpty();
        path = path.replace("{" + name + "}", example);
      } else if (parameter.path("in").asText().equals("query") && !example.isEmpty()) {
        query.append(query.isEmpty() ? "?" : "&").append(name).append('=').append(example);
      }
    }
    return path + query;
  }
}
