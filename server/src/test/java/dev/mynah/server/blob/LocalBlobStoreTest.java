package dev.mynah.server.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.testing.DatabaseKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
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

  private List<String> fileNames() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("files"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .toList();
    }
  }
}
