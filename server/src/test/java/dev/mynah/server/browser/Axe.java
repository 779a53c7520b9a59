package dev.mynah.server.browser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.openqa.selenium.chrome.ChromeDriver;

/** Asks axe-core what keeps people from using a page. */
final class Axe {
  private static final String RUN =
      """
      const done = arguments[arguments.length - 1];
      axe.run(document, {resultTypes: ["violations"]}).then(
        (results) => done(results.violations.flatMap((violation) => violation.nodes.map(
          (node) => `${violation.id}: ${violation.help}: ${node.target.join(" ")}: `
            + node.failureSummary.replace(/\\s+/g, " ")))),
        (failure) => done(["axe failed: " + failure]));
      """;

  private Axe() {}

  /** Returns a sentence for each element with a violation. */
  static List<String> violations(ChromeDriver driver) {
    Object loaded = driver.executeScript("return typeof window.axe === 'object'");
    if (!Boolean.TRUE.equals(loaded)) {
      driver.executeScript(script());
    }
    Object found = driver.executeAsyncScript(RUN);
    return found instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static String script() {
    try (InputStream in = Axe.class.getResourceAsStream("/axe.min.js")) {
      if (in == null) {
        throw new IllegalStateException("axe-core is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
