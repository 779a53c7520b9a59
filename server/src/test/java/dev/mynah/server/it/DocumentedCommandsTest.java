package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.server.app.config.ConfigurationLoader;
import dev.mynah.server.app.config.MachineDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs every block of the documentation as a reader would, page by page. What can't run here says
 * so in a comment above it, with one of the reasons of {@link Untried}; nothing is left out
 * silently.
 */
@TestInstance(Lifecycle.PER_CLASS)
final class DocumentedCommandsTest {
  private static final String UNTRIED = "not run: ";
  private static final String FAILS = "fails: ";
  private static final String SAME_AS = "same as: ";
  private static final String PYTHON_PROGRAMS = "documented-python.txt";

  /** Why a block isn't run here, and in how many places. */
  private enum Untried {
    /** It changes the machine: installs, makes users, starts services. */
    SYSTEM(1),
    /** It needs Docker. */
    DOCKER(1),
    /** It takes minutes: tests and benchmarks. */
    MINUTES(1);

    private final int places;

    Untried(int places) {
      this.places = places;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private ManualDesk desk;
  private Path scratch;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    scratch = folder;
    desk = new ManualDesk(folder);
  }

  @AfterAll
  void close() {
    if (desk != null) {
      desk.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> everyBlockDoesWhatItsPageSays() throws IOException {
    String wanted = System.getProperty("mynah.test.pages", ""); // for writers: some pages only
    return ManualBlock.pages().stream()
        .filter(page -> page.contains(wanted))
        .map(page -> dynamicTest(page, () -> tryPage(page)));
  }

  private void tryPage(String page) throws Exception {
    desk.newPage();
    SoftAssertions all = new SoftAssertions();
    for (ManualBlock block : ManualBlock.of(page)) {
      if (!block.mark().startsWith(UNTRIED)) {
        tryBlock(block, all);
      }
    }
    all.assertAll();
  }

  private void tryBlock(ManualBlock block, SoftAssertions all) throws Exception {
    switch (block.language()) {
      case "sh" -> runScript(block, all);
      case "console" -> runConversation(block, all);
      case "python" -> runPython(block, all);
      case "java", "javascript" -> isShownWhereItIsTried(block, all);
      case "json" -> readJson(block);
      case "yaml", "properties" -> readSettings(block, all);
      case "nginx", "caddyfile" -> assertThat(ReverseProxyTest.PAGE).isEqualTo(block.page());
      case "text" -> {} // what programs print, and pictures made of letters
      default -> all.fail("%s: no language this test knows (%s)", block.place(), block.language());
    }
  }

  private void runScript(ManualBlock block, SoftAssertions all) throws Exception {
    if (block.mark().startsWith(SAME_AS)) {
      isShownWhereItIsTried(block, all);
      return;
    }
    for (String program : List.of("curl", "jq", "sqlite3", "tar")) {
      if (Pattern.compile("(?m)(^|[|(] *)" + program + " ").matcher(block.text()).find()) {
        ForeignProgram.require(program, block.place());
      }
    }
    ManualDesk.Ended ended = desk.shell(desk.filledIn(block.text()));
    if (block.mark().startsWith(FAILS)) {
      all.assertThat(ended.status()).as("%s fails", block.place()).isNotZero();
      all.assertThat(ended.output())
          .as("%s", block.place())
          .contains(block.mark().substring(FAILS.length()));
    } else {
      all.assertThat(ended.status()).as("%s said:%n%s", block.place(), ended.output()).isZero();
    }
  }

  /** Lines after {@code $} are typed; those between are what must come, "..." being anything. */
  private void runConversation(ManualBlock block, SoftAssertions all) throws Exception {
    String typed = "";
    List<String> expected = new ArrayList<>();
    List<String> lines = new ArrayList<>(block.text().lines().toList());
    lines.add("$ ");
    for (String line : lines) {
      if (line.startsWith("$ ")) {
        if (!typed.isEmpty()) {
          ManualDesk.Ended ended = desk.shell(desk.filledIn(typed));
          all.assertThat(ended.status()).as("%s said:%n%s", block.place(), ended.output()).isZero();
          all.assertThat(ended.output()).as("%s", block.place()).containsPattern(pattern(expected));
        }
        typed = line.substring(2);
        expected.clear();
      } else {
        expected.add(line);
      }
    }
  }

  private static Pattern pattern(List<String> expected) {
    return Pattern.compile(
        expected.stream()
            .map(
                line ->
                    Stream.of(line.split("\\.\\.\\.", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")))
            .collect(Collectors.joining("\\R")));
  }

  private void runPython(ManualBlock block, SoftAssertions all) throws Exception {
    Path script = desk.folder().resolve("block.py");
    String text = desk.filledIn(block.text());
    if (text.contains("whsec_...")) {
      text = desk.receivedInPython() + text.replace("whsec_...", desk.webhookSecret());
    }
    Files.writeString(script, "KEY = '%s'\n%s".formatted(desk.key(), text));
    ManualDesk.Ended ended =
        desk.run(List.of(PythonClients.interpreter(PYTHON_PROGRAMS).toString(), script.toString()));
    all.assertThat(ended.status()).as("%s said:%n%s", block.place(), ended.output()).isZero();
  }

  /** Code that another page's tests run stands here in the very same words. */
  private static void isShownWhereItIsTried(ManualBlock block, SoftAssertions all)
      throws IOException {
    all.assertThat(block.mark())
        .as("%s names the page that tries it", block.place())
        .startsWith(SAME_AS);
    if (block.mark().startsWith(SAME_AS)) {
      Path page = ManualBlock.ROOT.resolve(block.mark().substring(SAME_AS.length()));
      all.assertThat(Files.readString(page)).as("%s", block.place()).contains(block.text());
    }
  }

  private static void readJson(ManualBlock block) throws IOException {
    try (JsonParser parser = new ObjectMapper().createParser(block.text())) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentLocation()).as(block.place()).isNotNull();
      }
    }
  }

  /** Settings, in a file or as variables, are settings there are, with values they take. */
  private void readSettings(ManualBlock block, SoftAssertions all) throws IOException {
    MachineDefaults machine = new MachineDefaults(scratch, scratch, 2);
    if (block.language().equals("yaml")) {
      Path file = Files.writeString(scratch.resolve("block.yaml"), block.text());
      all.assertThatCode(
              () ->
                  new ConfigurationLoader(Map.of(), machine)
                      .load(Map.of("config", file.toString())))
          .as(block.place())
          .doesNotThrowAnyException();
      return;
    }
    Map<String, String> variables = new TreeMap<>();
    block
        .text()
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .forEach(pair -> variables.put(pair[0], pair[1]));
    all.assertThat(variables.keySet())
        .as(block.place())
        .isNotEmpty()
        .allMatch(name -> name.startsWith("MYNAH_"));
    all.assertThatCode(() -> new ConfigurationLoader(variables, machine).load(Map.of()))
        .as(block.place())
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsNotRunIsCountedAndHasAReason() throws IOException {
    Map<Untried, List<String>> found = new TreeMap<>();
    for (String page : ManualBlock.pages()) {
      for (ManualBlock block : ManualBlock.of(page)) {
        if (block.mark().startsWith(UNTRIED)) {
          String[] reason = block.mark().substring(UNTRIED.length()).split(": ", 2);
          assertThat(reason).as("reason and words of %s", block.place()).hasSize(2);
          assertThat(Stream.of(Untried.values()).map(Untried::word))
              .as(block.place())
              .contains(reason[0]);
          found
              .computeIfAbsent(
                  Untried.valueOf(reason[0].toUpperCase(Locale.ROOT)), each -> new ArrayList<>())
              .add(block.place() + " " + reason[1]);
        }
      }
    }

    for (Untried reason : Untried.values()) {
      assertThat(found.getOrDefault(reason, List.of()))
          .as("blocks that are not run: %s", reason.word())
          .hasSize(reason.places);
    }
  }
}
