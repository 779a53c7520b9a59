package dev.mynah.server.browser;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openqa.selenium.chrome.ChromeDriver;

/** How a page is looked at. */
enum Look {
  WIDE_LIGHT(1280, 900, "light"),
  WIDE_DARK(1280, 900, "dark"),
  NARROW_LIGHT(360, 800, "light"),
  NARROW_DARK(360, 800, "dark");

  /** Tells which elements reach beyond the width, unless something of theirs can be scrolled. */
  static final String OVERFLOWING =
      """
      const width = arguments[0];
      const scrolled = (element) => {
        for (let each = element.parentElement; each; each = each.parentElement) {
          const style = getComputedStyle(each);
          if (style.overflowX !== "visible" && each !== document.body
              && each !== document.documentElement) return true;
        }
        return false;
      };
      const found = document.documentElement.scrollWidth > width ? ["the page itself"] : [];
      for (const element of document.querySelectorAll("main *")) {
        const box = element.getBoundingClientRect();
        if (box.width > 0 && box.right > width + 1 && !scrolled(element)
            && !element.closest(".visually-hidden")) {
          found.push(element.outerHTML.slice(0, 120));
        }
      }
      return found;
      """;

  private final int width;
  private final int height;
  private final String theme;

  Look(int width, int height, String theme) {
    this.width = width;
    this.height = height;
    this.theme = theme;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Returns what a picture of this look is called, e.g. {@code dark-narrow}. */
  String suffix() {
    String[] words = name().toLowerCase(Locale.ROOT).split("_", 2);
    return words[1] + "-" + words[0];
  }

  /** Sets the size and the theme, and stills everything that moves. */
  void applyTo(ChromeDriver driver) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", theme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    resize(driver, width, height);
  }

  /** Sets the size of what can be seen, in pixels. */
  static void resize(ChromeDriver driver, int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }
}
