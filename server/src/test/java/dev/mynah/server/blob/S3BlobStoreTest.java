package dev.mynah.server.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Secrets;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Relay;
import dev.mynah.server.testing.S3Server;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class S3BlobStoreTest extends BlobStoreContract {
  private static final int PAGE = 1000; // objects in an answer to a listing

  private final S3Server server = S3Server.shared();
  private final Relay relay = new Relay(server.port());
  private final String bucket = server.newBucket();

  S3BlobStoreTest(DatabaseKind kind, @TempDir Path folder) {
    super(kind, folder);
  }

  @Override
  BlobStore open() {
    return open(settings(bucket), database);
  }

  @Override
  void pass(Duration time) {
    clock.advance(time);
    server.age(bucket, time);
  }

  @Override
  int storedFiles() {
    return server.ids(bucket).size();
  }

  @AfterEach
  void closeRelay() {
    relay.close();
  }

  @Test
  void keepsEachFileUnderItsOwnId() {
    Blob one = recorded(put("same"));
    Blob other = recorded(put("same"));
    assertThat(server.ids(bucket)).containsExactlyInAnyOrder(one.id(), other.id());
  }

  @Test
  void severalServersShareOneBucket() throws IOException {
    try (BlobStore neighbour = open()) {
      Blob blob = recorded(put("from here"));
      try (BlobContent content = neighbour.open(blob.id())) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.transferTo(out);
        assertThat(out.toString(UTF_8)).isEqualTo("from here");
      }
      pass(GRACE.plusMinutes(1));
      assertThat(neighbour.sweep(GRACE)).isZero();
      database.writing(transaction -> neighbour.erase(transaction, List.of(blob.id())));
      awaitStoredFiles(0);
    }
  }

  @Test
  void freesWhatWasErasedWhileTheStoreWasDown() {
    Blob blob = recorded(put("to be erased"));
    relay.cut();
    database.writing(transaction -> store.erase(transaction, List.of(blob.id())));
    assertThat(store.find(blob.id())).isEmpty();
    store.close();
    assertThat(storedFiles()).isEqualTo(1);
    relay.mend();
    store = open();
    assertThat(store.sweep(GRACE)).isEqualTo(1);
    assertThat(storedFiles()).isZero();
  }

  @Test
  void refusesToNameWhatASweepMayHaveTaken() {
    Blob blob = put("slept on");
    clock.advance(Duration.ofMinutes(31));
    assertUnavailable(() -> recorded(blob));
    assertThat(store.find(blob.id())).isEmpty();
  }

  @Test
  void sweepsThroughAllPagesAndLeavesWhatIsNotOurs() {
    Blob named = recorded(put("named"));
    for (int i = 0; i < 2 * PAGE + 50; i++) {
      server.plant(bucket, "%032x".formatted(i));
    }
    server.plant(bucket, "read-me.txt");
    pass(GRACE.plusMinutes(1));
    assertThat(store.sweep(GRACE)).isEqualTo(2 * PAGE + 50);
    assertThat(server.ids(bucket)).containsExactlyInAnyOrder(named.id(), "read-me.txt");
  }

  @Test
  void listsTheBucketOnlyNowAndThen() {
    S3Settings usual = settings(bucket);
    S3Settings patient =
        new S3Settings(
            usual.endpoint(),
            null,
            usual.region(),
            bucket,
            usual.prefix(),
            usual.keys(),
            true,
            false,
            Duration.ofHours(6));
    try (BlobStore rare = open(patient, database)) {
      assertThat(rare.sweep(GRACE)).isZero();
      put("orphan");
      pass(Duration.ofHours(5));
      assertThat(rare.sweep(GRACE)).as("not yet time").isZero();
      pass(Duration.ofHours(2));
      assertThat(rare.sweep(GRACE)).isEqualTo(1);
    }
  }

  @Test
  void stillServesAndErasesWhatTheFolderHolds() throws IOException {
    LocalBlobStore former = new LocalBlobStore(folder, database, IdSource.random(), clock);
    Blob old = former.put("from the folder".getBytes(UTF_8), "text/plain");
    database.writing(transaction -> former.record(transaction, old));
    assertThat(read(old.id(), 5, 3)).isEqualTo("the".getBytes(UTF_8));
    database.writing(transaction -> store.erase(transaction, List.of(old.id())));
    assertThat(folder.resolve("files").resolve(old.sha256().substring(0, 2)).resolve(old.sha256()))
        .doesNotExist();
  }

  @Test
  void theFolderAloneSaysThatFilesAreInS3() {
    LocalBlobStore folderAlone = new LocalBlobStore(folder, database, IdSource.random(), clock);
    assertThat(folderAlone.lacksFilesOfS3()).isFalse();
    Blob blob = recorded(put("in the bucket"));
    assertThat(folderAlone.lacksFilesOfS3()).isTrue();
    assertUnavailable(() -> folderAlone.open(blob.id()));
  }

  private static void assertUnavailable(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private S3Settings settings(String name) {
    return server.settings(name, endpoint(), S3Server.KEYS, false);
  }

  private URI endpoint() {
    return URI.create("http://127.0.0.1:" + relay.port());
  }

  private BlobStore open(S3Settings settings, Database rows) {
    return S3BlobStore.open(
        settings,
        new LocalBlobStore(folder, rows, IdSource.random(), clock),
        rows,
        new Secrets(rows, new SecureRandom()),
        IdSource.random(),
        clock);
  }
}
