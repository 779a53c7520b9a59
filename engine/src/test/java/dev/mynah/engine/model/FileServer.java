package dev.mynah.engine.model;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A real web server for files, which can be told to hang up in the middle of one. */
final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger hangUps = new AtomicInteger();
  private volatile int hangUpAfterBytes = Integer.MAX_VALUE;
  private volatile String tag = "\"one\"";

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  void put(String path, byte[] content) {
    files.put(path, content);
  }

  /** Makes the next {@code times} answers end after so many bytes of their body. */
  void hangUp(int times, int afterBytes) {
    hangUpAfterBytes = afterBytes;
    hangUps.set(times);
  }

  void tag(String tag) {
    this.tag = tag;
  }

  /** Returns path and Range header of each request, e.g. {@code /a/b bytes=100-}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(range == null ? path : path + " " + range);
      byte[] content = files.get(path);
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      int from = rangeStart(range, exchange.getRequestHeaders().getFirst("If-Range"));
      exchange.getResponseHeaders().set("ETag", tag);
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .set(
                "Content-Range",
                "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      boolean hangUp = hangUps.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      int length =
          hangUp ? Math.min(hangUpAfterBytes, content.length - from) : content.length - from;
      OutputStream body = exchange.getResponseBody();
      body.write(content, from, length);
      body.flush();
    }
  }

  private int rangeStart(@Nullable String range, @Nullable String ifRange) {
    if (range == null || (ifRange != null && !ifRange.equals(tag))) {
      return 0;
    }
    return Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
