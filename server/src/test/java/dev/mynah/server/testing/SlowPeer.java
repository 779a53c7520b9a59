package dev.mynah.server.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A web server on loopback that sends its only file no faster than it is told to. */
public final class SlowPeer implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] file;
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch half = new CountDownLatch(1);
  private final CountDownLatch rest = new CountDownLatch(1);

  public SlowPeer(byte[] file) throws IOException {
    this.file = file.clone();
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Returns where the file is. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/slow.wav";
  }

  /** Waits until somebody has asked for the file. */
  public void awaitAsked() throws InterruptedException {
    if (!asked.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody asked for the file");
    }
  }

  /** Sends the first half. */
  public void sendHalf() {
    half.countDown();
  }

  /** Sends what is left. */
  public void sendRest() {
    rest.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, file.length);
      asked.countDown();
      OutputStream out = exchange.getResponseBody();
      int middle = file.length / 2;
      allowed(half);
      out.write(file, 0, middle);
      out.flush();
      allowed(rest);
      out.write(file, middle, file.length - middle);
    }
  }

  private static void allowed(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("nobody let the file go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    half.countDown();
    rest.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
