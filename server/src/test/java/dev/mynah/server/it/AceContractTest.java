package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks {@code ace-contract.txt}, the documentation of the dialect: sends each request to a real
 * server over a socket and compares each field of the answer, those that must not be there
 * included.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class AceContractTest {
  private static final double PITCH = 220; // Hz

  private final Map<String, Api> clients = new HashMap<>();
  private WebPeer web;
  private TestServer server;
  private ContractTable table;
  private JsonShapes shapes;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    web = new WebPeer();
    server = TestServer.start(folder);
    table = ContractTable.read("ace-contract.txt");
    shapes = new JsonShapes(table.shapes());
    byte[] recording = Recordings.tone(PITCH, 0.8, 8_000);
    shapes.keep("tone", web.serve("/tone.wav", recording));
    shapes.keep("data", "data:audio/wav;base64," + Base64.getEncoder().encodeToString(recording));
    shapes.keep("short", web.serve("/short.wav", Recordings.tone(PITCH, 0.1, 8_000)));
    shapes.keep("text", web.serve("/text", "words ".repeat(50).getBytes(StandardCharsets.UTF_8)));
    shapes.keep("gif", web.serve("/picture.gif", Recordings.gif()));
    shapes.keep("web", web.url(""));
    shapes.keep("preset", Services.PRESET_ID);
    Set<Scope> all = EnumSet.allOf(Scope.class);
    clients.put("nobody", server.clientWithKey(null));
    clients.put("wrong", server.clientWithKey("sk-" + "0".repeat(40)));
    clients.put("expired", server.client("old", all, Instant.now().minusSeconds(1)));
    clients.put("speaker", server.client("speaker", EnumSet.of(Scope.SPEAK), null));
    clients.put("cloner", server.client("cloner", EnumSet.of(Scope.CLONE), null));
    clients.put("poor", server.client("poor", KeySettings.of("poor", all).withCreditLimit(3L)));
  }

  @AfterAll
  void stop() {
    server.close();
    web.close();
  }

  @TestFactory
  Stream<DynamicContainer> theContractHolds() {
    return table.tests(this::check);
  }

  private void check(ContractTable.Case each) throws Exception {
    switch (each.method()) {
      case "AWAIT" -> {
        JsonNode task = client(each.caller()).finishedTask(shapes.filled(each.target()));
        assertShape(each.expected(), task);
      }
      case "CALLBACK" -> assertShape(each.expected(), callback(each.target()));
      default -> checkAnswer(each, client(each.caller()));
    }
  }

  private void checkAnswer(ContractTable.Case each, Api client) {
    HttpRequest.Builder request =
        client
            .request(shapes.filled(each.target()).replace("[", "%5B").replace("]", "%5D"))
            .method(
                each.method(),
                each.body().isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(shapes.filled(each.body())));
    each.headers().forEach(request::header);
    Api.Reply reply = client.sendRecorded(request);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(each.status());
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    if (each.status() == 200) {
      assertShape(each.expected(), reply.json());
    } else {
      String[] error = each.expected().split(": ", 2);
      assertShape(errorShape(error[0]), reply.json());
      assertThat(reply.message()).contains(shapes.filled(error[1]));
    }
    JsonNode trace = reply.json().path("trace_id");
    if (trace.isTextual() && !reply.json().has("request")) {
      assertThat(reply.header("x-trace-id")).isEqualTo(trace.textValue());
    }
  }

  private static String errorShape(String code) {
    return """
        {"success":false,"error":{"code":"%s","message":"<text>"},"trace_id":"<uuid>"}"""
        .formatted(code);
  }

  private void assertShape(String shape, JsonNode actual) {
    assertThat(shapes.differences(shape, actual)).as("%s", actual).isEmpty();
  }

  private JsonNode callback(String path) throws IOException {
    WebPeer.Callback callback =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> web.callbacks().stream().filter(c -> c.path().equals(path)).toList(),
                found -> !found.isEmpty())
            .getFirst();
    return Api.JSON.readTree(callback.body());
  }

  private Api client(String name) {
    return clients.computeIfAbsent(name, server::client);
  }
}
