package dev.mynah.server.http;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.BearerKeys;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.SocketEndpoint;
import dev.mynah.server.http.wire.Traces;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeRequest;
import org.eclipse.jetty.ee10.websocket.server.JettyServerUpgradeResponse;
import org.eclipse.jetty.ee10.websocket.server.JettyWebSocketServletFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths that are talked to over WebSockets. A handshake is a request like any other: it has a
 * trace id, is held to the limits, and is refused in its dialect's shape. Once it is accepted, the
 * endpoint's listener hears of every frame itself, without Javalin between, so that it decides when
 * the next one is read.
 */
final class WebSockets {
  private static final Logger LOG = LoggerFactory.getLogger(WebSockets.class);
  private static final String LISTENER = "dev.mynah.socket";
  private static final int UPGRADE_REQUIRED = 426;

  /**
   * Of a message this much is handed over at a time, so that what a frame announces takes no
   * memory.
   */
  private static final int FRAGMENT_BYTES = 64 << 10;

  /** Pongs and frames that may wait for a client that doesn't read. */
  private static final int MOST_OUTGOING_FRAMES = 64;

  private final List<Path> paths;
  private final Duration idleTimeout;

  /** An endpoint, and in whose shape it is refused. */
  private record Path(SocketEndpoint endpoint, Dialect dialect) {}

  /**
   * @param idleTimeout how long nothing at all may come or go before the connection is given up;
   *     endpoints have shorter times of their own
   */
  WebSockets(List<Dialect> dialects, Duration idleTimeout) {
    this.paths =
        dialects.stream()
            .flatMap(dialect -> dialect.sockets().stream().map(each -> new Path(each, dialect)))
            .toList();
    this.idleTimeout = idleTimeout;
  }

  /** What holds for handshakes as for all requests. */
  interface Rules {
    /** Begins a request, or refuses it. */
    void begin(Context request);

    /** Puts down why it was refused. */
    void refuse(Exception failure, Context request);
  }

  /** Registers the paths. */
  void addTo(JavalinConfig config, Rules rules) {
    config.jetty.modifyWebSocketServletFactory(this::addTo);
    for (Path path : paths) {
      String name = path.endpoint().path();
      config.routes.ws(name, unused -> {});
      config.routes.wsBeforeUpgrade(name, handshake -> open(path.endpoint(), rules, handshake));
      config.routes.get(name, context -> askForUpgrade(path.dialect(), context));
    }
  }

  private void addTo(JettyWebSocketServletFactory factory) {
    factory.setMaxFrameSize(FRAGMENT_BYTES);
    factory.setAutoFragment(true);
    factory.setMaxOutgoingFrames(MOST_OUTGOING_FRAMES);
    factory.setIdleTimeout(idleTimeout);
    for (Path path : paths) {
      String name = path.endpoint().path();
      factory.addMapping(name, WebSockets::listener);
      factory.addMapping(name + "/", WebSockets::listener);
    }
  }

  private void open(SocketEndpoint endpoint, Rules rules, Context handshake) throws Exception {
    try {
      rules.begin(handshake);
      handshake.req().setAttribute(LISTENER, new JettyWebSocket(endpoint.open(handshake)));
    } catch (Exception failure) {
      // Javalin would send the status alone, and then go on.
      handshake.skipRemainingHandlers();
      rules.refuse(failure, handshake);
      InputStream body = handshake.resultInputStream();
      if (body != null) {
        body.transferTo(handshake.res().getOutputStream());
      }
    }
  }

  private static Object listener(
      JettyServerUpgradeRequest request, JettyServerUpgradeResponse response) {
    if (request.hasSubProtocol(BearerKeys.SUBPROTOCOL)) {
      // A browser gives a socket up whose server takes none of the subprotocols it offered.
      response.setAcceptedSubProtocol(BearerKeys.SUBPROTOCOL);
    }
    return request.getServletAttribute(LISTENER);
  }

  private static void askForUpgrade(Dialect dialect, Context context) {
    MynahException failure =
        MynahException.of(
            ErrorCode.INVALID_REQUEST,
            "This path is talked to over a WebSocket; send a handshake.");
    Answer error = dialect.error(failure, Traces.of(context));
    Map<String, String> headers = new HashMap<>(error.headers());
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    new Answer(UPGRADE_REQUIRED, headers, error.body()).send(context);
  }

  /** Lets what is under way on open sockets end. */
  void drain(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      for (Path path : paths) {
        path.endpoint().drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      LOG.warn("open sockets are broken off: the stop was interrupted", e);
      Thread.currentThread().interrupt();
    }
  }
}
