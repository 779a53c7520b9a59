package dev.mynah.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A service that is slow, busy, broken, elsewhere, or not there. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RobustnessTest {
  private static final String KEY = "secret-key-0123456789";
  private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String VOICE = "{\"_id\":\"abc\",\"title\":\"Ann\",\"state\":\"trained\"}";
  private static final String AUDIO = "Content-Type: audio/mpeg\r\n";

  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private FaultServer server;
  private MynahClient mynah;

  @BeforeEach
  void start() throws IOException {
    server = new FaultServer();
    mynah = client(Timeouts.STANDARD);
  }

  private MynahClient client(Timeouts timeouts) {
    return MynahClient.builder()
        .baseUrl(server.url())
        .apiKey(KEY)
        .timeouts(timeouts)
        .clock(Clock.fixed(NOW, ZoneOffset.UTC))
        .random(new Random(1))
        .pauses(pauses::add)
        .build();
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    mynah.close();
    server.close();
  }

  @Test
  void waitsAsLongAsItIsAskedToInSecondsOrUntilADate() {
    server
        .then(429, "Retry-After: 7\r\n", "")
        .then(429, "Retry-After: Sat, 21 Nov 2026 20:00:09 GMT\r\n", "")
        .then(200, AUDIO, "speech");

    assertThat(mynah.speech().bytes(SpeechRequest.of("Hello."))).hasSize(6);
    assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(9));
  }

  @Test
  void doesNotWaitLongerThanItIsAllowedTo() {
    server.then(429, "Retry-After: 3600\r\n", "{\"status\":429,\"message\":\"Slow down\"}");

    assertThatThrownBy(() -> mynah.voices().get("abc"))
        .isInstanceOfSatisfying(
            ServiceException.class,
            e -> {
              assertThat(e.isRateLimit()).isTrue();
              assertThat(e.retryAfter()).contains(Duration.ofHours(1));
              assertThat(e).hasMessageContaining("Slow down");
            });
    assertThat(pauses).isEmpty();
  }

  @Test
  void triesAgainWhatDoesNoHarmWaitingLongerEachTime() {
    server.json(500, "{}").json(503, "{}").json(200, VOICE);

    assertThat(mynah.voices().get("abc").title()).isEqualTo("Ann");
    assertThat(pauses).hasSize(2);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(500), Duration.ofMillis(750));
    assertThat(pauses.get(1)).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1500));
  }

  @Test
  void doesNotRepeatWhatMayHaveBeenDone() {
    server.json(500, "{\"status\":500,\"message\":\"Broken\"}").then(200, AUDIO, "speech");

    assertThatThrownBy(() -> mynah.speech().bytes(SpeechRequest.of("Hello.")))
        .isInstanceOf(ServiceException.class);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void repeatsAVoiceUnderTheSameIdempotencyKey() {
    server.then((socket, out) -> socket.close()).json(502, "").json(200, VOICE);

    mynah.voices().clone(CloneRequest.fromUrl("https://example.com/a.mp3").title("Ann"));

    assertThat(server.requests)
        .hasSize(3)
        .extracting(request -> request.header("idempotency-key"))
        .doesNotContain("")
        .containsOnly(server.requests.get(0).header("idempotency-key"));
  }

  @Test
  void triesAgainWhereNobodyListens() throws IOException {
    server.close();
    awaitRefusal(URI.create(server.url()).getPort());

    assertThatThrownBy(() -> mynah.speech().bytes(SpeechRequest.of("Hello.")))
        .isInstanceOfSatisfying(
            ConnectionException.class, e -> assertThat(e.isBeforeSending()).isTrue());
    assertThat(pauses).hasSize(RetryPolicy.STANDARD.attempts() - 1);
  }

  /** A port that was just given up may take one more connection, and drop it. */
  private static void awaitRefusal(int port) {
    await()
        .until(
            () -> {
              try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return false;
              } catch (ConnectException refused) {
                return true;
              }
            });
  }

  @Test
  void takesTheKeyNowhereElse() throws IOException {
    try (FaultServer elsewhere = new FaultServer()) {
      server.then(302, "Location: " + elsewhere.url() + "/model/abc\r\n", "");

      assertThatThrownBy(() -> mynah.voices().get("abc"))
          .isInstanceOfSatisfying(
              UnexpectedAnswerException.class,
              e -> assertThat(e.code()).contains("redirect_refused"));
      assertThat(elsewhere.requests).isEmpty();
    }
    server.then(307, "Location: /moved\r\n", "").json(200, VOICE);
    assertThat(mynah.voices().get("abc").id()).isEqualTo("abc");
    assertThat(server.requests.get(2).line()).startsWith("GET /moved ");
    assertThat(server.requests.get(2).header("authorization")).isEqualTo("Bearer " + KEY);
  }

  @Test
  void downloadsSpeechWithoutTheKey() throws IOException {
    try (FaultServer store = new FaultServer();
        MynahClient ace =
            MynahClient.builder()
                .service(Service.ACE_DATA_CLOUD)
                .baseUrl(server.url())
                .apiKey(KEY)
                .build()) {
      server.json(200, "{\"audio_url\":\"" + store.url() + "/a.mp3\",\"latency_ms\":12}");
      store.then(302, "Location: /b.mp3\r\n", "").then(200, AUDIO, "speech");

      assertThat(ace.speech().bytes(SpeechRequest.of("Hello."))).hasSize(6);
      assertThat(store.requests)
          .hasSize(2)
          .allSatisfy(request -> assertThat(request.header("authorization")).isEmpty());
    }
  }

  @Test
  void neverTakesAPartForTheWhole() throws IOException {
    server.then(
        (socket, out) ->
            out.write(
                ("HTTP/1.1 200 OK\r\n" + AUDIO + "Transfer-Encoding: chunked\r\n\r\n4\r\nspee\r\n")
                    .getBytes(ISO_8859_1)));

    try (InputStream speech = mynah.speech().stream(SpeechRequest.of("Hello."))) {
      assertThatThrownBy(speech::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("broke off");
    }
  }

  @Test
  void givesUpWhatIsTooSlow() throws IOException {
    FaultServer.Reply silence = (socket, out) -> over.await();
    FaultServer.Reply stall =
        (socket, out) -> {
          out.write(
              ("HTTP/1.1 200 OK\r\n" + AUDIO + "Content-Length: 9\r\n\r\nspee")
                  .getBytes(ISO_8859_1));
          out.flush();
          over.await();
        };
    for (int i = 0; i < RetryPolicy.STANDARD.attempts(); i++) {
      server.then(silence);
    }
    server.then(stall);
    Timeouts quick =
        Timeouts.STANDARD.withFirstByte(SHORT).withIdle(SHORT).withDeadline(Duration.ofSeconds(5));
    try (MynahClient hasty = client(quick)) {
      assertThatThrownBy(() -> hasty.voices().get("abc"))
          .isInstanceOfSatisfying(
              TimeoutException.class, e -> assertThat(e.limit()).isEqualTo(SHORT));
      try (InputStream speech = hasty.speech().stream(SpeechRequest.of("Hello."))) {
        assertThat(speech.readNBytes(4)).hasSize(4);
        assertThatThrownBy(speech::read).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void keepsToTheDeadlineOfAllTriesTogether() {
    try (MynahClient hasty = client(Timeouts.STANDARD.withDeadline(SHORT))) {
      server.json(503, "{}").json(200, VOICE);

      assertThatThrownBy(() -> hasty.voices().get("abc")).isInstanceOf(ServiceException.class);
      assertThat(server.requests).as("the wait would be longer").hasSize(1);
    }
  }

  @Test
  void isNotDeceivedByGarbage() {
    for (int i = 0; i < RetryPolicy.STANDARD.attempts(); i++) {
      server.then((socket, out) -> out.write("\u0000\u0001garbage\r\n\r\n".getBytes(ISO_8859_1)));
    }
    assertThatThrownBy(() -> mynah.voices().get("abc")).isInstanceOf(ConnectionException.class);
    server.then(200, "Content-Type: text/html\r\n", "<html>Sign in</html>");
    assertThatThrownBy(() -> mynah.voices().get("abc"))
        .isInstanceOf(UnexpectedAnswerException.class);
    server.then(200, "Content-Type: text/html\r\n", "<html>Sign in</html>");
    assertThatThrownBy(() -> mynah.speech().bytes(SpeechRequest.of("Hello.")))
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("text/html");
    server.json(200, "{\"_id\":7}");
    assertThatThrownBy(() -> mynah.voices().get("abc"))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @Test
  void tellsTheKeyToNobody() {
    server.json(401, "{\"status\":401,\"message\":\"Invalid key " + KEY + "\"}");

    assertThatThrownBy(() -> mynah.voices().get("abc"))
        .hasMessageContaining("Invalid key ***")
        .message()
        .doesNotContain(KEY);
    assertThat(mynah.toString()).doesNotContain(KEY);
  }

  @Test
  void endsWhatIsUnderWayWhenItIsClosed() {
    server.then((socket, out) -> over.await());
    CompletableFuture<Voice> voice =
        mynah.voices().cloneAsync(CloneRequest.fromUrl("https://example.com/a.mp3").title("Ann"));
    await().atMost(SOON).until(() -> !server.requests.isEmpty());

    mynah.close();

    assertThatThrownBy(voice::join).isInstanceOf(Exception.class);
    assertThatThrownBy(() -> mynah.voices().get("abc")).isInstanceOf(CancelledException.class);
  }

  @Test
  void readsNothingThatWasNotAskedFor() {
    long total = 64L << 20;
    AtomicLong written = new AtomicLong();
    server.then(
        (socket, out) -> {
          socket.setSendBufferSize(64 << 10);
          String head = "HTTP/1.1 200 OK\r\n" + AUDIO + "Content-Length: " + total + "\r\n\r\n";
          out.write(head.getBytes(ISO_8859_1));
          byte[] piece = new byte[64 << 10];
          while (written.get() < total) {
            out.write(piece);
            written.addAndGet(piece.length);
          }
        });
    Collected<ByteBuffer> collected = new Collected<>();
    mynah.speech().publisher(SpeechRequest.of("Hello.")).subscribe(collected);

    collected.request(3);
    await().atMost(SOON).until(() -> collected.items.size() == 3);
    await().atMost(SOON).during(Duration.ofMillis(300)).until(() -> written.get() < total / 2);
    assertThat(collected.items).hasSize(3);

    long bytes = collected.all().stream().mapToLong(ByteBuffer::remaining).sum();
    assertThat(bytes).isEqualTo(total);
  }
}
