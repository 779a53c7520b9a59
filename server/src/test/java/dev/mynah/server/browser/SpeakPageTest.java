package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.server.it.ToneServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The Speak page and the history, heard and looked at. */
final class SpeakPageTest {
  @RegisterExtension static final ConsoleRig RIG = ConsoleRig.start();

  private static final String TEXT =
      "Alpha bravo charlie delta echo foxtrot. Golf hotel india juliett kilo lima mike november."
          + " Oscar papa quebec romeo sierra tango.";
  private static final int WORDS = 20;
  private static final double LETTER_SECONDS = 0.02; // of the engine that hums
  private static final double HUM = 200; // Hz
  private static final int LONG_TEXT_PARTS = 80; // 10,240 characters

  private static final String BUFFERED =
      "const {buffered} = document.querySelector('.speech-player audio');"
          + "return buffered.length ? buffered.end(buffered.length - 1) - buffered.start(0) : 0";

  @AfterEach
  void letGo() {
    RIG.server().engine.release();
  }

  @Test
  void modulesDoWhatTheirTrialsSay() throws IOException {
    RIG.open("#/history");

    Object trials =
        RIG.script(
            "const home = document.querySelector('script[type=module]').src;"
                + "const load = (path) => import(new URL(path, home).href);"
                + "return (async () => {"
                + resource("speech-modules.js")
                + "})();");

    assertThat((List<?>) trials).hasSizeGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mp3", "wav", "opus", "pcm"})
  void isHeardWhileItIsMadeAndLightsItsWordsInTime(String format) throws IOException {
    open();
    choose("Format", format);
    RIG.awaitText("Plays here while it is made.");
    RIG.type("Text", TEXT);
    RIG.server().engine.hold();
    RIG.press("button", "Speak");
    RIG.await("sound while it is being made", () -> number("return ear.loudest") > 0.1);
    assertThat(RIG.has("button", "Download")).as("download before it is whole").isFalse();
    RIG.server().engine.release();
    RIG.awaitText("Done");
    RIG.find("button", "Replay the speech");

    assertThat(number("return ear.pitches.length")).as("stretches of sound heard").isPositive();
    assertThat(number("return ear.pitches.sort((a, b) => a - b)[ear.pitches.length >> 1]"))
        .as("pitch of %s", format)
        .isCloseTo(HUM, within(12.0));
    assertLitInTime(format);
    RIG.press("button", "Download");
    RIG.await("the file", () -> number("return ear.files.length") > 0);
    assertThat(sameAsSent(format)).as("the file is what the server sent").isEqualTo("same");
    assertThat(RIG.text()).contains("real-time factor", "first sound after");
  }

  /** Every word was lit, in order, none long before or after its time in the recording. */
  private static void assertLitInTime(String format) {
    String[] words = TEXT.split(" ", -1);
    int lit = (int) number("return ear.lit.length");
    assertThat(lit).as("words lit").isPositive();
    int last = -1;
    for (int i = 0; i < lit; i++) {
      int word = (int) number("return ear.lit[arguments[0]].number", i);
      double start = 0;
      for (int before = 0; before < word; before++) {
        start += seconds(words[before]);
      }
      assertThat(RIG.script("return ear.lit[arguments[0]].text", i)).isEqualTo(words[word]);
      assertThat(number("return ear.lit[arguments[0]].at", i))
          .as("when \"%s\" is lit in %s", words[word], format)
          .isBetween(start - 0.03, start + seconds(words[word]) + 0.08);
      assertThat(word).as("order of the words").isGreaterThan(last);
      last = word;
    }
    assertThat(last).as("the last word lit").isGreaterThan(WORDS - 5); // a busy machine skips some
  }

  private static double seconds(String word) {
    return word.replaceAll("\\W", "").length() * LETTER_SECONDS;
  }

  /** Compares the saved file with the bytes that were sent; a WAV's two sizes may be filled in. */
  private static @Nullable Object sameAsSent(String format) {
    return RIG.script(
        """
        return (async () => {
          const sent = await ear.sent;
          const file = new Uint8Array(await ear.files.at(-1).arrayBuffer());
          if (sent.length !== file.length) return `${file.length} bytes, not ${sent.length}`;
          const wav = arguments[0] === "wav";
          const data = wav ? String.fromCharCode(...file.slice(0, 400)).indexOf("data") + 4 : 0;
          const size = (i) => wav && ((i >= 4 && i < 8) || (i >= data && i < data + 4));
          const other = file.findIndex((byte, i) => byte !== sent[i] && !size(i));
          if (other >= 0) return `other at ${other}`;
          const told = wav ? new DataView(file.buffer).getUint32(data, true) : file.length;
          return !wav || told === file.length - data - 4 ? "same" : `a size of ${told}`;
        })();
        """,
        format);
  }

  @Test
  void stopsAtOnceGoesToAWordAndPlaysAgain() throws IOException {
    open();
    RIG.screenshot("speak-idle");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.type("Text", TEXT);
    RIG.server().engine.hold();
    RIG.press("button", "Speak");
    RIG.await("a lit word", () -> number("return ear.lit.length") > 2);
    RIG.screenshot("speak-speaking");
    RIG.press("button", "Stop");
    RIG.awaitText("Stopped");
    RIG.await("an engine at rest", () -> RIG.server().engine.speaking() == 0);
    RIG.find("button", "Play the speech");
    RIG.server().engine.release();

    RIG.press("button", "Speak");
    RIG.awaitText("Done");
    RIG.find("button", "Replay the speech");
    RIG.screenshot("speak-done");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.script("ear.lit = []");
    RIG.driver().findElements(By.cssSelector(".word")).get(7).click();
    RIG.await("the word", () -> wasLit(7));
    RIG.find("button", "Replay the speech");
    assertThat(number("return ear.lit.at(-1).number")).isGreaterThan(WORDS - 5.0);
  }

  /**
   * Nearly three minutes: more than the browser is given at once, so that going there starts anew.
   */
  @ParameterizedTest
  @ValueSource(strings = {"mp3", "opus"})
  void goesToTheEndOfALongTextAndBack(String format) throws IOException {
    open();
    choose("Format", format);
    RIG.script(
        "const area = document.querySelector('.speak-text');"
            + "area.value = arguments[0]; area.dispatchEvent(new Event('input', {bubbles: true}));",
        (TEXT + " ").repeat(LONG_TEXT_PARTS));
    RIG.press("button", "Speak");
    RIG.awaitText("Done");
    int last = LONG_TEXT_PARTS * WORDS - 1;

    goTo(last - WORDS / 2);
    RIG.await("the end", () -> RIG.has("button", "Replay the speech"));
    assertThat(heardSince()).as("last word heard").isGreaterThan(last - 5);
    goTo(3);
    RIG.await("words from the beginning", () -> wasLit(5));
    RIG.press("button", "Pause the speech");
    assertThat(number("return ear.loudest")).isGreaterThan(0.1);
    assertThat(number(BUFFERED)).as("seconds the browser holds").isLessThan(90);
  }

  /** Clicks a word and forgets what was lit and heard before. */
  private static void goTo(int word) {
    RIG.script(
        "ear.lit = []; ear.loudest = 0; document.querySelectorAll('.word')[arguments[0]].click()",
        word);
    RIG.await("word " + word, () -> wasLit(word));
  }

  private static double heardSince() {
    return number("return ear.lit.at(-1).number");
  }

  @Test
  void worksByKeyboardAlone() throws IOException {
    open();
    RIG.script("document.getElementById('main').focus()");
    RIG.keys(Keys.TAB);
    assertThat(RIG.focused()).isEqualTo("Voice");
    RIG.keys("hu");
    RIG.await("the voice", () -> number(ACTIVE) == 1);
    RIG.screenshot("speak-voices");
    RIG.assertAccessible();
    RIG.keys(Keys.ENTER);
    assertThat(RIG.element(".combo-input").getDomProperty("value")).isEqualTo("Hum");
    RIG.keys("x");
    RIG.awaitText("Nothing is called");
    RIG.keys(Keys.ESCAPE);
    assertThat(RIG.element(".combo-input").getDomProperty("value")).isEqualTo("Hum");
    tabTo("Text");
    RIG.keys(TEXT);
    new Actions(RIG.driver())
        .keyDown(Keys.CONTROL)
        .sendKeys(Keys.ENTER)
        .keyUp(Keys.CONTROL)
        .perform();
    RIG.awaitText("Done");
    RIG.find("button", "Replay the speech");
    tabTo("What is spoken");
    RIG.script("ear.lit = []");
    RIG.keys(Keys.HOME);
    RIG.await("the first word", () -> wasLit(0));
    RIG.find("button", "Replay the speech");
    RIG.script("ear.lit = [{number: 0}]");
    RIG.keys(Keys.ARROW_LEFT);
    RIG.await("the last word", () -> wasLit(WORDS - 1));
  }

  private static final String ACTIVE =
      "return document.querySelectorAll('.combo-option.active').length";

  private static void tabTo(String name) {
    for (int i = 0; i < 20 && !RIG.focused().startsWith(name); i++) {
      RIG.keys(Keys.TAB);
    }
    assertThat(RIG.focused()).startsWith(name);
  }

  @Test
  void tellsWhatWentWrongAndKeepsWhatWasHeard() throws IOException {
    open();
    RIG.press("button", "Speak");
    RIG.awaitText("Type a text first.");
    RIG.type("Text", TEXT);
    answer(402, "Insufficient Balance", Map.of());
    RIG.press("button", "Speak");
    RIG.awaitText("This key has no credit left.");
    answer(429, "Too many requests", Map.of("Retry-After", "2"));
    RIG.press("button", "Speak");
    RIG.awaitText("The server is busy.");
    RIG.find("button", "Try again in");
    RIG.screenshot("speak-busy");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.await("the end of the wait", () -> !RIG.text().contains("Try again in"));
    RIG.script("ear.cutAfter = 30000");
    RIG.press("button", "Try again");
    RIG.awaitText("The connection broke off.");
    RIG.screenshot("speak-broken");
    RIG.script("ear.cutAfter = Infinity; ear.lit = []");
    RIG.await("the end of what there is", () -> RIG.has("button", "Replay the speech"));
    RIG.press("button", "Replay the speech");
    RIG.await("what was heard before", () -> number("return ear.lit.length") > 1);
    RIG.find("button", "Download");
    answer(400, "Reference not found", Map.of());
    RIG.press("button", "Speak");
    RIG.awaitText("This voice is gone.");
    RIG.awaitText("That voice is gone. Choose another one.");
  }

  @Test
  void keepsTheTextAndAHistoryOverAReload() throws IOException {
    RIG.openSignedOut("#/sign-in");
    RIG.script(
        "return new Promise((done) => {"
            + "indexedDB.deleteDatabase('mynah.history').onsuccess = () => done(true); })");
    RIG.open("#/history");
    RIG.awaitText("Nothing has been spoken yet");
    RIG.screenshot("history-empty");
    RIG.open("#/speak?voice=" + ToneServer.VOICE + "&text=" + TEXT.replace(" ", "%20"));
    listen();
    RIG.await(
        "an address without the text", () -> RIG.driver().getCurrentUrl().endsWith("#/speak"));
    assertThat(RIG.find("textbox", "Text").getDomProperty("value")).isEqualTo(TEXT);
    RIG.press("button", "Speak");
    RIG.awaitText("Kept in the history");
    RIG.driver().navigate().refresh();
    RIG.awaitPage();
    assertThat(RIG.find("textbox", "Text").getDomProperty("value")).isEqualTo(TEXT);

    RIG.go("#/history");
    listen();
    RIG.awaitText("Today");
    RIG.type("Search", "nobody said this");
    RIG.awaitText("Nothing found");
    RIG.type("Search", "QUEBEC");
    RIG.press("button", "Play");
    RIG.await("sound", () -> number("return ear.loudest") > 0.1);
    RIG.await("words in time", () -> number("return ear.lit.length") > 3);
    RIG.screenshot("history");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Speak again");
    RIG.find("heading", "Speak");
    assertThat(RIG.find("textbox", "Text").getDomProperty("value")).isEqualTo(TEXT);
    RIG.go("#/history");
    RIG.press("button", "Delete all");
    RIG.press("button", "Cancel");
    RIG.press("button", "Delete");
    RIG.awaitText("Nothing has been spoken yet");
  }

  private static boolean wasLit(int word) {
    return Boolean.TRUE.equals(
        RIG.script("return ear.lit.some(({number}) => number === arguments[0])", word));
  }

  private static void open() throws IOException {
    RIG.open("#/speak");
    RIG.await("a voice", () -> "Hum".equals(RIG.element(".combo-input").getDomProperty("value")));
    listen();
  }

  private static void listen() throws IOException {
    RIG.script(resource("speak-ear.js"));
  }

  private static void answer(int status, String message, Map<String, String> headers) {
    RIG.script(
        "ear.answer = {status: arguments[0], body: {status: arguments[0], message: arguments[1]},"
            + " headers: arguments[2]}",
        status,
        message,
        headers);
  }

  private static void choose(String label, String value) {
    WebElement select = RIG.find("combobox", label);
    select.findElement(By.cssSelector("option[value='" + value + "']")).click();
  }

  private static double number(String script, Object... arguments) {
    return RIG.script(script, arguments) instanceof Number number
        ? number.doubleValue()
        : Double.NaN;
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = SpeakPageTest.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
