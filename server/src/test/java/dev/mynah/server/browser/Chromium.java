package dev.mynah.server.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** The system's Chromium, without a window, with a microphone that hears a file. */
final class Chromium {
  private static final List<Path> BROWSERS =
      Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
          .map(Path::of)
          .toList();
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private Chromium() {}

  /** Returns where the browser is, if it and its driver are here. */
  static Optional<Path> browser() {
    return Files.isExecutable(DRIVER)
        ? BROWSERS.stream().filter(Files::isExecutable).findFirst()
        : Optional.empty();
  }

  /**
   * Starts a browser with a profile of its own.
   *
   * @param microphone WAV that the microphone hears, again and again
   */
  static ChromeDriver start(Path browser, Path microphone) throws IOException {
    // Both programs are named, so that the library looks for and downloads nothing.
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.toFile())
            .usingAnyFreePort()
            .withLogOutput(Files.newOutputStream(Path.of("target", "chromedriver.log")))
            .build();
    return new ChromeDriver(service, options(browser, microphone));
  }

  private static ChromeOptions options(Path browser, Path microphone) {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // containers lack what the sandbox needs; only our own pages are opened
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--no-first-run",
        "--mute-audio",
        "--lang=en",
        "--force-color-profile=srgb",
        "--hide-scrollbars",
        "--autoplay-policy=no-user-gesture-required",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        "--use-file-for-fake-audio-capture=" + microphone.toAbsolutePath(),
        "--window-size=1280,900");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    options.setExperimentalOption(
        "prefs",
        Map.of(
            "download.default_directory",
            Path.of("target", "downloads").toAbsolutePath().toString()));
    return options;
  }
}
