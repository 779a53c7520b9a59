package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.it.Api;
import dev.mynah.server.testing.WebPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** Keys, usage, tasks and callbacks, as people work with them. */
@TestMethodOrder(OrderAnnotation.class) // what is empty is seen before anything is done
final class ManagePagesTest {
  @RegisterExtension static final ConsoleRig RIG = ConsoleRig.start();

  @Test
  @Order(1)
  void emptyPagesSayWhatFillsThem() throws Exception {
    RIG.open("#/usage");
    RIG.awaitText("Nothing was used in this time");
    RIG.screenshot("usage-empty");
    RIG.go("#/tasks");
    RIG.awaitText("No tasks yet");
    RIG.screenshot("tasks-empty");
    RIG.go("#/webhooks");
    RIG.awaitText("No callbacks yet");
    RIG.assertAccessible();
  }

  @Test
  @Order(2)
  void aKeyIsMadeWithLimitsUsedWatchedAndRevoked() throws Exception {
    RIG.open("#/keys");
    RIG.awaitText("You are signed in with it");
    assertThat(RIG.has("button", "Revoke configured key"))
        .as("the key in use can't be revoked by accident")
        .isFalse();
    RIG.press("button", "Create key");
    RIG.find("heading", "Create a key");
    RIG.assertAccessible();
    RIG.screenshot("key-create");
    RIG.type("Name", "A program");
    RIG.type("Credit limit", "100");
    RIG.keys(Keys.ENTER);

    RIG.find("heading", "Your new key");
    String secret = RIG.find("textbox", "Secret of A program").getDomProperty("value");
    assertThat(secret).startsWith("mynah-");
    RIG.press("button", "Done");
    RIG.awaitText("100 of 100 left");
    Api program = new Api(RIG.server().address(), secret);
    assertThat(program.post("/fish/tts", Map.of("text", "Hello")).status()).isEqualTo(200);
    assertThat(program.post("/fish/tts", Map.of("text", "Привет")).status()).isEqualTo(400);
    RIG.open("#/keys");
    RIG.awaitText("95 of 100 left");
    RIG.screenshot("keys");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    chartOf(program);

    RIG.go("#/keys");
    RIG.press("button", "Edit A program");
    RIG.type("Credit limit", "200");
    RIG.keys(Keys.ENTER);
    RIG.awaitText("190 of 200 left"); // "Hello" and "Again"
    RIG.press("button", "Rotate A program");
    RIG.find("heading", "Rotate A program");
    RIG.press("button", "Make a new secret");
    String rotated = RIG.find("textbox", "Secret of A program").getDomProperty("value");
    assertThat(rotated).isNotEqualTo(secret);
    RIG.press("button", "Done");
    RIG.press("button", "Revoke A program");
    RIG.press("button", "Revoke key");
    RIG.await("the key to go", () -> !RIG.has("button", "Revoke A program"));
    for (String key : List.of(secret, rotated)) {
      Api refused = new Api(RIG.server().address(), key);
      assertThat(refused.post("/fish/tts", Map.of("text", "Hello")).status()).isEqualTo(401);
    }
    RIG.press("checkbox", "Show revoked keys");
    RIG.awaitText("A program");
  }

  /** What the page draws is what the ledger holds, by eye, by keys and as a table. */
  private void chartOf(Api program) throws Exception {
    assertThat(program.post("/v1/tts", Map.of("text", "Again")).status()).isEqualTo(200);
    JsonNode ledger = RIG.server().client.get("/console/api/usage").json().path("rows");
    long requests = 0;
    long credits = 0;
    for (JsonNode row : ledger) {
      requests += row.path("requests").asLong();
      credits += row.path("credits").asLong();
    }
    JsonNode sums = RIG.server().client.get("/api/v1/usage/apis/aggregate").json();
    assertThat(credits).isEqualTo(sums.path("total").asLong()).isPositive();

    RIG.open("#/usage?split=api&days=7");
    WebElement chart = RIG.element("[role=slider][aria-label='Requests']");
    RIG.script("arguments[0].focus()", chart);
    RIG.keys(Keys.HOME);
    RIG.await("an empty day", () -> value(chart).endsWith(": 0"));
    RIG.keys(Keys.END);
    String wanted = ": " + requests;
    RIG.await("today's requests", () -> value(chart).contains(wanted));
    assertThat(value(RIG.element("[role=slider][aria-label^='Credits']")))
        .contains(": " + credits + " credits");
    RIG.press("button", "Figures of Requests");
    assertThat(RIG.element(".chart-figures[open] tbody td:last-child").getText())
        .contains(Long.toString(requests));
    assertThat(RIG.text()).contains("unsupported language").contains("Speech (Fish Audio)");
    RIG.screenshot("usage");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    assertThat(downloaded()).hasSize((int) requests + 1).first().asString().startsWith("id,");
  }

  /** Returns the lines of the table of usage, saved as a file. */
  private static List<String> downloaded() throws Exception {
    Path file = Path.of("target", "downloads", "usage.csv");
    Files.deleteIfExists(file);
    RIG.press("button", "Download CSV");
    RIG.await("the file " + file, () -> Files.exists(file) && file.toFile().length() > 0);
    return Files.readAllLines(file);
  }

  private static String value(WebElement chart) {
    return String.valueOf(chart.getDomAttribute("aria-valuetext"));
  }

  @Test
  @Order(3)
  void aCallbackThatFailedIsSeenAndDeliveredOnceItsReceiverIsMended() throws Exception {
    try (WebPeer peer = new WebPeer()) {
      peer.answerCallbacks(number -> number == 1 ? 410 : 200);
      RIG.server()
          .client
          .post("/fish/tts", Map.of("text", "Call me back", "callback_url", peer.url("/hook")));
      RIG.open("#/tasks");
      RIG.press("link", "Call me back");
      RIG.awaitText("answered 410");
      RIG.awaitText("given up");
      RIG.find("button", "Play the speech");
      RIG.screenshot("task");
      RIG.assertAccessible();
      RIG.assertNoOverflow(360);

      RIG.press("button", "Send again");
      RIG.awaitText("delivered");
      RIG.awaitText("answered 200");
      assertThat(peer.callbacks()).hasSize(2);
      assertThat(peer.callbacks()).extracting(WebPeer.Callback::webhookId).containsOnly(id(peer));
      assertThat(peer.callbacks().getLast().body()).isEqualTo(peer.callbacks().getFirst().body());
      webhooks(peer);
    }
  }

  private static String id(WebPeer peer) {
    return peer.callbacks().getFirst().webhookId();
  }

  private void webhooks(WebPeer peer) throws Exception {
    RIG.open("#/webhooks");
    RIG.find("link", "127.0.0.1");
    RIG.press("button", "Show the secret");
    String secret = RIG.find("textbox", "Signing secret").getDomProperty("value");
    assertThat(secret).startsWith("whsec_");
    RIG.screenshot("webhooks");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("button", "Replace it");
    RIG.find("heading", "Replace the signing secret?");
    RIG.keys(Keys.TAB, Keys.ENTER); // from Cancel on to the other
    RIG.awaitText("The one before");
    assertThat(RIG.find("textbox", "Signing secret").getDomProperty("value")).isNotEqualTo(secret);
    RIG.press("link", "127.0.0.1");
    RIG.find("heading", "Tries");
    RIG.awaitText("answered 410");
    assertThat(RIG.text()).contains(id(peer));
    RIG.screenshot("webhook");
  }

  @Test
  @Order(4)
  void aTaskThatFailedSaysWhyAndGoesOutOfSight() throws Exception {
    RIG.server().client.post("/fish/tts", Map.of("text", "Привет ещё раз"));
    RIG.open("#/tasks?state=failed");
    RIG.screenshot("tasks");
    RIG.assertAccessible();
    RIG.assertNoOverflow(360);
    RIG.press("link", "Привет ещё раз");
    RIG.awaitText("unsupported_language");
    RIG.press("button", "Remove from the list");
    RIG.find("heading", "Remove this task from the list?");
    RIG.press("button", "Remove");
    RIG.find("heading", "Tasks");
  }
}
