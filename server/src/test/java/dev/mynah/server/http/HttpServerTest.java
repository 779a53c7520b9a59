package dev.mynah.server.http;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BodyLimits;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.Routes;
import dev.mynah.server.testing.RawHttp;
import io.javalin.config.RoutesConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpServerTest {
  private static final BodyLimits LIMITS =
      new BodyLimits(1000, Duration.ofMillis(300), 1000, Duration.ofSeconds(2));

  /** The common pool has one thread on two cores, and these threads block. */
  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private static final HttpSettings SETTINGS =
      HttpSettings.listeningOn("127.0.0.1", 0)
          .with(new RequestLimits(4096, 100, 4000, 100))
          .withDrainTimeout(Duration.ofSeconds(2));

  private final Probe probe = new Probe();
  private final List<RequestObserver.Exchange> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = start(Duration.ofSeconds(30), Duration.ofSeconds(30));
  }

  private HttpServer start(Duration idleTimeout, Duration headerDeadline) throws IOException {
    return HttpServer.start(
        SETTINGS.with(
            ConnectionLimits.DEFAULT.withNumbers(50, 0).withTimes(idleTimeout, headerDeadline)),
        List.of(probe),
        IdSource.random()::uuid,
        seen::add);
  }

  @AfterEach
  void stop() {
    probe.gate.countDown();
    server.close();
  }

  @Test
  void answersARoute() throws IOException {
    RawHttp.Reply reply = get("/probe/hello");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo("{\"hello\":\"world\"}");
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.header("x-trace-id")).hasSize(36);
    assertThat(reply.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(reply.headers()).doesNotContainKeys("server", "x-powered-by", "set-cookie");
  }

  @Test
  void answersHeadLikeGetWithoutTheBody() throws IOException {
    try (RawHttp connection = new RawHttp(server.port())) {
      connection.send("HEAD /probe/hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      RawHttp.Reply head = headOnly(connection);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("content-length")).isEqualTo("17");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /probe/nothing HTTP/1.1|404|no_such_path",
        "GET /elsewhere HTTP/1.1|404|no_such_path",
        "DELETE /probe/hello HTTP/1.1|405|not_implemented",
        "BREW /probe/hello HTTP/1.1|405|not_implemented",
        "TRACE /probe/hello HTTP/1.1|405|not_implemented",
        "GET /probe/../probe/hello HTTP/1.1|404|no_such_path",
        "GET /probe/a%2Fb HTTP/1.1|400|malformed_body",
        "GET /probe/%zz HTTP/1.1|400|malformed_body",
        "GET /probe/%00 HTTP/1.1|400|malformed_body",
        "GET /probe/%ff%fe HTTP/1.1|400|malformed_body",
        "GET probe HTTP/1.1|400|malformed_body",
        "GET /probe/hello HTTP/9.9|400|malformed_body",
        "nonsense|400|malformed_body",
      })
  void answersNonsenseInItsOwnShape(String line, int status, String code) throws IOException {
    RawHttp.Reply reply =
        RawHttp.exchange(server.port(), line + "\r\nHost: h\r\nConnection: close\r\n\r\n");

    assertThat(reply.text()).contains("\"code\":\"" + code + "\"").contains("\"trace_id\":\"");
    assertThat(reply.status()).isEqualTo(status);
    assertNothingLeaks(reply);
  }

  @Test
  void namesTheMethodsAPathTakes() throws IOException {
    RawHttp.Reply reply = request("PUT", "/probe/hello", "");

    assertThat(reply.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
  }

  @Test
  void answersPreflightsOfAnyOrigin() throws IOException {
    RawHttp.Reply reply =
        request(
            "OPTIONS",
            "/probe/body",
            "Origin: https://page.example\r\nAccess-Control-Request-Method: POST\r\n");

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.header("access-control-allow-origin")).isEqualTo("*");
    assertThat(reply.header("access-control-allow-methods")).isEqualTo("OPTIONS, POST");
    assertThat(reply.header("access-control-allow-headers")).contains("authorization", "model");
    assertThat(reply.headers()).doesNotContainKey("access-control-allow-credentials");
  }

  @Test
  void grantsNothingToPagesOutsideTheDialects() throws IOException {
    assertThat(get("/elsewhere").headers()).doesNotContainKey("access-control-allow-origin");
  }

  @Test
  void refusesAUrlThatIsTooLong() throws IOException {
    RawHttp.Reply reply = get("/probe/hello?" + "q".repeat(5000));

    assertThat(reply.status()).isEqualTo(414);
    assertThat(reply.text()).contains("url_too_long");
  }

  @Test
  void refusesHeadersThatAreTooLarge() throws IOException {
    RawHttp.Reply reply = request("GET", "/probe/hello", "X-Big: " + "b".repeat(5000) + "\r\n");

    assertThat(reply.status()).isEqualTo(431);
    assertThat(reply.text()).contains("headers_too_large");
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 100_000, 3_000_000})
  void refusesABodyThatIsTooLarge(int size) throws IOException {
    RawHttp.Reply reply = post("x".repeat(size));

    assertThat(reply.status()).isEqualTo(413);
    assertThat(reply.text()).contains("too_large").contains("1000 bytes");
  }

  @Test
  void refusesAnEndlessChunkedBody() throws IOException {
    try (RawHttp connection = new RawHttp(server.port())) {
      connection.send("POST /probe/body HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      String chunk = "100\r\n" + "y".repeat(256) + "\r\n";
      for (int i = 0; i < 8; i++) {
        connection.send(chunk);
      }
      connection.send("0\r\n\r\n");
      assertThat(connection.reply().status()).isEqualTo(413);
    }
  }

  @Test
  void refusesABodyThatDrips() throws Exception {
    try (RawHttp connection = new RawHttp(server.port())) {
      connection.send("POST /probe/body HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n");
      CompletableFuture<RawHttp.Reply> reply = replyOf(connection);
      await()
          .atMost(10, SECONDS)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                if (!reply.isDone()) {
                  connection.send(" ");
                }
                return reply.isDone();
              });
      assertThat(reply.get().status()).isEqualTo(408);
      assertThat(reply.get().text()).contains("request_too_slow");
    }
  }

  @Test
  void refusesABodyThatStops() throws IOException {
    try (HttpServer hasty = start(Duration.ofMillis(700), Duration.ofSeconds(30));
        RawHttp connection = new RawHttp(hasty.port())) {
      connection.send("POST /probe/body HTTP/1.1\r\nHost: h\r\nContent-Length: 900\r\n\r\n{");
      assertThat(connection.reply().status()).isEqualTo(408);
    }
  }

  @Test
  void hangsUpOnHeadersThatDrip() throws Exception {
    try (HttpServer hasty = start(Duration.ofSeconds(30), Duration.ofMillis(700));
        RawHttp connection = new RawHttp(hasty.port())) {
      connection.send("GET /probe/hello HTTP/1.1\r\nHost: h\r\nX: ");
      CompletableFuture<RawHttp.Reply> reply = replyOf(connection);
      await()
          .atMost(10, SECONDS)
          .pollInterval(Duration.ofMillis(50))
          .until(
              () -> {
                if (!reply.isDone()) {
                  connection.send("x");
                }
                return reply.isDone();
              });
      assertThat(reply.handle((answer, gone) -> gone != null || answer.status() != 200).get())
          .isTrue();
    }
  }

  @Test
  void waitsLongerThanAConnectionMayLieStill() throws Exception {
    try (HttpServer hasty = start(Duration.ofMillis(700), Duration.ofSeconds(30));
        RawHttp connection = new RawHttp(hasty.port())) {
      connection.send("GET /probe/wait HTTP/1.1\r\nHost: h\r\n\r\n");
      CompletableFuture<RawHttp.Reply> reply = replyOf(connection);
      CompletableFuture<Void> past =
          CompletableFuture.runAsync(
              probe.gate::countDown, CompletableFuture.delayedExecutor(2, SECONDS, THREADS));
      past.get(10, SECONDS);
      assertThat(reply.get(10, SECONDS).status()).isEqualTo(200);
    }
  }

  @Test
  void answersHealthWhileManyCallersWait() throws Exception {
    List<RawHttp> waiting = new ArrayList<>();
    try {
      for (int i = 0; i < 45; i++) {
        RawHttp connection = new RawHttp(server.port());
        waiting.add(connection);
        connection.send("GET /probe/wait HTTP/1.1\r\nHost: h\r\n\r\n");
      }
      await().atMost(10, SECONDS).until(() -> probe.waiting.size() == 45);
      assertThat(get("/probe/hello").status()).isEqualTo(200);
      probe.gate.countDown();
      for (RawHttp connection : waiting) {
        assertThat(connection.reply().status()).isEqualTo(200);
      }
    } finally {
      for (RawHttp connection : waiting) {
        connection.close();
      }
    }
  }

  @Test
  void takesNoMoreConnectionsThanAllowed() throws Exception {
    List<RawHttp> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        RawHttp connection = new RawHttp(server.port());
        idle.add(connection);
        connection.send("GET /probe/wait HTTP/1.1\r\nHost: h\r\n\r\n");
      }
      await().atMost(10, SECONDS).until(() -> probe.waiting.size() == 50);
      try (RawHttp late = new RawHttp(server.port())) {
        late.send("GET /probe/hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
        CompletableFuture<RawHttp.Reply> reply = replyOf(late);
        assertThat(reply).isNotDone();
        probe.gate.countDown();
        for (RawHttp connection : idle) {
          connection.close();
        }
        assertThat(reply.get(10, SECONDS).status()).isEqualTo(200);
      }
    } finally {
      for (RawHttp connection : idle) {
        connection.close();
      }
    }
  }

  @Test
  void aDefectTellsTheCallerNothing() throws IOException {
    RawHttp.Reply reply = get("/probe/defect");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).contains("\"message\":\"Internal server error.\"");
    assertNothingLeaks(reply);
  }

  @Test
  void anErrorOfTheVirtualMachineTellsTheCallerNothing() throws IOException {
    RawHttp.Reply reply = get("/probe/overflow");

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).contains("\"code\":\"internal\"").contains("trace_id");
    assertNothingLeaks(reply);
  }

  @Test
  void finishesWhatIsUnderWayWhenItStops() throws Exception {
    try (RawHttp connection = new RawHttp(server.port())) {
      connection.send("GET /probe/wait HTTP/1.1\r\nHost: h\r\n\r\n");
      await().atMost(10, SECONDS).until(() -> probe.waiting.size() == 1);
      CompletableFuture<RawHttp.Reply> reply = replyOf(connection);
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close, THREADS);
      await().atMost(10, SECONDS).until(() -> refusesConnections(server.port()));
      assertThat(stopped).isNotDone();
      probe.gate.countDown();
      assertThat(reply.get(10, SECONDS).status()).isEqualTo(200);
      stopped.get(10, SECONDS);
    }
  }

  @Test
  void stopsOnceTheDrainTimeIsOverEvenIfSomebodyStillWaits() throws Exception {
    try (RawHttp connection = new RawHttp(server.port())) {
      connection.send("GET /probe/wait HTTP/1.1\r\nHost: h\r\n\r\n");
      await().atMost(10, SECONDS).until(() -> probe.waiting.size() == 1);
      CompletableFuture.runAsync(server::close, THREADS).get(20, SECONDS);
      assertThat(refusesConnections(server.port())).isTrue();
    }
  }

  @Test
  void tellsObserversTheRouteAndNeverTheQuery() throws IOException {
    assertThat(get("/probe/items/seventeen?key=secret").status()).isEqualTo(200);
    assertThat(get("/probe/unknown/secret").status()).isEqualTo(404);
    assertThat(RawHttp.exchange(server.port(), "broken\r\n\r\n").status()).isEqualTo(400);

    await().atMost(10, SECONDS).until(() -> seen.size() == 3);
    assertThat(seen.toString()).doesNotContain("secret").doesNotContain("seventeen");
    assertThat(seen)
        .extracting(RequestObserver.Exchange::route)
        .containsExactly("/probe/items/{id}", "unmatched", "unmatched");
    assertThat(seen).extracting(RequestObserver.Exchange::status).containsExactly(200, 404, 400);
  }

  @Test
  void saysWhatToDoWhenThePortIsTaken() {
    assertThatThrownBy(
            () ->
                HttpServer.start(
                    HttpSettings.listeningOn("127.0.0.1", server.port()),
                    List.of(),
                    IdSource.random()::uuid,
                    seen::add))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another program may use the port");
  }

  private RawHttp.Reply get(String path) throws IOException {
    return request("GET", path, "");
  }

  private RawHttp.Reply request(String method, String path, String headers) throws IOException {
    return RawHttp.exchange(
        server.port(),
        method + " " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + headers + "\r\n");
  }

  private RawHttp.Reply post(String body) throws IOException {
    return RawHttp.exchange(
        server.port(),
        "POST /probe/body HTTP/1.1\r\nHost: h\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static RawHttp.Reply headOnly(RawHttp connection) throws IOException {
    RawHttp.Reply reply = connection.reply();
    assertThat(reply.body()).isEmpty();
    return reply;
  }

  private static CompletableFuture<RawHttp.Reply> replyOf(RawHttp connection) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return connection.reply();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        THREADS);
  }

  private static boolean refusesConnections(int port) {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send("GET /probe/hello HTTP/1.1\r\nHost: h\r\n\r\n");
      return connection.reply().status() == 0;
    } catch (IOException refused) {
      return true;
    }
  }

  private static void assertNothingLeaks(RawHttp.Reply reply) {
    assertThat(reply.headers()).doesNotContainKeys("server", "x-powered-by");
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(reply.text())
        .doesNotContainIgnoringCase("jetty")
        .doesNotContainIgnoringCase("javalin")
        .doesNotContain("Exception", "\tat ", "<html");
  }

  /** Routes that do what the tests need. */
  private static final class Probe implements Dialect {
    final CountDownLatch gate = new CountDownLatch(1);
    final List<Boolean> waiting = new CopyOnWriteArrayList<>();
    private final BodyReader bodies =
        new BodyReader(LIMITS, new BodyMemory(1 << 20), System::nanoTime);

    @Override
    public boolean owns(String path) {
      return path.startsWith("/probe/");
    }

    @Override
    public void addRoutes(RoutesConfig routes) {
      Routes.get(
          routes,
          "/probe/hello",
          context -> Answer.of(200, Json.write(Map.of("hello", "world"))).send(context));
      Routes.get(routes, "/probe/items/{id}", context -> context.result("item"));
      Routes.get(
          routes,
          "/probe/wait",
          context -> {
            waiting.add(true);
            context.result(Boolean.toString(gate.await(20, SECONDS)));
          });
      Routes.get(
          routes,
          "/probe/defect",
          context -> {
            throw new IllegalStateException("the password is hunter2");
          });
      Routes.get(
          routes,
          "/probe/overflow",
          context -> {
            throw new StackOverflowError("deep in Jetty");
          });
      routes.post(
          "/probe/body", context -> context.result(bodies.readObject(context).node().toString()));
    }

    @Override
    public Answer error(MynahException failure, String traceId) {
      return PlainErrors.render(failure, traceId);
    }

    @Override
    public boolean openToAllOrigins() {
      return true;
    }
  }
}
