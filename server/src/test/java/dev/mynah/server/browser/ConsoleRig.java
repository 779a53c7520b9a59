package dev.mynah.server.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mynah.server.it.Api;
import dev.mynah.server.it.RealServer;
import dev.mynah.server.it.ToneServer;
import dev.mynah.server.testing.Recordings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;

/**
 * A server that hums, and one browser that looks at its console, for all tests of a class:
 *
 * <pre>{@code @RegisterExtension static final ConsoleRig RIG = ConsoleRig.start();}</pre>
 *
 * After every test the page must have logged no error, broken no content policy and asked no other
 * host for anything. Without a Chromium on the machine the class is skipped by name.
 */
final class ConsoleRig implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final double MICROPHONE_PITCH = 180; // Hz
  private static final double MICROPHONE_SECONDS = 30;
  private static final int MICROPHONE_RATE = 48_000;

  /** Elements that may have a role, by themselves or because they say so. */
  private static final Map<String, String> ROLES =
      Map.ofEntries(
          Map.entry("button", "button,summary,a[role=button]"),
          Map.entry("link", "a[href]"),
          Map.entry(
              "textbox",
              "textarea,input:not([type]),input[type=text],input[type=password],input[type=search],"
                  + "input[type=url],input[type=email],input[type=number]"),
          Map.entry("heading", "h1,h2,h3,h4"),
          Map.entry("checkbox", "input[type=checkbox]"),
          Map.entry("radio", "input[type=radio]"),
          Map.entry("slider", "input[type=range]"),
          Map.entry("combobox", "select"),
          Map.entry("file", "input[type=file]"),
          Map.entry("tab", "[role=tab]"),
          Map.entry("dialog", "dialog[open]"),
          Map.entry("alert", "[role=alert]"),
          Map.entry("progressbar", "progress"),
          Map.entry("navigation", "nav"),
          Map.entry("image", "img,svg[role=img],canvas[role=img]"));

  private final Map<String, String> settings;
  private final byte[] microphone;
  private final boolean lark;
  private @Nullable Parts parts;

  /** What is running. */
  private record Parts(
      AutoCloseable server,
      @Nullable ToneServer tone,
      String address,
      Api client,
      ChromeDriver driver,
      PageWatch watch) {}

  private ConsoleRig(Map<String, String> settings, byte[] microphone, boolean lark) {
    this.lark = lark;
    this.settings = Map.copyOf(settings);
    this.microphone = microphone.clone();
  }

  /** A rig whose server has the settings of the tests. */
  static ConsoleRig start() {
    return start(Map.of());
  }

  /** A rig whose server has further settings. */
  static ConsoleRig start(Map<String, String> settings) {
    return start(settings, Recordings.tone(MICROPHONE_PITCH, MICROPHONE_SECONDS, MICROPHONE_RATE));
  }

  /** A rig whose server has further settings, and whose microphone hears a WAV file. */
  static ConsoleRig start(Map<String, String> settings, byte[] microphone) {
    Map<String, String> all = new HashMap<>(Map.of("recognizer", "none"));
    all.putAll(settings);
    return new ConsoleRig(all, microphone, false);
  }

  /** A rig whose server speaks with Lark, and whose microphone hears a WAV file. */
  static ConsoleRig withLark(Map<String, String> settings, byte[] microphone) {
    return new ConsoleRig(settings, microphone, true);
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    assumeTrue(Chromium.browser().isPresent(), "neither Chromium nor its driver is installed");
    Path folder = Files.createTempDirectory("mynah-console-");
    Path heard = Files.write(folder.resolve("microphone.wav"), microphone);
    Path data = folder.resolve("data");
    if (lark) {
      RealServer server = RealServer.start(data, settings);
      parts = parts(server, null, server.address(), server.client, heard);
    } else {
      ToneServer server = ToneServer.start(data, settings);
      parts = parts(server, server, server.address(), server.client, heard);
    }
    look(Look.WIDE_LIGHT);
  }

  /** Starts the browser; without one there is no use for the server. */
  private static Parts parts(
      AutoCloseable server, @Nullable ToneServer tone, String address, Api client, Path heard)
      throws Exception {
    try {
      ChromeDriver driver = Chromium.start(Chromium.browser().orElseThrow(), heard);
      return new Parts(server, tone, address, client, driver, new PageWatch(driver, address));
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (parts != null) {
      parts.watch().assertQuiet();
      look(Look.WIDE_LIGHT);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (parts != null) {
      try {
        parts.driver().quit();
      } finally {
        parts.server().close();
      }
    }
  }

  private Parts parts() {
    if (parts == null) {
      throw new IllegalStateException("the rig has not been started");
    }
    return parts;
  }

  /** Returns the browser itself, for what the rig doesn't offer. */
  ChromeDriver driver() {
    return parts().driver();
  }

  /** Returns the server, whose {@code client} prepares what a test needs. */
  ToneServer server() {
    ToneServer tone = parts().tone();
    if (tone == null) {
      throw new IllegalStateException("this rig's server speaks with Lark");
    }
    return tone;
  }

  /** Returns what talks to the server with the key of whoever is signed in. */
  Api client() {
    return parts().client();
  }

  /** Allows the server to answer 5xx, or a page to log an error, that has this text in it. */
  void expectTrouble(String text) {
    parts().watch().expect(text);
  }

  /** Opens a page anew, signed in, and waits until it is there, e.g. {@code open("#/voices")}. */
  void open(String hash) {
    forgetAll();
    script("sessionStorage.setItem('mynah.key', arguments[0])", client().key());
    load(hash);
    awaitPage();
  }

  /** Opens a page anew, with no key kept. */
  void openSignedOut(String hash) {
    forgetAll();
    load(hash);
    awaitPage();
  }

  /** What pages keep belongs to their origin, so the browser must be there. */
  private void forgetAll() {
    if (!driver().getCurrentUrl().startsWith(parts().address())) {
      load("#/sign-in");
    }
    script("sessionStorage.clear(); localStorage.clear();");
  }

  private void load(String hash) {
    driver().get("about:blank"); // or a change of the hash alone would not load anything
    driver().get(parts().address() + "/" + hash);
  }

  /** Goes to another page of the console as a link does. */
  void go(String hash) {
    script("location.hash = arguments[0]", hash);
    await("the address " + hash, () -> isAt(hash));
    awaitPage();
  }

  /** Pages may add to their address at once what they show. */
  private boolean isAt(String hash) {
    String url = driver().getCurrentUrl();
    return url.endsWith(hash) || url.contains(hash + "?");
  }

  /** Waits until a page is shown. */
  void awaitPage() {
    await(
        "a page",
        () ->
            Boolean.TRUE.equals(
                script(
                    "return document.readyState === 'complete'"
                        + " && document.querySelector('main h1') !== null"
                        + " && !document.querySelector('main').hasAttribute('aria-busy')")));
  }

  /**
   * Waits for an element of a role ({@code button}, {@code link}, {@code textbox}, {@code
   * heading}...) whose accessible name is this, or else begins with it.
   */
  WebElement find(String role, String name) {
    WebElement[] found = new WebElement[1];
    await(
        role + " \"" + name + "\"",
        () -> {
          Optional<WebElement> element = look(role, name);
          element.ifPresent(each -> found[0] = each);
          return element.isPresent();
        });
    return found[0];
  }

  /** Returns whether there is such an element at this moment. */
  boolean has(String role, String name) {
    return look(role, name).isPresent();
  }

  private Optional<WebElement> look(String role, String name) {
    String selector = ROLES.get(role);
    if (selector == null) {
      throw new IllegalArgumentException("no role " + role + "; there are " + ROLES.keySet());
    }
    List<WebElement> shown = new ArrayList<>();
    try {
      for (WebElement element : driver().findElements(By.cssSelector(selector))) {
        if (role.equals("file") || element.isDisplayed()) {
          if (nameOf(element).equalsIgnoreCase(name)) {
            return Optional.of(element);
          }
          shown.add(element);
        }
      }
      String start = name.toLowerCase(Locale.ROOT);
      return shown.stream()
          .filter(element -> nameOf(element).toLowerCase(Locale.ROOT).startsWith(start))
          .findFirst();
    } catch (StaleElementReferenceException redrawn) {
      return Optional.empty(); // the next look sees the page as it is then
    }
  }

  private static String nameOf(WebElement element) {
    String name = element.getAccessibleName();
    return name == null ? "" : name.strip();
  }

  /** Waits for an element by its selector. */
  WebElement element(String selector) {
    await("element " + selector, () -> !driver().findElements(By.cssSelector(selector)).isEmpty());
    return driver().findElement(By.cssSelector(selector));
  }

  /** Presses a button, link, tab or checkbox. */
  void press(String role, String name) {
    WebElement element = find(role, name);
    script("arguments[0].scrollIntoView({block: 'center'})", element);
    element.click();
  }

  /** Types into a field, in the place of what it holds. */
  void type(String label, String text) {
    WebElement field = find("textbox", label);
    field.clear();
    field.sendKeys(text);
  }

  /** Presses keys wherever the focus is. */
  void keys(CharSequence... keys) {
    new Actions(driver()).sendKeys(keys).perform();
  }

  /** Returns the accessible name of what has the focus. */
  String focused() {
    return nameOf(driver().switchTo().activeElement());
  }

  /** Returns the text of the page as it is shown. */
  String text() {
    return driver().findElement(By.tagName("main")).getText();
  }

  /** Waits until the page shows a text. */
  void awaitText(String text) {
    await("the text \"" + text + "\"", () -> text().contains(text));
  }

  /** Waits until something holds; the failure shows what the page says. */
  void await(String what, Supplier<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(PATIENCE)
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(40))
          .pollDelay(Duration.ZERO)
          .ignoreException(StaleElementReferenceException.class)
          .until(condition::get);
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(
          "waited in vain for "
              + what
              + " at "
              + driver().getCurrentUrl()
              + "\nThe page says:\n"
              + driver().findElement(By.tagName("body")).getText()
              + "\nIts log says:\n"
              + parts().watch().told(),
          late);
    }
  }

  /** Runs a script in the page and returns what it returns. */
  @Nullable Object script(String script, Object... arguments) {
    return driver().executeScript(script, arguments);
  }

  /** Shows the page in another size and theme. */
  void look(Look look) {
    look.applyTo(driver());
  }

  /** Keeps pictures of the page, whole, in every look, as {@code target/screenshots/NAME-*.png}. */
  void screenshot(String name) throws IOException {
    for (Look look : Look.values()) {
      look(look);
      Pictures.keep(driver(), look, name);
    }
    look(Look.WIDE_LIGHT);
  }

  /** Asserts that axe-core finds no violation, in light and dark, wide and narrow. */
  void assertAccessible() {
    assertAccessible(Look.values());
  }

  /** Asserts that axe-core finds no violation in these looks. */
  void assertAccessible(Look... looks) {
    for (Look look : looks) {
      look(look);
      assertThat(Axe.violations(driver())).as("violations in the look %s", look).isEmpty();
    }
    look(Look.WIDE_LIGHT);
  }

  /** Asserts that nothing sticks out at the side of a narrow screen. */
  void assertNoOverflow(int width) {
    Look.resize(driver(), width, Look.NARROW_LIGHT.height());
    assertThat((List<?>) script(Look.OVERFLOWING, width))
        .as("elements that stick out at %s pixels", width)
        .isEmpty();
    look(Look.WIDE_LIGHT);
  }
}
