package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.server.app.Main;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.ConfigurationLoader;
import dev.mynah.server.app.config.MachineDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service of systemd, and the container image. */
final class PackagingTest {
  private static final Path UNIT = ManualBlock.ROOT.resolve("packaging/mynah.service");
  private static final Path SETTINGS = ManualBlock.ROOT.resolve("packaging/mynah.env");
  private static final Path POM = ManualBlock.ROOT.resolve("server/pom.xml");
  private static final double LARGEST_EXPOSURE = 2.0; // of 10, as systemd counts it

  @TempDir private Path folder;

  @Test
  void theServicesSettingsAreSettings() throws IOException {
    Map<String, String> variables = new TreeMap<>();
    Pattern line = Pattern.compile("(?m)^(?:Environment=|#)?(MYNAH_\\w+)=(.*)$");
    for (Path file : List.of(UNIT, SETTINGS)) {
      line.matcher(Files.readString(file))
          .results()
          .forEach(match -> variables.put(match.group(1), match.group(2)));
    }

    assertThat(variables).containsEntry("MYNAH_DATA", "/var/lib/mynah").hasSizeGreaterThan(3);
    assertThat(load(variables).data()).hasToString("/var/lib/mynah");
  }

  private Configuration load(Map<String, String> variables) {
    return new ConfigurationLoader(variables, new MachineDefaults(folder, folder, 2))
        .load(Map.of())
        .configuration();
  }

  @Test
  void theUnitIsRightAndWellFenced() throws Exception {
    ForeignProgram.require("systemd-analyze", "the unit file");
    Path unit = folder.resolve("mynah.service");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(unit, Files.readString(UNIT).replace("/usr/bin/java", java));

    String said =
        ForeignProgram.run(List.of("systemd-analyze", "verify", unit.toString()), Map.of());
    assertThat(said.lines().filter(line -> line.contains("mynah.service"))).isEmpty();

    String security =
        ForeignProgram.run(
            List.of("systemd-analyze", "security", "--offline=true", "--no-pager", unit.toString()),
            Map.of());
    Matcher exposure =
        Pattern.compile("exposure level for mynah.service: ([0-9.]+)").matcher(security);
    assertThat(exposure.find()).as(security).isTrue();
    assertThat(Double.parseDouble(exposure.group(1))).isLessThanOrEqualTo(LARGEST_EXPOSURE);
  }

  /** The short form of {@link #theImageHoldsTheProgramAndNoMore}. */
  @Test
  void theImageIsToldWhatTheServerUnderstands() throws IOException {
    String pom = Files.readString(POM);
    Map<String, String> variables = new TreeMap<>();
    Pattern.compile("<(MYNAH_\\w+)>(.*)</\\1>")
        .matcher(pom)
        .results()
        .forEach(match -> variables.put(match.group(1), match.group(2)));

    assertThat(load(variables).host()).isEqualTo("0.0.0.0");
    assertThat(load(variables).data()).hasToString("/data");
    assertThat(pom)
        .contains("<mainClass>" + Main.class.getName() + "</mainClass>")
        .contains("<user>10001:10001</user>")
        .containsPattern("<image>[a-z-]+:\\d+-jre</image>");
  }

  @Test
  @Tag("long")
  void theImageHoldsTheProgramAndNoMore() throws Exception {
    ForeignProgram.require("mvn", "the container image");
    Path archive = folder.resolve("image.tar");
    ForeignProgram.run(
        List.of(
            "mvn",
            "-o",
            "-q",
            "-B",
            "-f",
            ManualBlock.ROOT.resolve("pom.xml").toString(),
            "-Pimage",
            "-pl",
            "server",
            "-am",
            "package",
            "-DskipTests",
            "-Djib.from.image=scratch",
            "-Djib.outputPaths.tar=" + archive),
        Map.of("JAVA_HOME", System.getProperty("java.home")));
    Path unpacked = Files.createDirectory(folder.resolve("image"));
    ForeignProgram.run(
        List.of("tar", "-C", unpacked.toString(), "-xf", archive.toString()), Map.of());

    JsonNode manifest =
        new ObjectMapper().readTree(unpacked.resolve("manifest.json").toFile()).get(0);
    JsonNode config =
        new ObjectMapper()
            .readTree(unpacked.resolve(manifest.path("Config").asText()).toFile())
            .path("config");
    assertThat(config.path("User").asText()).isEqualTo("10001:10001");
    assertThat(config.path("Volumes").has("/data")).isTrue();
    assertThat(config.path("ExposedPorts").has("8080/tcp")).isTrue();
    assertThat(config.path("Cmd").toString()).isEqualTo("[\"serve\"]");
    assertThat(config.path("Entrypoint").toString()).contains("java", Main.class.getName());
    assertThat(config.path("Env").toString()).contains("MYNAH_HOST=0.0.0.0", "MYNAH_DATA=/data");
    StringBuilder files = new StringBuilder();
    for (JsonNode layer : manifest.path("Layers")) {
      files.append(
          ForeignProgram.run(
              List.of("tar", "-tvf", unpacked.resolve(layer.asText()).toString()), Map.of()));
    }
    assertThat(files.toString())
        .contains("app/classes/dev/mynah/server/app/Main.class", "onnxruntime")
        .containsPattern("drwxrwxrwx.* data/")
        .doesNotContain("junit", ".onnx ");
    assertThat(Stream.of(files.toString().split("\n")).filter(line -> line.contains("mynah-audio")))
        .isNotEmpty();
  }
}
