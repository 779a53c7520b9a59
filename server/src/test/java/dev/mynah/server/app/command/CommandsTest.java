package dev.mynah.server.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.server.app.config.ConfigurationKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandsTest {
  @TempDir Path home;

  @Test
  void everyCommandExplainsItselfWithAnExample() {
    List<CommandLine> commands = new ArrayList<>();
    collect(
        MynahCommand.commandLine(
            Run.context(
                home,
                Map.of(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                hook -> {})),
        commands);

    assertThat(commands)
        .hasSizeGreaterThan(8)
        .allSatisfy(
            command -> {
              String help = command.getUsageMessage();
              assertThat(help).contains("Example").contains("--help");
              assertThat(help.lines().count()).as(help).isLessThan(200);
            });
  }

  private static void collect(CommandLine line, List<CommandLine> into) {
    if (!line.getCommandName().equals("help")) {
      into.add(line);
    }
    line.getSubcommands().values().forEach(sub -> collect(sub, into));
  }

  @Test
  void printsItsVersion() {
    Run version = run("--version");

    assertThat(version.status()).isZero();
    assertThat(version.out()).startsWith("mynah ").contains("Java " + Runtime.version());
  }

  @Test
  void aWrongCommandLineIsStatusTwoAndSaysWhatIsMeant() {
    Run word = run("modles");
    assertThat(word.status()).isEqualTo(2);
    assertThat(word.err()).contains("Did you mean models?");
    Run wrong = run("config", "--prot", "1");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("Did you mean --port?").contains("mynah config --help");
  }

  @Test
  void configShowsValueDefaultAndOriginOfEveryKey() throws IOException {
    Path file = Files.writeString(home.resolve("mynah.yaml"), "host: 0.0.0.0\n");

    Run shown =
        Run.of(
            home,
            Map.of("MYNAH_TOKEN", "hush-hush", "MYNAH_PORT", "9"),
            "config",
            "--config",
            file.toString(),
            "--clone-workers=3");

    assertThat(shown.status()).isZero();
    assertThat(shown.out())
        .containsPattern("host +0\\.0\\.0\\.0 +127\\.0\\.0\\.1 +file " + file)
        .containsPattern("port +9 +8080 +variable MYNAH_PORT")
        .containsPattern("clone-workers +3 +1 +option --clone-workers")
        .containsPattern("token +\\*{8} +variable MYNAH_TOKEN")
        .containsPattern("synthesis-workers +2 +2 +default")
        .doesNotContain("hush-hush");
  }

  @Test
  void configPrintsJsonForScripts() throws IOException {
    JsonNode settings = run("config", "--json").json();

    assertThat(settings).hasSize(ConfigurationKey.all().size());
    assertThat(settings.get(1).get("key").asText()).isEqualTo("port");
    assertThat(settings.get(1).get("environment").asText()).isEqualTo("MYNAH_PORT");
  }

  @Test
  void aWrongSettingIsStatusTwoAndNamesItsOrigin() throws IOException {
    Run wrong = Run.of(home, Map.of("MYNAH_PORT", "many"), "config");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err())
        .startsWith("mynah: port must be a whole number")
        .contains("variable MYNAH_PORT");

    Run inJson = Run.of(home, Map.of("MYNAH_PROT", "1"), "config", "--json");
    assertThat(inJson.status()).isEqualTo(2);
    assertThat(new ObjectMapper().readTree(inJson.err()).at("/error/code").asText())
        .isEqualTo("configuration");
  }

  @Test
  void modelsListTellsLicenceAndCredit() throws IOException {
    assertThat(run("models", "list").out())
        .containsPattern("lark +0\\.2\\.1 +16\\.0 MB +not here +Apache-2\\.0");
    JsonNode lark = run("models", "list", "--json").json().get(0);
    assertThat(lark.get("installed").asBoolean()).isFalse();
    assertThat(lark.get("credit").asText()).contains("Kokoro-82M");
  }

  @Test
  void modelsPullSaysWhyAndWhatToDoWhenTheMirrorLacksTheModel() {
    Run pull = run("models", "pull", "nightingale");

    assertThat(pull.status()).isEqualTo(1);
    assertThat(pull.err()).contains("There is no model \"nightingale\"; there are: lark");
  }

  @Test
  void modelsVerifyFindsADamagedFile() throws IOException {
    Path folder = Files.createDirectories(home.resolve("cache/models/lark-0.2.1"));
    Files.write(folder.resolve("vocab.json"), new byte[1144]);

    Run verify = run("models", "verify", "lark");

    assertThat(verify.status()).isEqualTo(1);
    assertThat(verify.out())
        .contains("vocab.json differs from the original.")
        .contains("hibari.onnx is missing.");
    assertThat(verify.err()).contains("mynah models pull");
  }

  @Test
  void makesListsAndRevokesKeys() throws IOException {
    Run created =
        run("token", "create", "--name", "kiosk", "--scopes", "speak", "--expires", "30d");
    assertThat(created.status()).as(created.err()).isZero();
    String key = created.out().strip();
    assertThat(key).hasSizeGreaterThan(20).doesNotContain(" ");

    Run listed = run("token", "list");
    assertThat(listed.out()).contains("kiosk").contains("speak").contains("works");
    assertThat(listed.out()).doesNotContain(key);

    JsonNode token = run("token", "list", "--json").json().get(0);
    String id = token.get("id").asText();
    assertThat(token.get("expires_at").asText()).startsWith("20");
    assertThat(run("token", "revoke", id).status()).isZero();
    assertThat(run("token", "revoke", id).status()).isEqualTo(1);
    assertThat(run("token", "list").out()).contains("revoked");
  }

  @Test
  void refusesAnUnknownScopeAndACrookedLifetime() {
    Run scope = run("token", "create", "--name", "x", "--scopes", "everything");
    assertThat(scope.status()).isEqualTo(2);
    assertThat(scope.err()).contains("use speak, clone, manage or admin");
    Run expires = run("token", "create", "--name", "x", "--expires", "soon");
    assertThat(expires.status()).isEqualTo(2);
    assertThat(expires.err()).contains("number of days");
  }

  @Test
  void doctorNamesTheRemedyOfWhatIsMissing() throws IOException {
    Run doctor = run("doctor", "--port", "0");

    assertThat(doctor.status()).as(doctor.out()).isZero();
    assertThat(doctor.out())
        .containsPattern("ok +java +" + Runtime.version().feature())
        .containsPattern("warn +model +lark is not here")
        .contains("-> `mynah serve` fetches it")
        .containsPattern("ok +database +SQLite in the data folder");
  }

  @Test
  void doctorFailsWhenTheDataFolderCannotBeUsed() throws IOException {
    Path file = Files.writeString(home.resolve("occupied"), "not a folder");

    Run doctor = run("doctor", "--json", "--data", file.toString());

    assertThat(doctor.status()).isEqualTo(1);
    assertThat(doctor.json())
        .anySatisfy(
            check -> {
              assertThat(check.get("check").asText()).isEqualTo("data");
              assertThat(check.get("state").asText()).isEqualTo("failure");
              assertThat(check.get("remedy").asText()).contains("--data");
            });
  }

  private Run run(String... arguments) {
    return Run.of(home, Map.of(), arguments);
  }
}
