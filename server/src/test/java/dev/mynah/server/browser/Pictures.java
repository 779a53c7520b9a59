package dev.mynah.server.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;

/** Pictures of pages, for people to look at. */
final class Pictures {
  private static final Path FOLDER = Path.of("target", "screenshots");
  private static final long TALLEST = 4000; // pixels

  private Pictures() {}

  /** Keeps a picture of the whole page. */
  static void keep(ChromeDriver driver, Look look, String name) throws IOException {
    Object height = driver.executeScript("return document.documentElement.scrollHeight");
    long tall = height instanceof Number number ? number.longValue() : 0;
    Look.resize(driver, look.width(), (int) Math.clamp(tall, look.height(), TALLEST));
    Files.createDirectories(FOLDER);
    Files.write(
        FOLDER.resolve(name + "-" + look.suffix() + ".png"),
        driver.getScreenshotAs(OutputType.BYTES));
  }
}
