package dev.mynah.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.standardwebhooks.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Somebody who receives callbacks, on loopback. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile Function<Call, Answer> behaviour = call -> Answer.of(200);

  /**
   * A callback that came.
   *
   * @param number counted from 1
   * @param path it came to
   * @param headers names in lower case
   * @param body as it was
   * @param nanos when it came
   */
  record Call(int number, String path, Map<String, List<String>> headers, String body, long nanos) {
    String header(String name) {
      return String.join(",", headers.getOrDefault(name, List.of()));
    }

    /** Has the official library check the signature. */
    void verify(String secret) throws Exception {
      new Webhook(secret).verify(body, new TreeMap<>(headers));
    }
  }

  /**
   * What is answered.
   *
   * @param status of HTTP
   * @param headers besides the usual ones
   * @param body UTF-8
   */
  record Answer(int status, Map<String, String> headers, String body) {
    static Answer of(int status) {
      return new Answer(status, Map.of(), "");
    }
  }

  Receiver() throws IOException {
    this(0);
  }

  Receiver(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    server.setExecutor(threads);
    server.createContext("/", this::receive);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Sets what is answered from now on. */
  void answer(Function<Call, Answer> newBehaviour) {
    behaviour = newBehaviour;
  }

  /** Returns what has come so far, in the order it came. */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Returns how many calls were under way at the same time, at the most. */
  int mostAtOnce() {
    return mostAtOnce.get();
  }

  private void receive(HttpExchange exchange) throws IOException {
    mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.putAll(exchange.getRequestHeaders());
      Call call;
      synchronized (calls) {
        call =
            new Call(
                calls.size() + 1,
                exchange.getRequestURI().getPath(),
                headers,
                body,
                System.nanoTime());
        calls.add(call);
      }
      Answer answer = behaviour.apply(call);
      byte[] bytes = answer.body().getBytes(UTF_8);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    } finally {
      int left = atOnce.decrementAndGet();
      assert left >= 0;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
