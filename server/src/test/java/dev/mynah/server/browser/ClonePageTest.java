package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.SlowPeer;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** Cloning in the browser: by a link, with files, with the microphone; and when it goes wrong. */
final class ClonePageTest {
  private static final int RATE = 16_000;
  private static final double PITCH = 220;
  private static final byte[] TONE = Recordings.tone(PITCH, 3, RATE);

  @RegisterExtension
  static final ConsoleRig RIG =
      ConsoleRig.start(Map.of("clone-workers", "1"), SpokenMicrophone.wav());

  private static WebPeer web;
  @TempDir static Path folder;

  @BeforeAll
  static void serve() throws IOException {
    web = new WebPeer();
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @AfterEach
  void letSpeak() {
    RIG.server().engine.release();
  }

  @Test
  void clonesFromALinkStepByStepAndSaysAnOwnSentence() throws Exception {
    RIG.open("#/clone");
    RIG.screenshot("clone-link");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Clone this voice");
    RIG.awaitText("Enter the link of a recording.");
    assertThat(RIG.text()).contains("Say whose voice it is.", "only be cloned if its owner agrees");
    assertThat(RIG.focused()).startsWith("Link to the recording");
    RIG.screenshot("clone-missing");

    try (SlowPeer slow = new SlowPeer(TONE)) {
      RIG.type("Link to the recording", slow.url());
      assertThat(RIG.find("textbox", "Name of the voice").getDomProperty("value"))
          .as("suggested")
          .isEqualTo("Slow");
      RIG.type("Name of the voice", "Ann");
      agree("Ann Miller");
      RIG.server().engine.hold();
      RIG.press("button", "Clone this voice");
      RIG.find("heading", "Making “Ann”");
      slow.awaitAsked();
      slow.sendHalf();
      RIG.awaitText("kB of 96.0 kB");
      RIG.screenshot("clone-fetching");
      RIG.assertAccessible();
      RIG.assertNoOverflow(360);

      RIG.go("#/");
      RIG.go("#/clone");
      RIG.press("link", "See how it goes");
      RIG.find("heading", "Making “Ann”");
      RIG.driver().navigate().refresh();
      RIG.find("heading", "Making “Ann”");
      RIG.awaitText("Downloaded");
      slow.sendRest();
      RIG.await("the step", () -> activeStep().startsWith("Speaking a first sentence"));
      RIG.screenshot("clone-speaking");
      RIG.server().engine.release();
    }

    RIG.find("heading", "“Ann” is ready");
    assertThat(RIG.focused()).isEqualTo("“Ann” is ready");
    assertThat(RIG.text()).contains("Made from 3.0 s of speech, pitch about 220 Hz.");
    RIG.screenshot("clone-ready");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    saysAnOwnSentence();
    JsonNode voice = newestVoice();
    assertThat(voice.path("title").asText()).isEqualTo("Ann");
    assertThat(voice.path("visibility").asText()).isEqualTo("private");
    assertThat(consents()).anyMatch(consent -> consent.startsWith("Ann Miller agreed on "));
  }

  private static String activeStep() {
    return RIG.element("[aria-current=step]").getText();
  }

  private static void agree(String owner) {
    RIG.type("Whose voice is it?", owner);
    RIG.press("checkbox", "This is my own voice");
  }

  /** The page plays what was spoken; its length and pitch tell that it is this text, this voice. */
  private static void saysAnOwnSentence() {
    RIG.type("Let it say your own sentence", "Now it says this.");
    RIG.press("button", "Say it");
    RIG.await(
        "the sentence",
        () -> Boolean.TRUE.equals(RIG.script(CLONE + "return audio.src.startsWith('blob:')")));
    RIG.await("its length", () -> seconds() > 0);
    assertThat(seconds()).as("13 letters of 20 ms").isBetween(0.25, 0.5);
    assertThat(RIG.element(".said").getText()).isEqualTo("Now it says this.");
    RIG.await(
        "that it was heard", () -> Boolean.TRUE.equals(RIG.script(CLONE + "return audio.ended")));
  }

  private static final String CLONE =
      "const audio = document.querySelectorAll('.clone-side audio')[1];";

  private static double seconds() {
    return number(CLONE + "return audio.duration || 0");
  }

  private static double number(String script) {
    return RIG.script(script) instanceof Number number ? number.doubleValue() : 0;
  }

  private static JsonNode newestVoice() {
    return RIG.server()
        .client
        .get("/model?self=true&sort_by=created_at")
        .json()
        .path("items")
        .path(0);
  }

  private static List<String> consents() {
    return RIG.server()
        .client
        .post("/fish/tasks", Map.of("action", "retrieve_batch"))
        .json()
        .findValuesAsText("consent");
  }

  @Test
  void clonesFromFilesInTheOrderTheyWerePutIn() throws Exception {
    Path one = Files.write(folder.resolve("bea_morning.wav"), Recordings.tone(200, 2, RATE));
    Path two = Files.write(folder.resolve("bea evening.wav"), Recordings.tone(202, 2, RATE));
    Path page = Files.writeString(folder.resolve("notes.txt"), "no sound");
    RIG.open("#/clone");
    RIG.press("tab", "Files");
    RIG.find("file", "Drop recordings here").sendKeys(page.toString());
    RIG.awaitText("notes.txt is not a kind of file that can be used here.");
    RIG.screenshot("clone-files-refused");
    RIG.find("file", "Drop recordings here").sendKeys(one + "\n" + two);
    RIG.awaitText("bea evening.wav");
    assertThat(RIG.find("textbox", "Name of the voice").getDomProperty("value"))
        .isEqualTo("Bea morning");
    RIG.press("button", "Move bea evening.wav up");
    assertThat(RIG.element(".clone-file").getText()).contains("bea evening.wav");
    RIG.screenshot("clone-files");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    agree("Bea");
    RIG.press("button", "Clone this voice");

    RIG.find("heading", "“Bea evening” is ready");
    saysAnOwnSentence();
    List<String> titles = newestVoice().path("samples").findValuesAsText("title");
    assertThat(titles).containsExactly("Default Sample", "Reference 1", "Reference 2");
    String first = newestVoice().path("samples").path(1).path("audio").asText();
    assertThat(Recordings.pitch(Recordings.read(RIG.server().client.get(first).http().body())))
        .isBetween(201.5, 202.5);
    RIG.press("button", "Clone another");
    RIG.find("heading", "Clone a voice");
    assertThat(RIG.find("textbox", "Name of the voice").getDomProperty("value")).isEmpty();
  }

  @Test
  void saysWhyThereIsNoVoiceAndKeepsWhatWasFilledIn() throws Exception {
    Path noise =
        Files.write(
            folder.resolve("broken.wav"), "not audio".repeat(500).getBytes(StandardCharsets.UTF_8));
    RIG.open("#/clone");
    RIG.press("tab", "Files");
    RIG.find("file", "Drop recordings here").sendKeys(noise.toString());
    RIG.awaitText("broken.wav");
    agree("Cid");
    RIG.press("button", "Clone this voice");
    RIG.find("heading", "There is no audio in it that can be read");
    RIG.screenshot("clone-not-audio");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Try again with a better recording");
    RIG.awaitText("broken.wav");
    assertThat(RIG.find("textbox", "Whose voice is it?").getDomProperty("value")).isEqualTo("Cid");

    RIG.press("tab", "Link");
    RIG.expectTrouble("400");
    RIG.type("Link to the recording", "http://10.0.0.1/secret.wav");
    RIG.press("checkbox", "This is my own voice");
    RIG.press("button", "Clone this voice");
    RIG.await(
        "the refusal",
        () -> RIG.find("textbox", "Link to the recording").getDomAttribute("aria-invalid") != null);
    assertThat(RIG.text()).doesNotContain("voice_url");
    RIG.screenshot("clone-refused");
    for (String[] wrong :
        new String[][] {
          {web.url("/nowhere.wav"), "The link could not be used"},
          {web.serve("/short.wav", Recordings.tone(220, 0.2, RATE)), "No voice could be made"},
          {web.serve("/silent.wav", Recordings.tone(0, 2, RATE)), "No voice could be made"},
        }) {
      RIG.type("Link to the recording", wrong[0]);
      if (!RIG.find("checkbox", "This is my own voice").isSelected()) {
        RIG.press("checkbox", "This is my own voice");
      }
      RIG.press("button", "Clone this voice");
      RIG.find("heading", wrong[1]);
      assertThat(RIG.text()).doesNotContain("voice_url");
      RIG.screenshot("clone-failed");
      RIG.press("button", "Try again with a better recording");
      RIG.find("heading", "Clone a voice");
    }
    RIG.expectTrouble("404");
    RIG.open("#/clone?task=00000000-0000-4000-8000-000000000000");
    RIG.awaitText("There is no such clone");
    RIG.screenshot("clone-unknown");
  }

  @Test
  void clonesFromTheMicrophone() throws Exception {
    RIG.open("#/clone");
    RIG.press("tab", "Microphone");
    RIG.screenshot("clone-mic-ask");
    RIG.press("button", "Use the microphone");
    RIG.find("button", "Record");
    RIG.awaitText("Good level");
    RIG.screenshot("clone-mic-ready");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    recordASecond("clone-mic-recording");
    RIG.screenshot("clone-mic-recorded");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Record again");
    recordASecond(null);
    RIG.press("button", "Play your recording");
    RIG.await(
        "that it plays",
        () ->
            Boolean.TRUE.equals(
                RIG.script("return document.querySelector('.mic audio').currentTime > 0")));
    double recorded = number("return document.querySelector('.mic audio').duration");
    assertThat(recorded).isGreaterThan(0.9);
    agree("Dot");
    RIG.type("Name of the voice", "Dot");
    RIG.press("button", "Clone this voice");

    RIG.find("heading", "“Dot” is ready");
    saysAnOwnSentence();
    String reference = newestVoice().path("samples").path(1).path("audio").asText();
    assertThat(Recordings.read(RIG.server().client.get(reference).http().body()).seconds())
        .as("what was heard is what was sent")
        .isCloseTo(recorded, within(0.1));
  }

  private static void recordASecond(@Nullable String picture) throws IOException {
    RIG.press("button", "Record");
    RIG.await("a second", () -> !RIG.element(".mic-time").getText().equals("0:00"));
    if (picture != null) {
      RIG.screenshot(picture);
    }
    RIG.press("button", "Stop");
    RIG.find("button", "Record again");
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.3, false, less than a second",
    "4, 0.0001, false, Nothing was heard",
    "4, 0.3, true, Short: about 4.0 s",
    "15, 0.005, true, Too quiet",
    "15, 4, true, Too loud",
    "15, 0.3, true, Sounds good: 15.0 s",
  })
  void judgesARecordingBeforeItIsSent(
      double seconds, double amplitude, boolean usable, String finding) {
    RIG.open("#/clone");
    Object judged = RIG.driver().executeAsyncScript(JUDGE, seconds, amplitude);
    assertThat(judged)
        .asInstanceOf(InstanceOfAssertFactories.STRING)
        .startsWith(usable + " ")
        .contains(finding);
  }

  /** Judges a tone of so many seconds and such an amplitude, cut off at full scale. */
  private static final String JUDGE =
      """
      const [seconds, amplitude, done] = arguments;
      import("./console/js/clone/quality.js").then(({ judge }) => {
        const tone = Float32Array.from({ length: seconds * 48000 }, (_, i) =>
          Math.max(-1, Math.min(1, amplitude * Math.sin((2 * Math.PI * 200 * i) / 48000))));
        const { usable, findings } = judge(tone, 48000);
        done(`${usable} ${findings.map(({ text }) => text).join(" ")}`);
      }, (failure) => done(String(failure)));
      """;

  @Test
  void saysWhatToDoWhereTheMicrophoneMayNotBeUsed() throws Exception {
    RIG.open("#/clone");
    RIG.script(
        "navigator.mediaDevices.getUserMedia = async () => {"
            + " throw new DOMException('Permission denied', 'NotAllowedError'); }");
    RIG.press("tab", "Microphone");
    RIG.press("button", "Use the microphone");
    RIG.awaitText("The browser doesn't let this page use the microphone.");
    assertThat(RIG.focused()).isEqualTo("Try again");
    RIG.screenshot("clone-mic-denied");
    RIG.assertAccessible();

    RIG.press("tab", "Link");
    RIG.script("Object.defineProperty(window, 'isSecureContext', {value: false})");
    RIG.press("tab", "Microphone");
    RIG.awaitText("Browsers only let a page record over https");
    RIG.screenshot("clone-mic-insecure");
    RIG.assertAccessible();
  }

  @Test
  void needsNothingButTheKeyboard() {
    RIG.open("#/clone");
    tabTo("Link");
    RIG.keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
    assertThat(RIG.focused()).isEqualTo("Microphone");
    RIG.keys(Keys.HOME);
    assertThat(RIG.focused()).isEqualTo("Link");
    tabTo("Link to the recording");
    RIG.keys(web.serve("/eve.wav", TONE));
    tabTo("Whose voice is it?");
    RIG.keys("Eve");
    tabTo("This is my own voice, or its owner has agreed to this clone.");
    RIG.keys(Keys.SPACE);
    tabTo("Clone this voice");
    RIG.keys(Keys.ENTER);
    RIG.find("heading", "“Eve” is ready");
    tabTo("Say it");
    RIG.keys(Keys.ENTER);
    RIG.await("the sentence", () -> seconds() > 0);
    assertThat(RIG.driver().findElements(By.cssSelector(".clone-side"))).hasSize(2);
  }

  /** Goes on with the tab key until something of this name has the focus. */
  private static void tabTo(String name) {
    for (int i = 0; i < 60; i++) {
      if (RIG.focused().equals(name)) {
        return;
      }
      RIG.keys(Keys.TAB);
    }
    throw new AssertionError("the tab key doesn't lead to " + name);
  }
}
