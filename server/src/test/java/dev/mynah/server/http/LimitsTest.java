package dev.mynah.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BodyLimits;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.testing.RawHttp;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each limit of a request and a connection: what just fits is taken, and one more is refused. */
final class LimitsTest {
  private static final int MAX_BODY = 600_000;
  private static final int MAX_URL = 2000;
  private static final Duration READ_GRACE = Duration.ofMillis(800);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BodyMemory memory = BodyMemory.of(0, MAX_BODY);
  private final Sink sink = new Sink(memory);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        HttpServer.start(
            HttpSettings.listeningOn("127.0.0.1", 0)
                .with(
                    ConnectionLimits.DEFAULT.withNumbers(50, 6).withReading(READ_GRACE, 50_000_000))
                .with(new RequestLimits(16 << 10, 20, MAX_URL, 10))
                .withDrainTimeout(Duration.ofSeconds(2)),
            List.of(sink),
            IdSource.random()::uuid,
            exchange -> {});
  }

  @AfterEach
  void stop() {
    sink.gate.countDown();
    server.close();
  }

  @Test
  void lengthOfTheUrl() throws IOException {
    String path = "/sink/ok?";

    assertThat(get(path + "q".repeat(MAX_URL - path.length())).status()).isEqualTo(200);
    assertRefused(get(path + "q".repeat(MAX_URL + 1 - path.length())), 414, "url_too_long", "2000");
  }

  @Test
  void numberOfQueryParameters() throws IOException {
    assertThat(get("/sink/ok?a=1" + "&a=1".repeat(9)).status()).isEqualTo(200);
    assertRefused(get("/sink/ok?a=1" + "&b=".repeat(10)), 400, "invalid_request", "10 param");
    assertRefused(get("/sink/ok?" + "&".repeat(10)), 400, "invalid_request", "10 param");
  }

  @Test
  void numberOfHeaderFields() throws IOException {
    assertThat(getWithFields(20).status()).isEqualTo(200);
    assertRefused(getWithFields(21), 431, "headers_too_large", "20 header fields");
  }

  private RawHttp.Reply getWithFields(int count) throws IOException {
    return RawHttp.exchange(
        server.port(),
        "GET /sink/ok HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
            + "X-A: b\r\n".repeat(count - 2)
            + "\r\n");
  }

  @Test
  void bytesOfTheBody() throws IOException {
    assertThat(post(MAX_BODY).status()).isEqualTo(200);
    assertRefused(post(MAX_BODY + 1), 413, "too_large", MAX_BODY + " bytes");
  }

  /** The whole of it is sent before the answer is looked for, as many clients do. */
  @Test
  void aBodyNobodyReadDoesNotCostTheAnswer() throws IOException {
    for (int i = 0; i < 5; i++) {
      String request = request("/sink/unread", 6 << 20);
      assertRefused(RawHttp.exchange(server.port(), request), 401, "token_missing", "no key");
    }
  }

  @Test
  void aConnectionServesOnAfterABodyNobodyRead() throws IOException {
    try (RawHttp kept = new RawHttp(server.port())) {
      kept.send(request("/sink/unread", MAX_BODY).replace("Connection: close\r\n", ""));
      assertRefused(kept.reply(), 401, "token_missing", "no key");
      kept.send("GET /sink/ok HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(kept.reply().status()).isEqualTo(200);
    }
  }

  /** Otherwise anybody could hide requests in bodies. */
  @Test
  void whatIsCutOffOfABodyIsNoRequest() throws IOException {
    String hidden = "GET /sink/ok HTTP/1.1\r\nHost: h\r\n\r\n";
    String head =
        "POST /sink/unread HTTP/1.1\r\nHost: h\r\nContent-Length: "
            + hidden.length() * 500_000
            + "\r\n\r\n";
    try (RawHttp sly = new RawHttp(server.port())) {
      sly.send(head + hidden.repeat(500_000));
      assertRefused(sly.reply(), 401, "token_missing", "no key");
      assertThat(sly.closedByPeer()).isTrue();
    } catch (SocketException reset) {
      // Cut off while it was sending: then the answer may be lost, and nothing was served either.
    }
    assertThat(sink.asked.get()).as("requests that were served").isZero();
  }

  @Test
  void aBodyThatNeverComesIsNotWaitedFor() throws IOException {
    String whole = request("/sink/unread", MAX_BODY);
    try (RawHttp silent = new RawHttp(server.port())) {
      silent.send(whole.substring(0, whole.length() - 10));
      assertRefused(silent.reply(), 401, "token_missing", "no key");
      assertThat(silent.closedByPeer()).as("at last").isTrue();
    }
  }

  @Test
  void whoAsksFirstIsToldNotToSend() throws IOException {
    String whole = request("/sink/unread", MAX_BODY);
    String head = whole.substring(0, whole.indexOf("\r\n\r\n"));
    try (RawHttp polite = new RawHttp(server.port())) {
      polite.send(head + "\r\nExpect: 100-continue\r\n\r\n");
      assertRefused(polite.reply(), 401, "token_missing", "no key");
      assertThat(polite.closedByPeer()).isTrue();
    }
  }

  @Test
  void oneAddressLeavesRoomForOthers() throws IOException {
    List<RawHttp> open = new ArrayList<>();
    try {
      for (int i = 0; i < 6; i++) {
        RawHttp connection = new RawHttp(server.port());
        open.add(connection);
        connection.send("GET /sink/ok HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(connection.reply().status()).isEqualTo(200);
      }
      assertThat(server.openConnections()).isEqualTo(6);
      try (RawHttp oneMore = new RawHttp(server.port())) {
        assertThat(oneMore.closedByPeer()).isTrue();
      }
      open.removeFirst().close();
      await().atMost(PATIENCE).until(() -> server.openConnections() == 5);
      assertThat(get("/sink/ok").status()).isEqualTo(200);
    } finally {
      for (RawHttp connection : open) {
        connection.close();
      }
    }
    await().atMost(PATIENCE).until(() -> server.openConnections() == 0);
  }

  /** The budget holds one body of the largest size, and is held while that request is worked on. */
  @Test
  void bodiesShareABudgetOfMemory() throws Exception {
    try (RawHttp first = new RawHttp(server.port())) {
      first.send(request("/sink/hold", MAX_BODY));
      await().atMost(PATIENCE).until(() -> sink.holding.get() == 1);

      RawHttp.Reply refused = post(MAX_BODY);
      assertRefused(refused, 429, "overloaded", "Too many large requests");
      assertThat(refused.header("retry-after")).isEqualTo("5");
      assertThat(post(1000).status()).as("a small request").isEqualTo(200);

      sink.gate.countDown();
      assertThat(first.reply().status()).isEqualTo(200);
    }
    await().atMost(PATIENCE).until(() -> memory.kept() == 0);
    assertThat(post(MAX_BODY).status()).isEqualTo(200);
  }

  @Test
  void aBodyThatBreaksOffGivesItsMemoryBack() throws Exception {
    try (RawHttp broken = new RawHttp(server.port())) {
      String whole = request("/sink/body", MAX_BODY);
      broken.send(whole.substring(0, whole.length() - 10));
      await().atMost(PATIENCE).until(() -> memory.kept() > MAX_BODY);
    }
    await().atMost(PATIENCE).until(() -> memory.kept() == 0);
  }

  /**
   * The socket's buffers take the first megabytes; the rest waits for a reader that never reads.
   */
  @Test
  void hangsUpOnAClientThatStopsReading() throws Exception {
    try (RawHttp lazy = new RawHttp(server.port())) {
      lazy.send("GET /sink/endless HTTP/1.1\r\nHost: h\r\n\r\n");
      await().atMost(PATIENCE).until(() -> sink.failure.get() != null);

      assertThat(sink.failure.get()).isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(sink.endlessNanos.get())).isBetween(READ_GRACE, PATIENCE);
    }
    await().atMost(PATIENCE).until(() -> server.openConnections() == 0);
  }

  /** Time in which nothing is there to be read isn't the client's. */
  @Test
  void waitsWithTheClientForWorkThatTakesLong() throws Exception {
    try (RawHttp patient = new RawHttp(server.port())) {
      patient.send("GET /sink/late HTTP/1.1\r\nHost: h\r\n\r\n");
      RawHttp.Reply reply = patient.reply();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.text()).isEqualTo("early late");
    }
  }

  @Test
  void everyByteOfAnAnswerEarnsTheReaderTime() {
    ConnectionLimits limits = ConnectionLimits.DEFAULT.withReading(Duration.ofSeconds(30), 1000);

    assertThat(limits.longestWaitFor(0)).isEqualTo(Duration.ofSeconds(30));
    assertThat(limits.longestWaitFor(5000)).isEqualTo(Duration.ofSeconds(35));
  }

  private RawHttp.Reply get(String path) throws IOException {
    return RawHttp.exchange(
        server.port(), "GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  }

  private RawHttp.Reply post(int bytes) throws IOException {
    return RawHttp.exchange(server.port(), request("/sink/body", bytes));
  }

  private static String request(String path, int bytes) {
    String frame = "{\"text\":\"\"}";
    String body = "{\"text\":\"" + "x".repeat(bytes - frame.length()) + "\"}";
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: "
        + bytes
        + "\r\n\r\n"
        + body;
  }

  private static void assertRefused(RawHttp.Reply reply, int status, String code, String saying) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).contains("\"code\":\"" + code + "\"", saying, "trace_id");
  }

  /** Takes bodies, and gives answers that are long or late. */
  private static final class Sink implements Dialect {
    private final BodyReader bodies;
    final CountDownLatch gate = new CountDownLatch(1);
    final AtomicLong asked = new AtomicLong();
    final AtomicLong holding = new AtomicLong();
    final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    final AtomicLong endlessNanos = new AtomicLong();

    Sink(BodyMemory memory) {
      BodyLimits usual = BodyLimits.DEFAULT;
      bodies =
          new BodyReader(
              new BodyLimits(MAX_BODY, usual.grace(), usual.minBytesPerSecond(), usual.deadline()),
              memory,
              System::nanoTime);
    }

    @Override
    public boolean owns(String path) {
      return path.startsWith("/sink/");
    }

    @Override
    public void addRoutes(RoutesConfig routes) {
      routes.get(
          "/sink/ok",
          context -> {
            asked.incrementAndGet();
            context.result("ok");
          });
      routes.post(
          "/sink/body", context -> context.result("" + bodies.readObject(context).has("text")));
      routes.post(
          "/sink/unread",
          context -> {
            throw MynahException.of(ErrorCode.TOKEN_MISSING, "There is no key.");
          });
      routes.post(
          "/sink/hold",
          context -> {
            boolean there = bodies.readObject(context).has("text");
            holding.incrementAndGet();
            context.result(there + " " + gate.await(20, TimeUnit.SECONDS));
          });
      routes.get(
          "/sink/late",
          context -> {
            OutputStream out = context.outputStream();
            out.write("early ".getBytes(US_ASCII));
            out.flush();
            boolean waited = !gate.await(3 * READ_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            out.write((waited ? "late" : "hasty").getBytes(US_ASCII));
          });
      routes.get("/sink/endless", context -> pour(context.outputStream()));
    }

    private void pour(OutputStream out) {
      long start = System.nanoTime();
      byte[] piece = new byte[1 << 16];
      try {
        while (true) {
          out.write(piece);
        }
      } catch (IOException e) {
        endlessNanos.set(System.nanoTime() - start);
        failure.set(e);
      }
    }

    @Override
    public Answer error(MynahException failure, String traceId) {
      return PlainErrors.render(failure, traceId);
    }

    @Override
    public boolean openToAllOrigins() {
      return false;
    }
  }
}
