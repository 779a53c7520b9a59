package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.it.Api;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page of the models: what is here, and fetching and verifying it. */
final class ModelsPageTest {
  private static final Path MODELS =
      Path.of("target", "models-" + UUID.randomUUID()).toAbsolutePath();
  private static final Path MIRROR = Path.of("target", "mirror-of-nothing").toAbsolutePath();
  private static final String LARK = "Lark: American and British English";

  @RegisterExtension
  static final ConsoleRig RIG =
      ConsoleRig.start(Map.of("models", MODELS.toString(), "model-mirror", MIRROR.toString()));

  @Test
  void showsTheModelsAndWhatBecomesOfAFetch() throws Exception {
    RIG.open("#/models");

    RIG.find("heading", "Models");
    assertThat(RIG.text())
        .contains(LARK, "In use", "Not here", "Apache-2.0", "Maureese")
        .contains("Comes from the mirror of this server, then pip package hibari-tts 0.2.1");
    RIG.screenshot("models");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);

    // A file where the folder should be: the store can't be used, and nothing is downloaded.
    Files.writeString(MODELS, "not a folder");
    RIG.press("button", "Fetch " + LARK);
    RIG.awaitText("lark could not be fetched.");
    RIG.awaitText("can't be used");
    RIG.screenshot("models-failed");
    RIG.assertAccessible();
    assertThat(RIG.focused()).as("what had the focus has it still").startsWith("Fetch " + LARK);

    RIG.open("#/models");
    RIG.awaitText("lark could not be fetched."); // whoever comes later sees how it ended
    Files.delete(MODELS);
  }

  @Test
  void verifiesAndRepairsAModelThatIsHere() throws IOException {
    Path folder = MODELS.resolve("lark-emma-0.2.1");
    Files.createDirectories(folder);
    Files.write(folder.resolve("bf_emma.int8.onnx"), new byte[7_936_868]);
    RIG.open("#/models");

    RIG.awaitText("Installed");
    RIG.press("button", "Verify Optional base voice for Lark: British female");
    RIG.awaitText("lark-emma is damaged.");
    RIG.find("button", "Repair Optional base voice for Lark: British female");
    RIG.screenshot("models-damaged");
    RIG.assertAccessible();
  }

  @Test
  void letsOnlyThoseWhoLookAfterTheServerFetch() {
    Api admin = RIG.server().client;
    String owner = admin.get("/api/v1/platform-tokens/me/").json().path("id").asText();
    Api.Reply made =
        admin.post(
            "/api/v1/credentials/",
            Map.of("application_id", owner, "name", "speaker", "scopes", List.of("speak")));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(201);
    String key = made.json().path("token").asText();
    Api speaker = new Api(RIG.server().address(), key);

    Api.Reply list = speaker.get("/console/api/models");
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.json().path("models").path(0).path("folder").isNull()).isTrue();
    assertThat(speaker.post("/console/api/models/lark/pull", "{}").status()).isEqualTo(403);
    assertThat(speaker.get("/console/api/models/progress").status()).isEqualTo(403);
    assertThat(admin.post("/console/api/models/dodo/pull", "{}").status()).isEqualTo(404);
  }
}
