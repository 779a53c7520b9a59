package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The gallery of voices and the page of one, as people use them. */
final class VoicesPageTest {
  @RegisterExtension static final ConsoleRig RIG = ConsoleRig.start();

  private static String ann = "";

  @TempDir Path folder;

  @BeforeAll
  static void makeVoices() {
    ann = clone("Ann of the high tone", 320, "public", "bright", "warm");
    String unused = clone("Ben of the low tone", 130, "private", "deep");
  }

  private static String clone(String title, double pitch, String visibility, String... tags) {
    String recording =
        "data:audio/wav;base64,"
            + Base64.getEncoder().encodeToString(Recordings.tone(pitch, 3, 16_000));
    JsonNode made =
        RIG.server()
            .client
            .post(
                "/fish/voices",
                Map.of(
                    "voice_url",
                    recording,
                    "title",
                    title,
                    "description",
                    "Hums for as long as one likes to listen.",
                    "tags",
                    tags,
                    "visibility",
                    visibility,
                    "consent",
                    "The owner of this tone agrees that it is copied for a test."))
            .json();
    return Objects.requireNonNull(made.path("data").path("_id").asText());
  }

  @Test
  void findsAVoiceAndPlaysIt() throws IOException {
    RIG.open("#/voices");
    RIG.find("link", "Ann of the high tone");
    RIG.find("link", "Ben of the low tone");
    RIG.find("link", "Hum");
    RIG.screenshot("voices");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);

    RIG.press("button", "Mine");
    RIG.await("presets to go", () -> !RIG.has("link", "Hum"));
    RIG.press("button", "Presets");
    RIG.await("own voices to go", () -> !RIG.has("link", "Ann of the high tone"));
    RIG.press("button", "All");
    RIG.find("link", "Ben of the low tone");
    RIG.type("Search by title", "high");
    RIG.await("others to go", () -> !RIG.has("link", "Ben of the low tone"));
    assertThat(RIG.driver().getCurrentUrl()).contains("q=high");
    RIG.awaitText("1 voice");

    RIG.press("button", "Play Ann of the high tone's sample");
    RIG.await(
        "the sample to play",
        () ->
            Boolean.TRUE.equals(
                RIG.script(
                    "const audio = document.querySelector('.voice-card audio');"
                        + " return !audio.paused && audio.currentTime > 0.1;")));
    RIG.type("Search by title", "nobody is called this");
    RIG.find("heading", "No voice fits");
    RIG.screenshot("voices-none");
    RIG.press("button", "Clear the filters");
    RIG.find("link", "Ben of the low tone");
  }

  @Test
  void showsAVoiceBesideItsRecording() throws IOException {
    RIG.open("#/voices/" + ann);
    RIG.find("heading", "Ann of the high tone");
    RIG.find("heading", "Report on the recording");
    RIG.awaitText("Speech used");
    RIG.find("image", "Waveform");
    RIG.find("image", "Pitch");
    RIG.find("image", "Long-term spectrum");
    RIG.awaitText("320 Hz");
    RIG.await("the comparison", () -> !RIG.text().contains("Comparing the voices"));
    RIG.awaitText("The owner of this tone agrees");
    RIG.screenshot("voice");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Figures of the pitch");
    assertThat(RIG.element(".plot details[open] table").isDisplayed()).isTrue();
  }

  @Test
  void changesCarriesAndDeletesAVoice() throws IOException {
    String id = clone("Cleo", 240, "private");
    RIG.open("#/voices/" + id);
    RIG.press("button", "Edit");
    RIG.type("Title", "");
    RIG.press("button", "Save");
    RIG.find("dialog", "Edit voice");
    RIG.type("Title", "Cleo the second");
    RIG.type("Tags", "soft, slow");
    RIG.screenshot("voice-edit");
    RIG.assertAccessible();
    RIG.keys(Keys.ENTER);
    RIG.find("heading", "Cleo the second");
    RIG.find("link", "soft");

    Path archive = folder.resolve("cleo.zip");
    Files.write(
        archive, RIG.server().client.get("/console/api/voices/" + id + "/export").http().body());
    RIG.press("button", "Export");
    RIG.await("the archive", () -> bodyText().contains("Saved as cleo-the-second.mynah-voice.zip"));

    RIG.open("#/voices");
    RIG.press("button", "Import");
    RIG.find("dialog", "Import a voice");
    RIG.screenshot("voice-import");
    RIG.find("file", "Drop the archive here").sendKeys(wrong().toString());
    RIG.await("the refusal", () -> bodyText().contains("no voice.json"));
    RIG.find("file", "Drop the archive here").sendKeys(archive.toString());
    RIG.find("heading", "Cleo the second");
    RIG.awaitText("imported from an archive");
    assertThat(RIG.driver().getCurrentUrl()).doesNotContain(id);

    RIG.press("button", "Delete");
    assertThat(RIG.find("button", "Delete for good").isEnabled()).isFalse();
    RIG.screenshot("voice-delete");
    RIG.type("Type \"Cleo the second\" to confirm", "Cleo the second");
    RIG.keys(Keys.ENTER);
    RIG.find("heading", "Voices");
    RIG.await("one of the two", () -> cards("Cleo the second") == 1);
  }

  @Test
  void showsAVoiceThatCouldNotBeMade() throws IOException {
    RIG.server()
        .client
        .post(
            "/fish/voices",
            Map.of(
                "voice_url",
                "data:audio/wav;base64,"
                    + Base64.getEncoder().encodeToString(Recordings.tone(200, 0.1, 16_000)),
                "title",
                "Too short"));
    RIG.open("#/voices");
    RIG.awaitText("It could not be made.");
    RIG.screenshot("voices-failed");
    RIG.press("link", "Details of Too short");
    RIG.awaitText("This voice could not be made.");
  }

  private Path wrong() throws IOException {
    return Files.write(folder.resolve("wrong.zip"), new byte[] {'P', 'K'});
  }

  private static String bodyText() {
    return String.valueOf(RIG.script("return document.body.innerText"));
  }

  private static long cards(String title) {
    return RIG.driver().findElements(By.cssSelector(".voice-card h2")).stream()
        .filter(heading -> heading.getText().equals(title))
        .count();
  }
}
