package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** Reads what the browser logs: errors of the page, broken policies, and every request it makes. */
final class PageWatch {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChromeDriver driver;
  private final String home;
  private final List<String> expected = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  /**
   * @param home address of the server, the only one that may be asked
   */
  PageWatch(ChromeDriver driver, String home) {
    this.driver = driver;
    this.home = home;
  }

  /** Doesn't mind errors with this text in them until the end of the test. */
  void expect(String text) {
    expected.add(text);
  }

  /** Asserts that nothing went wrong since it was last asked, and forgets what was. */
  void assertQuiet() {
    List<String> strange = strangeRequests();
    List<String> told = told();
    List<String> unexpected =
        told.stream().filter(error -> expected.stream().noneMatch(error::contains)).toList();
    errors.clear();
    expected.clear();
    assertThat(unexpected).as("errors in the browser's log").isEmpty();
    assertThat(strange).as("requests to other hosts").isEmpty();
  }

  /** Returns the errors so far. */
  List<String> told() {
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      boolean refused = entry.getMessage().contains("Content Security Policy");
      if (refused || (isError(entry) && !isAnswer(entry))) {
        errors.add(entry.getMessage());
      }
    }
    return List.copyOf(errors);
  }

  private static boolean isError(LogEntry entry) {
    return entry.getLevel().intValue() >= Level.SEVERE.intValue();
  }

  /** The browser logs every 4xx, but to refuse something is an answer that pages deal with. */
  private static boolean isAnswer(LogEntry entry) {
    return entry.getMessage().contains("the server responded with a status of 4")
        && !entry.getMessage().contains("/console/-/");
  }

  private List<String> strangeRequests() {
    List<String> strange = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
      JsonNode message = parsed(entry.getMessage()).path("message");
      if (message.path("method").asText().equals("Network.requestWillBeSent")) {
        String url = message.path("params").path("request").path("url").asText();
        if (url.startsWith("http") && !url.startsWith(home + "/")) {
          strange.add(url);
        }
      }
    }
    return strange;
  }

  private static JsonNode parsed(String message) {
    try {
      return JSON.readTree(message);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the browser's log is not JSON", e);
    }
  }
}
