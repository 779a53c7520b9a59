package dev.mynah.server.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A server on loopback that says exactly what a test tells it to, byte for byte. */
final class RawServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Script script;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Socket> connections = new ConcurrentLinkedQueue<>();
  private final Future<?> accepting;

  /** Answers one connection whose request head (and body, by Content-Length) has been read. */
  @FunctionalInterface
  interface Script {
    void answer(String request, OutputStream out) throws Exception;
  }

  RawServer(Script script) throws IOException {
    this(new ServerSocket(0, 50, TestNetwork.address("127.0.0.1")), script);
  }

  /** Takes over a listening socket, e.g. one that speaks TLS. */
  RawServer(ServerSocket listening, Script script) {
    this.listening = listening;
    this.script = script;
    this.accepting = threads.submit(this::accept);
  }

  /** A server that answers each request with the same bytes. */
  static RawServer saying(String answer) throws IOException {
    return new RawServer((request, out) -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** A server that redirects every request. */
  static RawServer redirectingTo(String location) throws IOException {
    return new RawServer(
        (request, out) -> {
          out.write("HTTP/1.1 302 Found\r\nLocation: ".getBytes(StandardCharsets.US_ASCII));
          out.write(location.getBytes(StandardCharsets.UTF_8));
          out.write("\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        });
  }

  int port() {
    return listening.getLocalPort();
  }

  String url(String target) {
    return "http://127.0.0.1:" + port() + target;
  }

  /** Returns the requests so far, each with head and body. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        connections.add(socket);
        Future<?> unused = threads.submit(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!listening.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = read(socket.getInputStream());
      requests.add(request);
      OutputStream out = socket.getOutputStream();
      script.answer(request, out);
      out.flush();
      socket.shutdownOutput();
      // Waiting for the client to close keeps a reset from overtaking the answer.
      long unused = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (Exception e) {
      requests.add("connection ended by " + e.getClass().getSimpleName());
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String head = "";
    while (!head.endsWith("\r\n\r\n")) {
      int c = in.read();
      if (c < 0) {
        return head;
      }
      bytes.write(c);
      head = bytes.toString(StandardCharsets.ISO_8859_1);
    }
    int length =
        head.lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .mapToInt(line -> Integer.parseInt(line.substring("Content-Length: ".length())))
            .findFirst()
            .orElse(0);
    return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : connections) {
      socket.close();
    }
    threads.shutdownNow();
    awaitClosed();
  }

  /** The system takes connections for as long as a thread waits for them. */
  private void awaitClosed() {
    try {
      accepting.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing could be accepted", e);
    }
  }
}
