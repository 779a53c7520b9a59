package dev.mynah.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the real launcher in a tree of its own, with JDKs and a Maven that are small scripts and a
 * PATH that holds nothing else but the system's tools.
 */
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "awk",
          "cat",
          "cksum",
          "cp",
          "dirname",
          "find",
          "grep",
          "head",
          "kill",
          "ls",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "tail",
          "tr",
          "uname");

  @TempDir Path scratch;

  private Path root;
  private Path bin;
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void makeTree() throws IOException {
    root = Files.createDirectories(scratch.resolve("a tree with spaces"));
    bin = Files.createDirectory(scratch.resolve("bin"));
    for (String tool : TOOLS) {
      for (String folder : List.of("/usr/bin", "/bin")) {
        Path real = Path.of(folder, tool);
        if (Files.isExecutable(real) && !Files.exists(bin.resolve(tool))) {
          Files.createSymbolicLink(bin.resolve(tool), real);
        }
      }
    }
    Files.copy(repositoryRoot().resolve("mynah"), root.resolve("mynah"));
    Files.setPosixFilePermissions(
        root.resolve("mynah"), PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String module : List.of("audio", "engine", "server", "bench")) {
      Path sources = Files.createDirectories(root.resolve(module).resolve("src/main"));
      Files.writeString(sources.resolve("Thing.java"), "class Thing {}");
      Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    environment.put("PATH", bin.toString());
    environment.put("HOME", Files.createDirectory(scratch.resolve("home")).toString());
    environment.put("MYNAH_JDK_FOLDERS", scratch + "/jdks/*");
    maven(
        "mkdir -p server/target bench/target; : > server/target/mynah.jar;"
            + " : > bench/target/mynah-bench.jar");
  }

  @Test
  void looksForANewerJdkWhenTheOneOnThePathIsOld() throws Exception {
    jdk("jdks/old", "17.0.15");
    jdk("jdks/good", "21.0.2");
    jdk("jdks/best", "25.0.1");
    Files.createSymbolicLink(bin.resolve("java"), scratch.resolve("jdks/old/bin/java"));

    Outcome outcome = launch("--version");

    assertThat(outcome.status()).as(outcome.text()).isZero();
    assertThat(outcome.text()).contains("25.0.1 runs").contains("[--version]");
  }

  @Test
  void understandsTheVersionsOfOldJdksAndEarlyOnes() throws Exception {
    jdk("jdks/eight", "1.8.0_402");
    jdk("jdks/early", "26-ea");

    assertThat(launch("--version").text()).contains("26-ea runs");
  }

  @Test
  void asksAJavaWithoutAReleaseFile() throws Exception {
    Path home = jdk("jdks/plain", "22.0.1");
    Files.delete(home.resolve("release"));

    assertThat(launch("--version").text()).contains("22.0.1 runs");
  }

  @Test
  void keepsToJavaHomeWhenItIsNewEnough() throws Exception {
    jdk("jdks/newest", "25.0.1");
    environment.put("JAVA_HOME", jdk("elsewhere", "21.0.2").toString());

    assertThat(launch("--version").text()).contains("21.0.2 runs");
  }

  @Test
  void passesOverAJavaHomeThatIsTooOldOrHasNoCompiler() throws Exception {
    jdk("jdks/newest", "25.0.1");
    Path runtime = jdk("runtime", "24.0.1");
    Files.delete(runtime.resolve("bin/javac"));
    environment.put("JAVA_HOME", runtime.toString());
    assertThat(launch("--version").text()).contains("25.0.1 runs");
    environment.put("JAVA_HOME", jdk("old", "17.0.1").toString());
    assertThat(launch("--version").text()).contains("25.0.1 runs");
  }

  @Test
  void saysWhatToInstallWhenThereIsNoFittingJdk() throws Exception {
    Path old = jdk("jdks/old", "17.0.15");

    Outcome outcome = launch("serve");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.text())
        .contains("no JDK of 21 or newer was found")
        .contains("apt install openjdk-21-jdk-headless")
        .contains(old + " (Java 17)");
  }

  @Test
  void saysWhatToInstallWhenThereIsNoMaven() throws Exception {
    assumeTrue(
        !Files.exists(Path.of("/opt/maven")) && !Files.exists(Path.of("/opt/homebrew")),
        "this machine has a Maven in a usual place outside the PATH");
    jdk("jdks/good", "21.0.2");
    Files.delete(bin.resolve("mvn"));

    Outcome outcome = launch("serve");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.text()).contains("Maven is needed").contains("apt install maven");
  }

  @Test
  void buildsOnceAndAgainOnlyWhenASourceChanges() throws Exception {
    jdk("jdks/good", "21.0.2");

    assertThat(launch("voices").text()).contains("building with Java 21").contains("[voices]");
    assertThat(mavenCalls()).hasSize(1);
    assertThat(mavenCalls().getFirst()).contains("-DskipTests").endsWith("package");
    assertThat(launch("voices").text()).doesNotContain("building");

    Path source = root.resolve("audio/src/main/Thing.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(2)));
    assertThat(launch("voices").text()).contains("building");
    assertThat(mavenCalls()).hasSize(2);
  }

  @Test
  void buildsAgainWhenASourceIsDeleted() throws Exception {
    jdk("jdks/good", "21.0.2");
    Path folder = root.resolve("engine/src/main");
    launch("voices");

    Files.delete(folder.resolve("Thing.java"));
    Files.setLastModifiedTime(folder, FileTime.from(Instant.now().plusSeconds(2)));

    assertThat(launch("voices").text()).contains("building");
  }

  @Test
  void showsTheEndOfTheLogWhenTheBuildFails() throws Exception {
    jdk("jdks/good", "21.0.2");
    maven("echo '[ERROR] Thing.java:[1,1] no such thing'; exit 1");

    Outcome outcome = launch("serve");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.text())
        .contains("the build failed")
        .contains(root.resolve("target/build.log").toString())
        .contains("[ERROR] Thing.java:[1,1] no such thing")
        .doesNotContain("runs");
    assertThat(root.resolve("target/building")).doesNotExist();
  }

  @Test
  void buildsOnceWhenStartedTwiceAtOnce() throws Exception {
    jdk("jdks/good", "21.0.2");
    maven("sleep 1; mkdir -p server/target; : > server/target/mynah.jar");

    Process first = start(root.resolve("mynah").toString(), "voices");
    Process second = start(root.resolve("mynah").toString(), "voices");

    assertThat(outcome(first).text()).contains("[voices]");
    assertThat(outcome(second).text()).contains("[voices]");
    assertThat(mavenCalls()).hasSize(1);
  }

  @Test
  void takesOverTheLockOfABuildThatDied() throws Exception {
    jdk("jdks/good", "21.0.2");
    Files.createDirectories(root.resolve("target/building"));
    Process dead = start("true");
    outcome(dead);
    Files.writeString(root.resolve("target/building/pid"), Long.toString(dead.pid()));

    assertThat(launch("voices").text()).contains("[voices]");
  }

  @Test
  void runsThroughASymbolicLinkFromAnotherFolder() throws Exception {
    jdk("jdks/good", "21.0.2");
    Path link = bin.resolve("mynah");
    Files.createSymbolicLink(link, Path.of("../a tree with spaces/mynah"));

    Outcome outcome = outcome(start(link.toString(), "say", "two words"));

    assertThat(outcome.status()).as(outcome.text()).isZero();
    assertThat(outcome.text())
        .contains("-jar][" + root.toRealPath().resolve("server/target/mynah.jar") + "]")
        .contains("[say][two words]");
  }

  @Test
  void becomesTheJavaProcessSoThatSignalsReachIt() throws Exception {
    jdk("jdks/good", "21.0.2", "echo \"process $$\"; exit 143");

    Process process = start(root.resolve("mynah").toString(), "serve");
    Outcome outcome = outcome(process);

    assertThat(outcome.text()).contains("process " + process.pid());
    assertThat(outcome.status()).isEqualTo(143);
  }

  @Test
  void handsTheOperatorsOptionsToTheVirtualMachine() throws Exception {
    jdk("jdks/good", "21.0.2");
    environment.put("MYNAH_JAVA_OPTS", "-Xmx3g -Dx=y");

    assertThat(launch("serve").text())
        .containsSubsequence("[-Xmx512m]", "[-Xmx3g][-Dx=y]", "[-jar]");
  }

  @Test
  void onlyAServerWritesTheArchiveOfClasses() throws Exception {
    jdk("jdks/good", "21.0.2");
    assertThat(launch("voices").text()).doesNotContain("SharedArchiveFile");

    String served = launch("serve").text();

    assertThat(served)
        .contains("[-XX:+AutoCreateSharedArchive]")
        .contains("[-XX:SharedArchiveFile=" + scratch.resolve("home/.cache/mynah/classes-"));
    String archive = served.replaceAll("(?s).*SharedArchiveFile=([^]]*)].*", "$1");
    Files.writeString(Path.of(archive), "as a server leaves it");
    assertThat(launch("voices").text())
        .contains("[-XX:SharedArchiveFile=" + archive + "]")
        .doesNotContain("AutoCreate");
  }

  @Test
  void benchRunsTheBenchmarksWithTheServerBehindThem() throws Exception {
    jdk("jdks/good", "21.0.2");

    assertThat(launch("bench", "server").text())
        .contains("mynah-bench.jar:")
        .contains("[dev.mynah.bench.BenchMain][server]");
  }

  @Test
  void testAddsUpTheReportsOfAllModulesInItsLastLine() throws Exception {
    jdk("jdks/good", "21.0.2");
    maven(
        """
        mkdir -p audio/target/surefire-reports server/target/surefire-reports
        cat > audio/target/surefire-reports/TEST-a.xml <<'X'
        <testsuite name="a" tests="2" errors="0" skipped="1" failures="0">
          <testcase name="works" classname="dev.mynah.A" time="0.1">
            <system-out><![CDATA[<failure> <testcase name="no"/> is only printed]]></system-out>
          </testcase>
          <testcase name="needsSpeech" classname="dev.mynah.A" time="0.1">
            <skipped message="Assumption failed: no recordings &amp; no apt" type="x"/>
          </testcase>
        </testsuite>
        X
        cat > server/target/surefire-reports/TEST-b.xml <<'X'
        <testsuite name="b" tests="1" errors="0" skipped="0" failures="0">
          <testcase name="alsoWorks" classname="dev.mynah.B" time="0.1">
            <flakyFailure message="too slow" type="x"><stackTrace>at B</stackTrace></flakyFailure>
          </testcase>
        </testsuite>
        X
        """);

    Outcome outcome = launch("test");

    assertThat(outcome.status()).as(outcome.text()).isZero();
    assertThat(outcome.lines().getLast()).isEqualTo("2 passed, 0 failed, 1 skipped");
    assertThat(outcome.text())
        .contains("skipped: A.needsSpeech: no recordings & no apt")
        .contains("flaky:   B.alsoWorks: failed once, passed when run again");
    assertThat(mavenCalls().getFirst()).endsWith("verify");
  }

  @Test
  void testFailsWhenATestFailed() throws Exception {
    jdk("jdks/good", "21.0.2");
    maven(
        """
        mkdir -p audio/target/surefire-reports
        cat > audio/target/surefire-reports/TEST-a.xml <<'X'
        <testsuite name="a" tests="2" errors="1" skipped="0" failures="0">
          <testcase name="works" classname="dev.mynah.A" time="0.1"/>
          <testcase name="breaks" classname="dev.mynah.A" time="0.1">
            <error type="java.io.IOException"><![CDATA[at somewhere]]></error>
          </testcase>
        </testsuite>
        X
        """);

    Outcome outcome = launch("test", "--full");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.lines().getLast()).isEqualTo("1 passed, 1 failed, 0 skipped");
    assertThat(outcome.text()).contains("FAILED:  A.breaks");
    assertThat(mavenCalls().getFirst()).contains("-Dtest.excluded.groups= ");
  }

  @Test
  void testFailsWhenTheBuildFailsBeforeAnyTest() throws Exception {
    jdk("jdks/good", "21.0.2");
    Path old = Files.createDirectories(root.resolve("audio/target/surefire-reports"));
    Files.writeString(
        old.resolve("TEST-a.xml"),
        "<testsuite tests=\"1\"><testcase name=\"old\" classname=\"A\"/></testsuite>");
    Files.setLastModifiedTime(
        old.resolve("TEST-a.xml"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    maven("echo '[ERROR] does not compile'; exit 1");

    Outcome outcome = launch("test");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.lines().getLast()).isEqualTo("0 passed, 1 failed, 0 skipped");
    assertThat(outcome.text()).contains("the build itself");
  }

  /** The folder the launcher stands in, looked for upwards from where the tests run. */
  private static Path repositoryRoot() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mynah"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new AssertionError("the launcher is nowhere above the working folder");
      }
    }
    return folder;
  }

  private Path jdk(String folder, String version) throws IOException {
    return jdk(folder, version, "echo '" + version + " runs'; printf '[%s]' \"$@\"; echo");
  }

  private Path jdk(String folder, String version, String action) throws IOException {
    Path home = scratch.resolve(folder);
    script(
        home.resolve("bin/java"),
        "if [ \"$1\" = -version ]; then echo 'openjdk version \""
            + version
            + "\" 2026-01-01' >&2; exit; fi\n"
            + action);
    script(home.resolve("bin/javac"), "exit 0");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\nOS_NAME=x\n");
    return home;
  }

  private void maven(String action) throws IOException {
    script(bin.resolve("mvn"), "echo \"$@\" >> '" + scratch.resolve("mvn.calls") + "'\n" + action);
  }

  private List<String> mavenCalls() throws IOException {
    return Files.readAllLines(scratch.resolve("mvn.calls"));
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome launch(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(root.resolve("mynah").toString()));
    command.addAll(List.of(arguments));
    return outcome(start(command.toArray(String[]::new)));
  }

  private Process start(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(scratch.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Outcome outcome(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the launcher hangs after:\n" + text);
    }
    return new Outcome(process.exitValue(), text);
  }

  private record Outcome(int status, String text) {
    List<String> lines() {
      return text.lines().toList();
    }
  }
}
