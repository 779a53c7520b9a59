package dev.mynah.server.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody else's web server on loopback that answers as badly as a test wants it to. */
final class OddPeer implements AutoCloseable {
  private static final int CHUNKED = 0; // as HttpExchange has it
  private static final long DRIP_MILLIS = 50;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, HttpHandler> handlers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> visits = new ConcurrentHashMap<>();

  OddPeer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers a path like this from now on; returns its URL. */
  String on(String path, HttpHandler handler) {
    handlers.put(path, handler);
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Answers a path with bytes. */
  String serve(String path, byte[] bytes) {
    return on(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
        });
  }

  /** Announces more than it sends: these bytes, then silence until this peer is closed. */
  String stall(String path, byte[] start, long announced) {
    return on(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, announced);
          exchange.getResponseBody().write(start);
          exchange.getResponseBody().flush();
          hold();
        });
  }

  /** Announces more than it sends, and hangs up after that. */
  String breakOff(String path, byte[] start, long announced) {
    return on(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, announced);
          exchange.getResponseBody().write(start);
        });
  }

  /** Sends a byte now and then, without end. */
  String drip(String path) {
    return on(
        path,
        exchange -> {
          exchange.sendResponseHeaders(200, CHUNKED);
          OutputStream out = exchange.getResponseBody();
          while (!closedWithin(DRIP_MILLIS)) {
            out.write(1);
            out.flush();
          }
        });
  }

  /** Takes a request and never answers. */
  String silence(String path) {
    return on(path, exchange -> hold());
  }

  /** Sends elsewhere, with a status that keeps the method. */
  String redirect(String path, String location) {
    return on(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(307, -1);
        });
  }

  /** Returns how many requests came to a path. */
  int visits(String path) {
    AtomicInteger count = visits.get(path);
    return count == null ? 0 : count.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      long unused = exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
      visits.computeIfAbsent(path, key -> new AtomicInteger()).incrementAndGet();
      HttpHandler handler = handlers.get(path);
      if (handler == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        handler.handle(exchange);
      }
    }
  }

  private void hold() {
    boolean unused = closedWithin(Long.MAX_VALUE);
  }

  private boolean closedWithin(long millis) {
    try {
      return closed.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
