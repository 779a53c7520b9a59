package dev.mynah.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.SocketEndpoint;
import dev.mynah.server.http.wire.WebSocket;
import dev.mynah.server.http.wire.WebSocketListener;
import dev.mynah.server.testing.RawHttp;
import dev.mynah.server.testing.RawWebSocket;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every WebSocket has in common, with an endpoint that sends back what it gets. */
final class WebSocketsTest {
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.UTF_8);

  private final Echo echo = new Echo();
  private final List<RequestObserver.Exchange> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = start(ConnectionLimits.DEFAULT.withNumbers(50, 3));
  }

  private HttpServer start(ConnectionLimits limits) throws IOException {
    return HttpServer.start(
        HttpSettings.listeningOn("127.0.0.1", 0)
            .with(limits)
            .withDrainTimeout(Duration.ofSeconds(5)),
        List.of(new EchoDialect(echo)),
        IdSource.random()::uuid,
        seen::add);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawWebSocket socket(String headers) throws IOException {
    return new RawWebSocket(server.port(), Echo.PATH, headers);
  }

  @Test
  void opensASocketAndHearsItsFrames() throws IOException {
    try (RawWebSocket socket = socket("")) {
      assertThat(socket.status()).isEqualTo(101);
      assertThat(socket.header("x-trace-id")).hasSize(36);

      socket.send(RawWebSocket.BINARY, HELLO);

      assertThat(socket.receive().text()).isEqualTo("hello");
      assertThat(seen)
          .anySatisfy(
              exchange -> {
                assertThat(exchange.status()).isEqualTo(101);
                assertThat(exchange.route()).isEqualTo(Echo.PATH);
              });
    }
  }

  @Test
  void opensASocketWithASlashAtTheEndOfThePath() throws IOException {
    try (RawWebSocket socket = new RawWebSocket(server.port(), Echo.PATH + "/", "")) {
      socket.send(RawWebSocket.BINARY, HELLO);

      assertThat(socket.receive().text()).isEqualTo("hello");
    }
  }

  @Test
  void refusesAHandshakeInTheDialectsShape() throws IOException {
    try (RawWebSocket socket = socket("Refuse: yes\r\n")) {
      assertThat(socket.status()).isEqualTo(401);
      assertThat(socket.body()).contains("\"code\":\"token_invalid\"", "\"trace_id\":\"");
      assertThat(socket.header("content-type")).isEqualTo("application/json");
      assertThat(socket.header("x-trace-id")).hasSize(36);
      assertThat(seen).anySatisfy(exchange -> assertThat(exchange.status()).isEqualTo(401));
    }
    assertThat(echo.opened).isEmpty();
  }

  @Test
  void refusesAHandshakeWhoseHeadIsTooLarge() throws IOException {
    try (RawWebSocket socket = socket("A: b\r\n".repeat(120))) {
      assertThat(socket.status()).isEqualTo(431);
      assertThat(socket.body()).contains("headers_too_large");
    }
  }

  @Test
  void asksAPlainRequestForAHandshake() throws IOException {
    RawHttp.Reply reply =
        RawHttp.exchange(
            server.port(),
            "GET " + Echo.PATH + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

    assertThat(reply.status()).isEqualTo(426);
    assertThat(reply.header("upgrade")).isEqualTo("websocket");
    assertThat(reply.text()).contains("WebSocket");
  }

  @Test
  void answersAHandshakeAtAPathWithoutSockets() throws IOException {
    try (RawWebSocket socket = new RawWebSocket(server.port(), "/echo/elsewhere", "")) {
      assertThat(socket.status()).isEqualTo(404);
      assertThat(socket.body()).contains("no_such_path");
    }
  }

  @Test
  void handsOverALongMessageInParts() throws IOException {
    byte[] large = new byte[1 << 20];
    try (RawWebSocket socket = socket("")) {
      socket.send(RawWebSocket.BINARY, large);

      await().until(() -> echo.bytes() == large.length);
      assertThat(echo.parts).allSatisfy(part -> assertThat(part).isLessThanOrEqualTo(64 << 10));
    }
  }

  @Test
  void closesASocketWithFramesTheStandardForbids() throws IOException {
    List<byte[]> wrong =
        List.of(
            new byte[] {(byte) 0x82, 0x01, 'a'}, // not masked
            RawWebSocket.frame(RawWebSocket.FIN | 0x3, HELLO), // no such opcode
            RawWebSocket.frame(RawWebSocket.FIN | 0x40 | RawWebSocket.BINARY, HELLO), // reserved
            RawWebSocket.frame(RawWebSocket.FIN, HELLO), // continues nothing
            RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[126]), // long ping
            RawWebSocket.frame(RawWebSocket.PING, HELLO)); // ping in parts
    for (byte[] bytes : wrong) {
      try (RawWebSocket socket = socket("")) {
        socket.write(bytes);

        assertThat(socket.receiveMessage().closeCode()).isEqualTo(1002);
      }
      await().until(() -> server.openConnections() == 0);
    }
    assertThat(echo.closed).hasSize(wrong.size());
  }

  @Test
  void answersPingsWithinALongMessage() throws IOException {
    try (RawWebSocket socket = socket("")) {
      socket.sendFrame(RawWebSocket.BINARY, HELLO);
      socket.send(RawWebSocket.PING, HELLO);

      assertThat(socket.receive().opcode()).isEqualTo(RawWebSocket.BINARY);
      RawWebSocket.Frame pong = socket.receive();
      assertThat(pong.opcode()).isEqualTo(RawWebSocket.PONG);
      assertThat(pong.text()).isEqualTo("hello");
    }
  }

  @Test
  void keepsASocketBeyondTheTimesOfRequests() throws Exception {
    Duration time = Duration.ofSeconds(1);
    try (HttpServer hasty = start(ConnectionLimits.DEFAULT.withTimes(time, time));
        RawWebSocket socket = new RawWebSocket(hasty.port(), Echo.PATH, "")) {
      long end = System.nanoTime() + time.multipliedBy(2).toNanos();
      while (System.nanoTime() < end) {
        socket.send(RawWebSocket.BINARY, HELLO);
        assertThat(socket.receive().text()).isEqualTo("hello");
      }
    }
  }

  @Test
  void countsSocketsAmongTheConnectionsOfAnAddress() throws IOException {
    try (RawWebSocket first = socket("");
        RawWebSocket second = socket("");
        RawWebSocket third = socket("")) {
      first.send(RawWebSocket.BINARY, HELLO);
      assertThat(first.receive().text()).isEqualTo("hello");
      assertThat(List.of(first.status(), second.status(), third.status())).containsOnly(101);
      await().until(() -> server.openConnections() == 3);

      try (RawWebSocket fourth = socket("")) {
        assertThat(fourth.status()).isZero();
      }
    }
    await().until(() -> server.openConnections() == 0);
  }

  @Test
  void boundsThePongsThatWaitForAClientThatDoesNotRead() throws Exception {
    byte[] ping = RawWebSocket.frame(RawWebSocket.FIN | RawWebSocket.PING, new byte[125]);
    byte[] many = new byte[ping.length * 2000];
    for (int i = 0; i < 2000; i++) {
      System.arraycopy(ping, 0, many, i * ping.length, ping.length);
    }
    try (RawWebSocket socket = socket("")) {
      Thread flood =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 200; i++) {
                        socket.write(many);
                      }
                    } catch (IOException stopped) {
                      echo.refusedFlood = true;
                    }
                  });
      assertThat(flood.join(Duration.ofMillis(1500))).as("50 MB of pings taken").isFalse();
    }
    await().until(() -> echo.refusedFlood);
  }

  @Test
  void compressesEveryMessageForWhoeverOffersIt() throws IOException {
    try (RawWebSocket socket = socket("Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
      assertThat(socket.header("sec-websocket-extensions")).contains("permessage-deflate");

      socket.send(RawWebSocket.BINARY, HELLO);

      assertThat(socket.receive().first() & 0x40).as("compressed").isEqualTo(0x40);
    }
  }

  @Test
  void drainsSocketsBeforeItStops() throws IOException {
    try (RawWebSocket socket = socket("")) {
      socket.send(RawWebSocket.BINARY, HELLO);
      assertThat(socket.receive().text()).isEqualTo("hello");

      server.close();

      assertThat(echo.drained).isTrue();
      assertThat(socket.receiveMessage().closeCode()).isEqualTo(1001);
    }
  }

  /** Sends back every part of a message as a message. */
  private static final class Echo implements SocketEndpoint {
    static final String PATH = "/echo/socket";

    final List<WebSocket> opened = new CopyOnWriteArrayList<>();
    final List<WebSocket> closed = new CopyOnWriteArrayList<>();
    final List<Integer> parts = new CopyOnWriteArrayList<>();
    volatile boolean drained;
    volatile boolean refusedFlood;

    int bytes() {
      return parts.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public String path() {
      return PATH;
    }

    @Override
    public WebSocketListener open(Context handshake) {
      if (handshake.header("Refuse") != null) {
        throw MynahException.of(ErrorCode.TOKEN_INVALID, "No.");
      }
      return new WebSocketListener() {
        private @Nullable WebSocket socket;

        @Override
        public void opened(WebSocket socket) {
          this.socket = socket;
          opened.add(socket);
          socket.demand();
        }

        @Override
        public void received(byte[] part, boolean binary, boolean last) {
          parts.add(part.length);
          WebSocket open = Objects.requireNonNull(socket);
          CompletableFuture<Void> unused = open.send(part, binary);
          open.demand();
        }

        @Override
        public void closed() {
          closed.add(socket);
        }
      };
    }

    @Override
    public void drain(Duration limit) {
      drained = true;
    }
  }

  private record EchoDialect(Echo echo) implements Dialect {
    @Override
    public boolean owns(String path) {
      return path.startsWith("/echo");
    }

    @Override
    public void addRoutes(RoutesConfig routes) {
      // Only the socket.
    }

    @Override
    public List<SocketEndpoint> sockets() {
      return List.of(echo);
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
