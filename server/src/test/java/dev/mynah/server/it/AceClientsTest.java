package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ace Data Cloud's own clients, as their registry has them, speak with this server and don't notice
 * that it is another. {@link AceContractTest} is the short form that always runs.
 */
@Tag("long")
final class AceClientsTest {
  private static final double PITCH = 220; // Hz

  @ParameterizedTest
  @CsvSource({
    "clients.txt, ace_sdk.py",
    "clients.txt, ace_mcp.py",
    "clients.txt, ace_platform_sdk.py",
    "platform-clients.txt, ace_platform_mcp.py",
  })
  void aClientRunsUnmodified(String programs, String script, @TempDir Path folder)
      throws Exception {
    try (WebPeer web = new WebPeer();
        TestServer server = TestServer.start(folder)) {
      Map<String, String> environment =
          Map.of(
              "MYNAH_TEST_URL",
              "http://127.0.0.1:" + server.port(),
              "MYNAH_TEST_KEY",
              server.client("ann").key(),
              "MYNAH_TEST_RECORDING",
              web.serve("/me.wav", Recordings.tone(PITCH, 1, 16_000)),
              "MYNAH_TEST_CALLBACK",
              web.url("/hook"),
              "MYNAH_TEST_VOICE",
              Services.PRESET_ID);

      assertThat(PythonClients.run(programs, script, environment)).endsWith("all well\n");
    }
  }
}
