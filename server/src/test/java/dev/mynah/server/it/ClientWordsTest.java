package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Other people's clients have a server speak and listen that really can, and what they receive says
 * what they asked for. {@link FishPythonClientTest} and its siblings are the short forms, with an
 * engine that hums.
 */
@Tag("long")
final class ClientWordsTest {
  private static final String TEXT =
      "The ferry leaves at half past nine. Bring a warm coat, for the wind is cold out there.";
  private static final String PRESET = "Clara";
  private static final String SPEAKER = "Bruno";

  @ParameterizedTest
  @EnumSource
  void hearsTheWordsItAskedFor(ForeignClient client, @TempDir Path folder) throws Exception {
    try (RealServer server =
        RealServer.start(folder.resolve("data"), Map.of("recognizer", "moonshine-base"))) {
      byte[] recording =
          RealServer.spoken(server.client, preset(server, SPEAKER), RealServer.PASSAGE, "wav");
      ClientTrial trial =
          new ClientTrial(
              server.address(),
              server.client,
              preset(server, PRESET),
              PRESET,
              TEXT,
              recording,
              RealServer.PASSAGE,
              true);

      List<ClientTrial.Call> heard =
          client.callsTo(trial, folder).stream().filter(ClientTrial.Call::audible).toList();

      assertThat(heard).isNotEmpty();
      WordEar ear = new WordEar(server.client);
      for (ClientTrial.Call call : heard) {
        ear.check(call);
      }
    }
  }

  private static String preset(RealServer server, String name) {
    for (JsonNode preset : server.client.get("/fish/model?page_size=100").json().path("items")) {
      if (preset.path("title").asText().equals(name)) {
        return preset.path("_id").asText();
      }
    }
    throw new AssertionError("there is no preset called " + name);
  }
}
