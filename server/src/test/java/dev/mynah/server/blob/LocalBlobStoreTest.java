package dev.mynah.server.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.SetClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class LocalBlobStoreTest {
  private static final Duration GRACE = Duration.ofHours(1);

  private final Path folder;
  private final Database database;
  private final SetClock clock = new SetClock();
  private final LocalBlobStore store;

  LocalBlobStoreTest(DatabaseKind kind, @TempDir Path folder) {
    this.folder = folder.resolve("blobs");
    this.database = kind.open(folder);
    this.store = new LocalBlobStore(this.folder, database, IdSource.random(), clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void givesBackWhatWasStored() throws IOException {
    byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    Path file = folder.resolve("upload");
    Files.write(file, bytes);
    Blob blob = recorded(store.put(file, "audio/wav"));
    assertThat(store.find(blob.id())).contains(blob);
    assertThat(blob.size()).isEqualTo(300_000);
    assertThat(read(blob.id(), 0, 300_000)).isEqualTo(bytes);
    assertThat(Files.exists(file)).as("the giver's own file").isTrue();
  }

  @Test
  void givesBackAPart() throws IOException {
    Blob blob = recorded(store.put("0123456789".getBytes(UTF_8), "text/plain"));
    assertThat(read(blob.id(), 3, 4)).isEqualTo("3456".getBytes(UTF_8));
    assertThat(read(blob.id(), 10, 0)).isEmpty();
    assertThatThrownBy(() -> read(blob.id(), 8, 3)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void showsNothingBeforeItIsRecorded() {
    Blob blob = store.put("early".getBytes(UTF_8), "text/plain");
    assertThat(store.find(blob.id())).isEmpty();
    assertThatThrownBy(() -> store.open(blob.id()))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void keepsOneCopyOfEqualContentUntilTheLastNameIsGone() throws IOException {
    Blob one = recorded(store.put("same".getBytes(UTF_8), "text/plain"));
    Blob other = recorded(store.put("same".getBytes(UTF_8), "text/html"));
    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(storedFiles()).hasSize(1);
    database.writing(transaction -> store.delete(transaction, one.id()));
    clock.advance(GRACE.plusMinutes(1));
    assertThat(store.sweep(GRACE)).isZero();
    assertThat(read(other.id(), 0, 4)).isEqualTo("same".getBytes(UTF_8));
    database.writing(transaction -> store.delete(transaction, other.id()));
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThat(storedFiles()).isEmpty();
  }

  @Test
  void sweepsOnlyWhatNothingNamesAndIsOldEnough() throws IOException {
    Blob named = recorded(store.put("named".getBytes(UTF_8), "text/plain"));
    Blob orphan = store.put("orphan".getBytes(UTF_8), "text/plain");
    assertThat(store.sweep(GRACE)).as("it may be about to be named").isZero();
    clock.advance(GRACE.plusMinutes(1));
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThat(storedFiles()).containsExactly(named.sha256()).doesNotContain(orphan.sha256());
  }

  @Test
  void puttingAnOldOrphansContentAgainKeepsItFromBeingSwept() throws IOException {
    Blob first = store.put("twice".getBytes(UTF_8), "text/plain");
    clock.advance(GRACE.plusMinutes(1));
    Blob second = store.put("twice".getBytes(UTF_8), "text/plain");
    assertThat(second.sha256()).isEqualTo(first.sha256());
    assertThat(store.sweep(GRACE)).isZero();
    Blob recorded = recorded(second);
    assertThat(read(recorded.id(), 0, 5)).isEqualTo("twice".getBytes(UTF_8));
  }

  @Test
  void sweepsWhatACrashLeftHalfWritten() throws IOException {
    Path half = folder.resolve("unfinished").resolve("half");
    Files.write(half, new byte[10]);
    Files.setLastModifiedTime(half, java.nio.file.attribute.FileTime.from(clock.instant()));
    clock.advance(GRACE.plusMinutes(1));
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThat(half).doesNotExist();
  }

  @Test
  void aFileWithATimeIsGoneAfterIt() throws IOException {
    Blob blob = store.put("speech".getBytes(UTF_8), "audio/mpeg");
    database.writing(
        transaction -> store.record(transaction, blob, clock.instant().plus(Duration.ofDays(1))));
    assertThat(store.find(blob.id())).contains(blob);
    assertThat(store.deleteExpired()).isZero();
    clock.advance(Duration.ofDays(1).plusSeconds(1));
    assertThat(store.find(blob.id())).as("even before it is cleared away").isEmpty();
    assertThat(store.deleteExpired()).isEqualTo(1);
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThat(storedFiles()).isEmpty();
  }

  private Blob recorded(Blob blob) {
    database.writing(transaction -> store.record(transaction, blob));
    return blob;
  }

  private byte[] read(String id, long offset, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BlobContent content = store.open(id)) {
      content.transferTo(out, offset, length);
    }
    return out.toByteArray();
  }

  private List<String> storedFiles() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("files"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .toList();
    }
  }
}
