package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.it.ToneServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Requests are filled in, read as programs, and sent. */
final class TryItPageTest {
  @RegisterExtension static final ConsoleRig RIG = ConsoleRig.start();

  @Test
  void speaksAndTellsHow() throws Exception {
    RIG.open("#/try/fishSpeak");
    RIG.find("heading", "Try it");

    WebElement text = RIG.element(".try-request textarea");
    text.sendKeys(Keys.chord(Keys.CONTROL, "a"), "Hello there.");
    RIG.await("the program follows", () -> program().contains("Hello there."));
    assertThat(program()).contains("YOUR_KEY").doesNotContain(key());
    RIG.press("checkbox", "Show my key");
    RIG.await("the key", () -> program().contains(key()));
    RIG.press("tab", "Python");
    RIG.await("Python", () -> program().contains("urllib.request"));
    RIG.keys(Keys.ARROW_RIGHT);
    RIG.await("JavaScript", () -> program().contains("await fetch("));
    RIG.element(".try-raw > summary").sendKeys(Keys.ENTER);
    WebElement raw = RIG.find("textbox", "The body as JSON");
    raw.sendKeys(Keys.chord(Keys.CONTROL, "a"), "{\"text\":\"From JSON.\",\"format\":\"wav\"}");
    RIG.await(
        "the form follows",
        () -> "From JSON.".equals(RIG.element(".try-request textarea").getDomProperty("value")));
    RIG.press("button", "Send");
    RIG.awaitText("of audio/wav");
    assertThat(RIG.text()).contains("200 OK").contains("first byte after");
    RIG.screenshot("try");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
  }

  @Test
  void listsEventsAndShowsErrors() throws Exception {
    RIG.open("#/try/fishSpeakWithTimestamps");
    RIG.press("button", "Send");
    RIG.expectTrouble("400");
    RIG.awaitText("Reference not found");
    RIG.open("#/try/openaiSpeak");
    RIG.find("heading", "Speak, as a stream");
    RIG.screenshot("try-openai");
  }

  @Test
  void showsEveryOperation() {
    RIG.open("#/try");
    RIG.find("heading", "Try it");
    int operations = RIG.driver().findElements(By.cssSelector("#main select option")).size();
    assertThat(operations).isGreaterThan(60);
    RIG.open("#/try/platformUploadFile");
    RIG.find("heading", "Hand in a file");
  }

  @Test
  void talksOverAWebSocket() throws Exception {
    RIG.open("#/try/fishSpeakLive");
    RIG.press("button", "Connect");
    RIG.awaitText("Connected.");
    say("start", "{\"event\":\"start\",\"request\":{\"text\":\"\",\"format\":\"wav\"}}");
    say("text", "{\"event\":\"text\",\"text\":\"Good evening. \"}");
    say("stop", "{\"event\":\"stop\"}");
    RIG.awaitText("\"reason\":\"stop\"");
    assertThat(RIG.text()).contains("characters of base64");
    RIG.find("button", "Play the speech");
    RIG.screenshot("try-live");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Disconnect");
    RIG.awaitText("Disconnected.");
  }

  private static void say(String name, String message) throws Exception {
    WebElement text = RIG.find("textbox", "The message as JSON");
    text.sendKeys(Keys.chord(Keys.CONTROL, "a"), message);
    RIG.press("button", "Send the message");
    RIG.await("the message " + name, () -> RIG.text().contains("\"event\":\"" + name + "\""));
  }

  private static String program() {
    return String.valueOf(RIG.element(".try-code").getDomProperty("textContent"));
  }

  private static String key() {
    return ToneServer.KEY;
  }
}
