package dev.mynah.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The backups the documentation describes, made beside a running server and brought back. */
final class BackupTest {
  private static final double PITCH = 330; // Hz

  private final Path folder;

  BackupTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("backups/mynah"));
  }

  @Test
  void aSqliteComesBackFromItsBackup() throws Exception {
    ForeignProgram.require("sqlite3", "backup of SQLite");
    List<String> scripts =
        ManualBlock.of("docs/OPERATIONS.md").stream()
            .filter(block -> block.text().contains("backups/mynah/mynah.db"))
            .map(
                block ->
                    block
                        .text()
                        .lines()
                        .filter(line -> !line.startsWith("./mynah")) // tried with the page
                        .collect(Collectors.joining("\n")))
            .toList();
    assertThat(scripts).as("backup, restore").hasSize(2);

    comesBack(Map.of(), Map.of(), scripts.getFirst(), scripts.getLast(), Map.of());
  }

  @Test
  void aPostgresComesBackFromItsBackup() throws Exception {
    try (InstalledPostgres postgres = InstalledPostgres.start()) {
      postgres.create("mynah");
      postgres.create("restored");
      Map<String, String> variables =
          Map.of(
              "PG_URL", postgres.url("mynah"),
              "PG_URL_RESTORED", postgres.url("restored"),
              "PATH", postgres.tools() + File.pathSeparator + System.getenv("PATH"));

      comesBack(
          Map.of("database-url", postgres.jdbcUrl("mynah")),
          Map.of("database-url", postgres.jdbcUrl("restored")),
          script("postgres-backup.sh"),
          script("postgres-restore.sh"),
          variables);
    }
  }

  private static String script(String name) throws IOException {
    try (InputStream in = BackupTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("there is no " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private void comesBack(
      Map<String, String> before,
      Map<String, String> after,
      String backup,
      String restore,
      Map<String, String> variables)
      throws Exception {
    Path data = folder.resolve("data");
    String voice;
    byte[] spoken;
    try (ToneServer server = ToneServer.start(data, before)) {
      voice = makeVoice(server.client, "Kept");
      spoken = speak(server.client, voice);
      run(backup, variables);
      makeVoice(server.client, "Made after the backup");
      assertThat(server.client.delete("/model/" + voice).status()).isEqualTo(200);
    }

    run(restore, variables);
    try (ToneServer server = ToneServer.start(folder.resolve("data-restored"), after)) {
      JsonNode own = server.client.get("/fish/model?self=true").json();
      assertThat(own.findValuesAsText("title"))
          .contains("Kept")
          .doesNotContain("Made after the backup");
      JsonNode entity = server.client.get("/fish/model/" + voice).json();
      assertThat(entity.path("state").asText()).isEqualTo("trained");
      assertThat(entity.path("samples")).isNotEmpty();
      for (JsonNode sample : entity.path("samples")) {
        assertThat(server.client.get(sample.path("audio").asText()).status()).isEqualTo(200);
      }
      assertThat(speak(server.client, voice)).as("speech after the restore").isEqualTo(spoken);
      assertThat(server.client.get("/readyz").status()).isEqualTo(200);
    }
  }

  private static String makeVoice(Api client, String title) {
    String recording = Base64.getEncoder().encodeToString(Recordings.tone(PITCH, 3, 16_000));
    Api.Reply made = client.post("/model", Map.of("title", title, "voices", List.of(recording)));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    return made.json().path("_id").asText();
  }

  private static byte[] speak(Api client, String voice) {
    Api.Reply spoken =
        client.post("/v1/tts", Map.of("text", "Is it me?", "reference_id", voice, "format", "pcm"));
    assertThat(spoken.status()).isEqualTo(200);
    return spoken.http().body();
  }

  private void run(String script, Map<String, String> variables)
      throws IOException, InterruptedException {
    String filled =
        script
            .replace("/var/lib/mynah", folder.resolve("data").toString())
            .replace("/var/backups", folder.resolve("backups").toString());
    ForeignProgram.run(List.of("bash", "-euo", "pipefail", "-c", filled), variables);
  }
}
