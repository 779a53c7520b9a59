package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
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
 * Walks {@code fish-contract.txt}, the documentation of the dialect: sends each request to a real
 * server over a socket and compares each field of the answer.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class FishContractTest {
  private static final double PITCH = 220; // Hz
  private static final String JSON_TYPE = "application/json";
  private static final String NOTHING = "<nothing>";

  private final Map<String, Api> clients = new HashMap<>();
  private WebPeer web;
  private TestServer server;
  private ContractTable table;
  private JsonShapes shapes;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    web = new WebPeer();
    server = TestServer.start(folder);
    table = ContractTable.read("fish-contract.txt");
    shapes = new JsonShapes(table.shapes());
    byte[] recording = Recordings.tone(PITCH, 0.8, 8_000);
    shapes.keep("tone", web.serve("/tone.wav", recording));
    shapes.keep("base64", Base64.getEncoder().encodeToString(recording));
    shapes.keep("short", web.serve("/short.wav", Recordings.tone(PITCH, 0.1, 8_000)));
    shapes.keep("web", web.url(""));
    shapes.keep("preset", Services.PRESET_ID);
    shapes.keep("long", "a".repeat(200_000));
    Set<Scope> all = EnumSet.allOf(Scope.class);
    clients.put("nobody", server.clientWithKey(null));
    clients.put("wrong", server.clientWithKey("sk-" + "0".repeat(40)));
    clients.put("expired", server.client("old", all, Instant.now().minusSeconds(1)));
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

  private void check(ContractTable.Case each) throws IOException {
    Api client = clients.computeIfAbsent(each.caller(), server::client);
    HttpRequest.Builder request =
        client.request(shapes.filled(each.target())).method(each.method(), body(each));
    each.headers().forEach(request::header);
    Api.Reply reply = client.sendRecorded(request);
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(each.status());
    if (each.expected().equals(NOTHING)) {
      assertThat(reply.http().body()).isEmpty();
    } else if (each.expected().matches("[@{\\[].*")) {
      assertThat(reply.header("content-type")).isEqualTo(JSON_TYPE);
      assertThat(shapes.differences(each.expected(), reply.json()))
          .as("%s", reply.json())
          .isEmpty();
    } else {
      assertThat(reply.header("content-type")).isEqualTo(each.expected());
      assertThat(reply.http().body()).isNotEmpty();
    }
  }

  private BodyPublisher body(ContractTable.Case each) throws IOException {
    if (each.body().isEmpty()) {
      return BodyPublishers.noBody();
    }
    String body = shapes.filled(each.body());
    if (!each.headers().getOrDefault("content-type", "").contains("msgpack")) {
      return BodyPublishers.ofString(body);
    }
    JsonNode tree = Api.JSON.readTree(body);
    return BodyPublishers.ofByteArray(MessagePackTree.write(tree));
  }
}
