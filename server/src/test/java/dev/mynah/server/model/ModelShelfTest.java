package dev.mynah.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.engine.model.ModelCatalogue;
import dev.mynah.engine.model.ModelFile;
import dev.mynah.engine.model.ModelManifest;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
final class ModelShelfTest {
  private static final byte[] WORDS = "all the words there are".getBytes(StandardCharsets.UTF_8);

  private final Path mirror;
  private final Path root;
  private final ModelShelf shelf;

  ModelShelfTest(@TempDir Path folder) throws Exception {
    mirror = folder.resolve("mirror");
    root = folder.resolve("models");
    Files.createDirectories(mirror.resolve("wren-1"));
    Files.write(mirror.resolve("wren-1").resolve("words.bin"), WORDS);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(WORDS));
    ModelCatalogue catalogue =
        new ModelCatalogue(
            List.of(model("wren", "words.bin", hash), model("finch", "song.bin", hash)));
    ModelStore store = new ModelStore(root, mirror.toString(), catalogue, List.of());
    shelf = new ModelShelf(store, Set.of("wren"), true, Clock.systemUTC());
  }

  private static ModelManifest model(String name, String file, String hash) {
    return new ModelManifest(
        name,
        "1",
        "A small bird",
        "MIT",
        "Somebody",
        URI.create("https://example.com/" + name),
        List.of(new ModelFile(file, WORDS.length, hash, null, null)),
        List.of());
  }

  @AfterEach
  void close() {
    shelf.close();
  }

  @Test
  void showsWhatThereIsAndWhatItIsUsedFor() {
    ShelvedModel wren = shelf.models().getFirst();

    assertThat(wren.name()).isEqualTo("wren");
    assertThat(wren.bytes()).isEqualTo(WORDS.length);
    assertThat(wren.installed()).isFalse();
    assertThat(wren.used()).isTrue();
    assertThat(wren.licence()).isEqualTo("MIT");
    assertThat(wren.sources()).containsExactly("the mirror of this server");
    assertThat(wren.folder()).isEqualTo(root.resolve("wren-1").toString());
    assertThat(shelf.models().getLast().used()).isFalse();
    assertThat(shelf.job()).isEmpty();
  }

  @Test
  void fetchesAModelWhileAnyNumberWatch() throws Exception {
    ModelJob begun = shelf.pull("wren");
    List<ModelJob> seen = new ArrayList<>(List.of(begun));
    ModelJob ended = watch(seen);

    assertThat(ended.state()).isEqualTo(ModelJob.State.DONE);
    assertThat(ended.done()).isEqualTo(WORDS.length);
    assertThat(ended.total()).isEqualTo(WORDS.length);
    assertThat(ended.problems()).isEmpty();
    assertThat(seen).extracting(ModelJob::revision).isSorted().doesNotHaveDuplicates();
    assertThat(shelf.models().getFirst().installed()).isTrue();
    assertThat(shelf.job()).as("how it ended, for whoever comes later").contains(ended);
    assertThat(shelf.awaitChange(ended.revision(), Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void tellsWhyAModelCannotBeFetched() throws Exception {
    shelf.pull("finch");
    ModelJob ended = watch(new ArrayList<>());

    assertThat(ended.state()).isEqualTo(ModelJob.State.FAILED);
    assertThat(String.join(" ", ended.problems()))
        .startsWith("The model finch could not be fetched.")
        .contains("What to do:");
    assertThat(shelf.pull("wren").state()).as("the next one").isEqualTo(ModelJob.State.RUNNING);
  }

  @Test
  void findsADamagedModelAndRepairsIt() throws Exception {
    shelf.pull("wren");
    watch(new ArrayList<>());
    Path file = root.resolve("wren-1").resolve("words.bin");
    byte[] damaged = WORDS.clone();
    damaged[3] ^= 1;
    Files.write(file, damaged);

    shelf.verify("wren");
    ModelJob verified = watch(new ArrayList<>());
    shelf.pull("wren");
    watch(new ArrayList<>());

    assertThat(verified.state()).isEqualTo(ModelJob.State.DONE);
    assertThat(verified.problems()).containsExactly(file + " differs from the original.");
    assertThat(Files.readAllBytes(file)).isEqualTo(WORDS);
  }

  @Test
  void refusesWhatCannotBeDone() throws IOException {
    assertThatThrownBy(() -> shelf.pull("dodo"))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> shelf.verify("wren"))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
        .hasMessage("The model wren is not on this machine; fetch it first.");
    shelf.close();
    assertThatThrownBy(() -> shelf.pull("wren"))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private ModelJob watch(List<ModelJob> seen) throws InterruptedException {
    long revision = 0;
    while (true) {
      Optional<ModelJob> job = shelf.awaitChange(revision, Duration.ofSeconds(10));
      ModelJob now = job.orElseThrow();
      revision = now.revision();
      if (seen.isEmpty() || seen.getLast().revision() < revision) {
        seen.add(now);
      }
      if (now.ended()) {
        return now;
      }
    }
  }
}
