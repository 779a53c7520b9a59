package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cloning in the browser with the engine that Mynah ships with. */
final class ClonePageLarkTest {
  private static final String SENTENCE = "The ship sails at half past nine tomorrow morning.";

  @RegisterExtension
  static final ConsoleRig RIG = ConsoleRig.withLark(Map.of(), SpokenMicrophone.wav());

  @Test
  void aStrangerHearsTheOwnVoiceSayAnOwnSentence() throws Exception {
    RIG.open("#/clone");
    RIG.press("tab", "Microphone");
    RIG.press("button", "Use the microphone");
    RIG.press("button", "Record");
    RIG.await("nine seconds", () -> RIG.element(".mic-time").getText().compareTo("0:09") >= 0);
    RIG.press("button", "Stop");
    RIG.awaitText("Sounds good");
    RIG.type("Whose voice is it?", "Fay");
    RIG.press("checkbox", "This is my own voice");
    RIG.press("button", "Clone this voice");

    RIG.find("heading", "“My voice” is ready");
    RIG.screenshot("clone-lark");
    RIG.type("Let it say your own sentence", SENTENCE);
    RIG.press("button", "Say it");
    RIG.await(
        "the sentence",
        () -> RIG.script(LENGTH) instanceof Number length && length.doubleValue() > 0);
    assertThat((Number) RIG.script(LENGTH))
        .satisfies(seconds -> assertThat(seconds.doubleValue()).isBetween(2.0, 6.0));
    JsonNode voice =
        RIG.client().get("/model?self=true&sort_by=created_at").json().path("items").path(0);
    assertThat(voice.path("report").path("median_f0_hz").asDouble())
        .as("pitch of the talker")
        .isBetween(SpokenMicrophone.PITCH * 0.9, SpokenMicrophone.PITCH * 1.1);
    String reference = voice.path("samples").path(1).path("audio").asText();
    assertThat(Recordings.read(RIG.client().get(reference).http().body()).seconds())
        .isGreaterThan(8.5);
  }

  /** Of what the page was sent for the sentence, in seconds. */
  private static final String LENGTH =
      "const audio = document.querySelectorAll('.clone-side audio')[1];"
          + "return audio.src.startsWith('blob:') ? audio.duration || 0 : 0";
}
