package dev.mynah.server.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.SetClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of files must do, wherever the bytes are. */
abstract class BlobStoreContract {
  static final Duration GRACE = Duration.ofHours(1);

  final Path folder;
  final Database database;
  final SetClock clock = new SetClock();
  BlobStore store;

  BlobStoreContract(DatabaseKind kind, Path folder) {
    this.folder = folder.resolve("blobs");
    this.database = kind.open(folder);
  }

  /** Opens the store under test. */
  abstract BlobStore open();

  /** Lets time pass, for rows and bytes alike. */
  abstract void pass(Duration time);

  /** Returns how many files' bytes the store holds. */
  abstract int storedFiles() throws IOException;

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void close() {
    store.close();
    database.close();
  }

  @Test
  void givesBackWhatWasStored() throws IOException {
    byte[] bytes = random(300_000);
    Path file = Files.write(folder.resolveSibling("upload"), bytes);
    Blob blob = recorded(store.put(file, "audio/wav"));
    assertThat(store.find(blob.id())).contains(blob);
    assertThat(blob.size()).isEqualTo(300_000);
    assertThat(read(blob.id(), 0, 300_000)).isEqualTo(bytes);
    assertThat(Files.exists(file)).as("the giver's own file").isTrue();
  }

  @Test
  void givesBackAPart() throws IOException {
    Blob blob = recorded(put("0123456789"));
    assertThat(read(blob.id(), 3, 4)).isEqualTo("3456".getBytes(UTF_8));
    assertThat(read(blob.id(), 0, 1)).isEqualTo("0".getBytes(UTF_8));
    assertThat(read(blob.id(), 9, 1)).isEqualTo("9".getBytes(UTF_8));
    assertThat(read(blob.id(), 10, 0)).isEmpty();
    assertThatThrownBy(() -> read(blob.id(), 8, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> read(blob.id(), -1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givesBackAPreparedPartAndOthersAfterIt() throws IOException {
    Blob blob = recorded(put("0123456789"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BlobContent content = store.open(blob.id())) {
      content.prepare(2, 3);
      content.transferTo(out, 2, 3);
      content.prepare(0, 10);
      content.transferTo(out, 9, 1);
      content.prepare(10, 0);
      content.transferTo(out, 10, 0);
    }
    assertThat(out.toString(UTF_8)).isEqualTo("2349");
  }

  @Test
  void keepsAnEmptyFile() throws IOException {
    Blob blob = recorded(store.put(new byte[0], "audio/wav"));
    assertThat(blob.size()).isZero();
    assertThat(read(blob.id(), 0, 0)).isEmpty();
  }

  @Test
  void showsNothingBeforeItIsRecorded() {
    Blob blob = put("early");
    assertThat(store.find(blob.id())).isEmpty();
    assertThatThrownBy(() -> store.open(blob.id()))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void keepsContentUntilTheLastOfItsNamesIsGone() throws IOException {
    Blob one = recorded(put("same"));
    Blob other = recorded(store.put("same".getBytes(UTF_8), "text/html"));
    assertThat(one.id()).isNotEqualTo(other.id());
    database.writing(transaction -> store.delete(transaction, one.id()));
    pass(GRACE.plusMinutes(1));
    store.sweep(GRACE);
    assertThat(storedFiles()).isEqualTo(1);
    assertThat(read(other.id(), 0, 4)).isEqualTo("same".getBytes(UTF_8));
    database.writing(transaction -> store.delete(transaction, other.id()));
    store.sweep(GRACE);
    awaitStoredFiles(0);
  }

  @Test
  void sweepsOnlyWhatNothingNamesAndIsOldEnough() throws IOException {
    Blob named = recorded(put("named"));
    put("orphan");
    assertThat(store.sweep(GRACE)).as("it may be about to be named").isZero();
    assertThat(storedFiles()).isEqualTo(2);
    pass(GRACE.plusMinutes(1));
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThat(storedFiles()).isEqualTo(1);
    assertThat(read(named.id(), 0, 5)).isEqualTo("named".getBytes(UTF_8));
  }

  @Test
  void erasesAtOnce() throws IOException {
    Blob kept = recorded(put("kept"));
    Blob one = recorded(put("one"));
    Blob two = recorded(put("two"));
    database.writing(
        transaction -> store.erase(transaction, List.of(one.id(), two.id(), "0".repeat(32))));
    assertThat(store.find(one.id())).isEmpty();
    assertThat(store.find(two.id())).isEmpty();
    awaitStoredFiles(1);
    assertThat(read(kept.id(), 0, 4)).isEqualTo("kept".getBytes(UTF_8));
  }

  @Test
  void erasingLeavesWhatAnotherFileShares() throws IOException {
    Blob one = recorded(put("shared"));
    Blob other = recorded(put("shared"));
    database.writing(transaction -> store.erase(transaction, List.of(one.id())));
    awaitStoredFiles(1);
    assertThat(read(other.id(), 0, 6)).isEqualTo("shared".getBytes(UTF_8));
  }

  @Test
  void aTransactionThatFailsErasesNothing() throws IOException {
    Blob blob = recorded(put("stays"));
    assertThatThrownBy(
            () ->
                database.writing(
                    transaction -> {
                      store.erase(transaction, List.of(blob.id()));
                      throw new IllegalStateException("and then something else went wrong");
                    }))
        .hasMessageContaining("something else");
    store.sweep(Duration.ZERO);
    assertThat(read(blob.id(), 0, 5)).isEqualTo("stays".getBytes(UTF_8));
  }

  @Test
  void aFileWithATimeIsGoneAfterIt() throws IOException {
    Blob blob = put("speech");
    database.writing(
        transaction -> store.record(transaction, blob, clock.instant().plus(Duration.ofDays(1))));
    assertThat(store.find(blob.id())).contains(blob);
    assertThat(store.deleteExpired()).isZero();
    pass(Duration.ofDays(1).plusSeconds(1));
    assertThat(store.find(blob.id())).as("even before it is cleared away").isEmpty();
    assertThat(store.deleteExpired()).isEqualTo(1);
    store.sweep(GRACE);
    awaitStoredFiles(0);
  }

  @Test
  void manyPutsAndSweepsAtOnceLoseNothing() throws Exception {
    int threads = 6;
    int putsEach = 8;
    Map<String, byte[]> stored = new ConcurrentHashMap<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads + 1)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        Random random = new Random(thread);
        all.add(
            pool.submit(
                () -> {
                  for (int i = 0; i < putsEach; i++) {
                    byte[] bytes = new byte[1 + random.nextInt(3) * 10_000]; // often the same
                    Blob blob = recorded(store.put(bytes, "audio/wav"));
                    stored.put(blob.id(), bytes);
                  }
                }));
      }
      all.add(
          pool.submit(
              () -> {
                for (int i = 0; i < putsEach; i++) {
                  store.sweep(GRACE);
                }
              }));
      for (Future<?> one : all) {
        one.get();
      }
    }
    assertThat(stored).hasSize(threads * putsEach);
    for (Map.Entry<String, byte[]> each : stored.entrySet()) {
      assertThat(read(each.getKey(), 0, each.getValue().length)).isEqualTo(each.getValue());
    }
  }

  @Test
  void hasNoProblem() {
    assertThat(store.problem()).isEmpty();
  }

  final void awaitStoredFiles(int count) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(storedFiles()).isEqualTo(count));
  }

  final Blob put(String text) {
    return store.put(text.getBytes(UTF_8), "text/plain");
  }

  final Blob recorded(Blob blob) {
    database.writing(transaction -> store.record(transaction, blob));
    return blob;
  }

  final byte[] read(String id, long offset, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BlobContent content = store.open(id)) {
      content.transferTo(out, offset, length);
    }
    return out.toByteArray();
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }
}
