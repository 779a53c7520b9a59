package dev.mynah.server.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.testing.Recordings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The programs that the console offers do what they say: each is written by the page's own module,
 * run as it is by its language, and its answer looked at.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SnippetsTest {
  private static final int PATIENCE_SECONDS = 120; // Go and Java compile first
  private static final Path MODULE =
      Path.of("src/main/resources/dev/mynah/server/http/console/js/openapi/snippets.js");
  private static final String WRITER =
      """
      import { readFileSync } from "node:fs";
      const { LANGUAGES } = await import(process.argv[2]);
      const wishes = JSON.parse(readFileSync(0, "utf8"));
      const written = {};
      for (const language of LANGUAGES) {
        written[language.id] = wishes.map((wish) => language.write(wish));
      }
      console.log(JSON.stringify(written));
      """;

  /** How a program is kept and run, by its language. */
  private static final Map<String, List<String>> RUNNERS =
      Map.of(
          "curl", List.of("program.sh", "sh", "program.sh"),
          "python", List.of("program.py", "python3", "program.py"),
          "javascript", List.of("program.mjs", "node", "program.mjs"),
          "java", List.of("Main.java", java(), "Main.java"),
          "go", List.of("program.go", "go", "run", "program.go"));

  private ToneServer server;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    server = ToneServer.start(folder.resolve("data"), Map.of("recognizer", "none"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @TestFactory
  Stream<DynamicTest> programsDoWhatTheySay() throws Exception {
    assumeTrue(present("node"), "node is not installed, and writes the programs");
    JsonNode programs = programs();
    assertThat(programs.properties()).hasSize(RUNNERS.size());
    return programs.properties().stream()
        .map(
            language ->
                DynamicTest.dynamicTest(
                    language.getKey(), () -> run(language.getKey(), language.getValue())));
  }

  /** JSON in and out, audio out, a form with a file in. */
  private JsonNode programs() throws Exception {
    List<ObjectNode> wishes =
        List.of(
            wish(
                "POST",
                "/fish/tts",
                "{\"json\":{\"text\":\"It's \\\"so\\\", \\n said Zoë.\",\"prosody\":{\"speed\":1.5},\"async\":false}}"),
            wish(
                "POST",
                "/v1/tts",
                "{\"json\":{\"text\":\"Hello.\",\"format\":\"wav\"},\"saveAs\":\"answer.wav\"}"),
            wish(
                "POST",
                "/api/v1/files",
                "{\"parts\":[{\"name\":\"file\",\"file\":{\"name\":\"tone.wav\",\"type\":\"audio/wav\"}}]}"),
            wish("GET", "/api/v1/services/fish?limit=1", "{}"));
    Path writer = folder.resolve("writer.mjs");
    Files.writeString(writer, WRITER);
    return Api.JSON.readTree(
        output(
            List.of("node", writer.toString(), MODULE.toUri().toString()),
            Api.JSON.writeValueAsString(wishes),
            folder));
  }

  private ObjectNode wish(String method, String path, String rest) throws IOException {
    ObjectNode wish = (ObjectNode) Api.JSON.readTree(rest);
    wish.put("method", method).put("url", server.address() + path);
    wish.putArray("headers").addArray().add("Authorization").add("Bearer " + ToneServer.KEY);
    return wish;
  }

  private void run(String language, JsonNode programs) throws Exception {
    List<String> runner = Objects.requireNonNull(RUNNERS.get(language), language);
    String command = language.equals("curl") ? "curl" : runner.get(1);
    assumeTrue(present(command), command + " is not installed");
    Path here = Files.createDirectory(folder.resolve(language));
    Files.write(here.resolve("tone.wav"), Recordings.tone(220, 0.8, 8_000));

    assertThat(answer(runner, programs.path(0), here)).contains("\"audio_url\"");
    answer(runner, programs.path(1), here);
    assertThat(here.resolve("answer.wav")).exists();
    assertThat(Files.readAllBytes(here.resolve("answer.wav")))
        .startsWith("RIFF".getBytes(StandardCharsets.US_ASCII))
        .hasSizeGreaterThan(1_000);
    assertThat(answer(runner, programs.path(2), here)).contains("tone.wav");
    assertThat(answer(runner, programs.path(3), here)).contains("\"alias\":\"fish\"");
  }

  private String answer(List<String> runner, JsonNode program, Path here) throws Exception {
    Files.writeString(here.resolve(runner.getFirst()), program.asText());
    return output(runner.subList(1, runner.size()), "", here);
  }

  private static String output(List<String> command, String input, Path here) throws Exception {
    Path out = Files.createTempFile(here, "out", ".txt");
    Path in = Files.createTempFile(here, "in", ".txt");
    Files.writeString(in, input);
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(command))
            .directory(here.toFile())
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile());
    builder.environment().put("GOFLAGS", "-mod=mod");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, SECONDS)).as("%s ended", command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(out);
    assertThat(process.exitValue()).as("%s said %s", command, text).isZero();
    return text;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static boolean present(String command) {
    return command.contains(File.separator)
        || Arrays.stream(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
            .anyMatch(path -> Files.isExecutable(Path.of(path, command)));
  }
}
