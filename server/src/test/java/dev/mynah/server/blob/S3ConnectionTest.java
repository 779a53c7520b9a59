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
import dev.mynah.server.testing.SetClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to an S3 server: start-up, outages, broken connections and direct links. */
class S3ConnectionTest {
  private static final Duration LINK_LIFE = Duration.ofMinutes(5);

  @TempDir Path folder;

  private final SetClock clock = new SetClock();
  private final S3Server server = S3Server.shared();
  private final Relay relay = new Relay(server.port());
  private final String bucket = server.newBucket();
  private Database database;
  private BlobStore store;

  @BeforeEach
  void start() {
    database = DatabaseKind.SQLITE.open(folder);
    store = open(settings(bucket), database);
  }

  @AfterEach
  void stop() {
    store.close();
    database.close();
    relay.close();
  }

  @Test
  void carriesFiftyMegabytes() throws IOException {
    byte[] bytes = random(50 << 20);
    Path file = Files.write(folder.resolve("upload"), bytes);
    Blob blob = recorded(store.put(file, "audio/wav"));
    assertThat(Arrays.equals(read(blob.id(), 0, bytes.length), bytes)).isTrue();
    int middle = 20 << 20;
    assertThat(read(blob.id(), middle, 1000))
        .isEqualTo(Arrays.copyOfRange(bytes, middle, middle + 1000));
  }

  @Test
  void saysThatTheBucketIsMissing() {
    assertThatThrownBy(() -> open(settings("no-such-bucket"), database))
        .isInstanceOf(MynahException.class)
        .hasMessage(
            "There is no bucket \"no-such-bucket\" at "
                + endpoint()
                + ": make it, or choose another with s3-bucket.");
  }

  @Test
  void saysThatTheKeysAreWrong() {
    S3Settings.Keys guessed = new S3Settings.Keys(S3Server.KEYS.access(), "guess");
    assertThatThrownBy(() -> open(server.settings(bucket, endpoint(), guessed, false), database))
        .isInstanceOf(MynahException.class)
        .hasMessageContaining("doesn't accept the keys (SignatureDoesNotMatch)")
        .hasMessageContaining("check s3-access-key and s3-secret-key")
        .hasMessageNotContaining("guess");
  }

  @Test
  void saysThatNothingListens() {
    relay.close();
    assertThatThrownBy(() -> open(settings(bucket), database))
        .isInstanceOf(MynahException.class)
        .hasMessageContaining("The S3 store at " + endpoint() + " can't be reached")
        .hasMessageContaining("check s3-endpoint");
  }

  @Test
  void readsOnWhereAConnectionBroke() throws IOException {
    byte[] bytes = random(3_000_000);
    Blob blob = recorded(store.put(bytes, "audio/wav"));
    relay.breakAnswers(2, 700_000);
    assertThat(Arrays.equals(read(blob.id(), 0, bytes.length), bytes)).isTrue();
    assertThat(relay.breaksLeft()).isZero();
  }

  @Test
  void givesUpOnAnObjectThatAlwaysBreaksOff() throws IOException {
    Blob blob = recorded(store.put(random(3_000_000), "audio/wav"));
    relay.breakAnswers(1000, 100_000);
    assertThatThrownBy(() -> read(blob.id(), 0, 3_000_000)).isInstanceOf(IOException.class);
  }

  @Test
  void aDirectLinkLeadsToTheBytesAsTheyAreToBeShown() throws Exception {
    Blob blob;
    URI get;
    URI head;
    try (BlobStore direct =
            open(server.settings(bucket, server.endpoint(), S3Server.KEYS, true), database);
        HttpClient client = HttpClient.newHttpClient()) {
      blob = recorded(direct.put("0123456789".getBytes(UTF_8), "text/plain"));
      try (BlobContent content = direct.open(blob.id())) {
        get = content.directLink(wish(false)).orElseThrow();
        head = content.directLink(wish(true)).orElseThrow();
      }
      HttpResponse<String> whole = send(client, HttpRequest.newBuilder(get));
      assertThat(whole.statusCode()).isEqualTo(200);
      assertThat(whole.body()).isEqualTo("0123456789");
      assertThat(whole.headers().firstValue("content-type")).contains("audio/mpeg");
      assertThat(whole.headers().firstValue("content-disposition"))
          .contains("inline; filename=\"a.mp3\"");

      HttpResponse<String> part =
          send(client, HttpRequest.newBuilder(get).header("Range", "bytes=2-4"));
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("234");
      assertThat(part.headers().firstValue("content-range")).contains("bytes 2-4/10");

      HttpResponse<String> headers = send(client, HttpRequest.newBuilder(head).HEAD());
      assertThat(headers.statusCode()).isEqualTo(200);
      assertThat(headers.headers().firstValue("content-length")).contains("10");

      URI other = URI.create(get.toString().replace(blob.id(), "f".repeat(32)));
      assertThat(send(client, HttpRequest.newBuilder(other)).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void givesNoDirectLinkUnlessAsked() throws IOException {
    Blob blob = recorded(put("private"));
    try (BlobContent content = store.open(blob.id())) {
      assertThat(content.directLink(wish(false))).isEmpty();
    }
  }

  @Test
  void signsDirectLinksForTheAddressListenersUse() throws IOException {
    S3Settings settings =
        new S3Settings(
            endpoint(),
            URI.create("https://audio.example.com"),
            "us-east-1",
            bucket,
            "/mynah",
            S3Server.KEYS,
            true,
            true,
            Duration.ZERO);
    try (BlobStore direct = open(settings, database)) {
      Blob blob = recorded(direct.put(new byte[] {1}, "audio/wav"));
      try (BlobContent content = direct.open(blob.id())) {
        assertThat(content.directLink(wish(false)).orElseThrow().toString())
            .startsWith("https://audio.example.com/" + bucket + "/mynah/blobs/" + blob.id() + "?")
            .contains("X-Amz-Expires=300", "X-Amz-Signature=")
            .doesNotContain(S3Server.KEYS.secret());
      }
    }
  }

  @Test
  void refusesTheBucketOfAnotherDatabase(@TempDir Path elsewhere) {
    try (Database other = DatabaseKind.SQLITE.open(elsewhere)) {
      assertThatThrownBy(() -> open(settings(bucket), other))
          .isInstanceOf(MynahException.class)
          .hasMessage(
              "The files in bucket \""
                  + bucket
                  + "\" below \"mynah/\" belong to another database: choose another s3-prefix, or"
                  + " that database.");
    }
  }

  @Test
  void tellsCallersToComeBackWhileTheStoreIsDownAndLosesNothing() throws IOException {
    Blob before = recorded(put("before"));
    relay.cut();
    assertUnavailable(() -> put("during"));
    assertUnavailable(() -> read(before.id(), 0, 6));
    assertUnavailable(
        () -> {
          try (BlobContent content = store.open(before.id())) {
            content.prepare(0, 6);
          }
        });
    assertThat(store.find(before.id())).as("the row is there all the time").contains(before);
    clock.advance(Duration.ofMinutes(1));
    assertThat(store.problem()).contains("the S3 store can't be reached");
    relay.mend();
    clock.advance(Duration.ofMinutes(1));
    assertThat(store.problem()).isEmpty();
    assertThat(read(before.id(), 0, 6)).isEqualTo("before".getBytes(UTF_8));
    recorded(put("after"));
    assertThat(server.ids(bucket).size()).isEqualTo(2);
  }

  private Blob put(String text) {
    return store.put(text.getBytes(UTF_8), "text/plain");
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

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static LinkWish wish(boolean head) {
    return new LinkWish(head, "audio/mpeg", "inline; filename=\"a.mp3\"", LINK_LIFE);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws Exception {
    return client.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
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
        new LocalBlobStore(folder.resolve("blobs"), rows, IdSource.random(), clock),
        rows,
        new Secrets(rows, new SecureRandom()),
        IdSource.random(),
        clock);
  }
}
