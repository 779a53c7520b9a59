package dev.mynah.server.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** Somebody else's web server on loopback: serves recordings and receives callbacks. */
public final class WebPeer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<Callback> callbacks = new CopyOnWriteArrayList<>();
  private volatile IntUnaryOperator callbackStatus = count -> 200;

  /**
   * A callback that came.
   *
   * @param path it came to
   * @param webhookId the header of that name
   * @param body as it was
   * @param headers all of them, by name in small letters
   */
  public record Callback(String path, String webhookId, String body, Map<String, String> headers) {}

  public WebPeer() throws IOException {
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Serves bytes at a path; returns their URL. */
  public String serve(String path, byte[] bytes) {
    files.put(path, bytes);
    return url(path);
  }

  /** Returns the URL of a path here. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Returns what has come so far. */
  public List<Callback> callbacks() {
    return List.copyOf(callbacks);
  }

  /** Sets how callbacks are answered: from their number, counted from 1, to a status. */
  public void answerCallbacks(IntUnaryOperator statusOfNumber) {
    callbackStatus = statusOfNumber;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (exchange.getRequestMethod().equals("POST")) {
        receive(exchange, path);
        return;
      }
      byte[] bytes = files.get(path);
      if (bytes == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private void receive(HttpExchange exchange, String path) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    int status;
    synchronized (callbacks) {
      callbacks.add(new Callback(path, String.valueOf(id), body, headers));
      status = callbackStatus.applyAsInt(callbacks.size());
    }
    exchange.sendResponseHeaders(status, -1);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
