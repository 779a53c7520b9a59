package dev.mynah.server.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class LocalBlobStoreTest extends BlobStoreContract {
  LocalBlobStoreTest(DatabaseKind kind, @TempDir Path folder) {
    super(kind, folder);
  }

  @Override
  BlobStore open() {
    return new LocalBlobStore(folder, database, IdSource.random(), clock);
  }

  @Override
  void pass(Duration time) {
    clock.advance(time);
  }

  @Override
  int storedFiles() throws IOException {
    return fileNames().size();
  }

  @Test
  void keepsOneCopyOfEqualContent() throws IOException {
    Blob one = recorded(put("same"));
    recorded(put("same"));
    assertThat(fileNames()).containsExactly(one.sha256());
  }

  @Test
  void puttingAnOldOrphansContentAgainKeepsItFromBeingSwept() throws IOException {
    Blob first = put("twice");
    pass(GRACE.plusMinutes(1));
    Blob second = put("twice");
    assertThat(second.sha256()).isEqualTo(first.sha256());
    assertThat(store.sweep(GRACE)).isZero();
    Blob recorded = recorded(second);
    assertThat(read(recorded.id(), 0, 5)).isEqualTo("twice".getBytes(UTF_8));
  }

  @Test
  void sweepsWhatACrashLeftHalfWritten() throws IOException {
    Path half = folder.resolve("unfinished").resolve("half");
    Files.write(half, new byte[10]);
    Files.setLastModifiedTime(half, FileTime.from(clock.instant()));
    pass(GRACE.plusMinutes(1));
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThat(half).doesNotExist();
  }

  @Test
  void whatWasClearedAwayBeforeItWasRecordedIsRefusedAndNotNamedWithoutBytes() {
    Blob late = put("frozen for too long");
    pass(GRACE.plusMinutes(1));
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThatThrownBy(() -> recorded(late))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    Blob again = recorded(put("frozen for too long"));
    assertThat(store.find(again.id())).isPresent();
  }

  @Test
  void contentThatIsNamedAndErasedAtOnceHasItsBytesAsLongAsItHasAName() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        all.add(threads.submit(() -> nameAndErase(100)));
      }
      for (Future<Integer> each : all) {
        assertThat(each.get()).as("names that could be given").isPositive();
      }
    }
  }

  /** Names the same content again and again, looks at its bytes, and erases it. */
  private int nameAndErase(int times) throws IOException {
    int named = 0;
    for (int i = 0; i < times; i++) {
      Blob blob;
      try {
        blob = recorded(put("shared by all"));
        named++;
      } catch (MynahException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        continue; // erased between the two, and not named then
      }
      assertThat(read(blob.id(), 0, 13)).isEqualTo("shared by all".getBytes(UTF_8));
      database.writing(transaction -> store.erase(transaction, List.of(blob.id())));
    }
    return named;
  }

  private List<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("files"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .toList();
    }
  }
}
