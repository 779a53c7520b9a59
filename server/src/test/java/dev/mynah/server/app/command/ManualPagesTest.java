package dev.mynah.server.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.server.app.config.ConfigurationPage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the pages of the documentation to the program. */
class ManualPagesTest {
  private static final Path DOCS = Path.of("..", "docs").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  @Test
  void thePageOfSettingsIsFresh() throws IOException {
    assertThat(DOCS.resolve("CONFIGURATION.md"))
        .as("renew it with: ./mynah config --markdown > docs/CONFIGURATION.md")
        .hasContent(ConfigurationPage.markdown());
  }

  @Test
  void theCommandPrintsThatPage(@TempDir Path home) {
    Run run = Run.of(home, Map.of(), "config", "--markdown");

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(ConfigurationPage.markdown() + System.lineSeparator());
  }

  @Test
  void whateverTheDoctorFindsHasAnEntry() throws IOException {
    String page = Files.readString(DOCS.resolve("TROUBLESHOOTING.md"));
    List<String> entries =
        page.substring(page.indexOf("## What the doctor finds"), page.indexOf("## What callers"))
            .lines()
            .filter(line -> line.startsWith("### "))
            .map(line -> line.substring(4))
            .toList();

    assertThat(entries)
        .containsExactlyElementsOf(Arrays.stream(Topic.values()).map(Topic::anchor).toList());
    for (String entry : entries) {
      String text = page.substring(page.indexOf("### " + entry)).split("\n### ", 2)[0];
      assertThat(text).as(entry).contains("**Says:**", "**Cause:**", "**Cure:**");
    }
  }

  @Test
  void everyModelIsOnThePageOfEngines() throws IOException {
    String page = Files.readString(DOCS.resolve("ENGINES.md"));
    try (InputStream in = ModelStore.class.getResourceAsStream("models.json")) {
      for (JsonNode model : new ObjectMapper().readTree(in).path("models")) {
        assertThat(page)
            .contains("`" + model.path("name").asText() + "`", model.path("licence").asText());
      }
    }
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    String index = Files.readString(DOCS.resolve("README.md"));

    for (Path page : pages()) {
      if (!page.endsWith("README.md")) {
        assertThat(index).as("docs/README.md").contains("(" + page.getFileName());
      }
    }
  }

  @Test
  void noLinkLeadsNowhere() throws IOException {
    List<String> broken = new ArrayList<>();
    List<Path> all = new ArrayList<>(pages());
    all.add(DOCS.resolveSibling("README.md"));
    for (Path page : all) {
      for (String link : links(page)) {
        if (!leadsSomewhere(page, link)) {
          broken.add(page.getFileName() + ": " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(DOCS)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<String> links(Path page) throws IOException {
    return LINK.matcher(Files.readString(page))
        .results()
        .map(match -> match.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || anchors(target).contains(parts[1]);
  }

  /** Returns the anchors of a page's headings, as they are made of them on the web. */
  private static List<String> anchors(Path page) throws IOException {
    return HEADING.matcher(Files.readString(page)).results().map(ManualPagesTest::anchor).toList();
  }

  private static String anchor(MatchResult heading) {
    return heading
        .group(1)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .replace(' ', '-');
  }
}
