package dev.mynah.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** A web server on loopback that answers as it is told, byte for byte, one request a connection. */
final class FaultServer implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final BlockingQueue<Reply> replies = new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Writes an answer; the connection is closed after it. */
  interface Reply {
    void write(Socket socket, OutputStream out) throws Exception;
  }

  /** What came. Names of headers are in lower case. */
  record Request(String line, Map<String, String> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  FaultServer() throws IOException {
    Thread thread = new Thread(this::accept, "fault-server");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Adds an answer to the next request that has none yet. */
  FaultServer then(Reply reply) {
    replies.add(reply);
    return this;
  }

  /** Adds a whole answer. */
  FaultServer then(int status, String headers, String body) {
    return then(
        (socket, out) -> {
          byte[] bytes = body.getBytes(UTF_8);
          String head =
              "HTTP/1.1 %d Said\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n"
                  .formatted(status, headers, bytes.length);
          out.write(head.getBytes(ISO_8859_1));
          out.write(bytes);
        });
  }

  /** Adds an answer of JSON. */
  FaultServer json(int status, String body) {
    return then(status, "Content-Type: application/json\r\n", body);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread thread = new Thread(() -> serve(socket), "fault-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      requests.add(read(socket.getInputStream()));
      Reply reply = replies.poll();
      if (reply != null) {
        reply.write(socket, socket.getOutputStream());
        socket.getOutputStream().flush();
      }
    } catch (Exception gone) {
      // The client hung up, which some tests are about.
    }
  }

  private static Request read(InputStream in) throws IOException {
    String line = line(in);
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(line, headers, new String(in.readNBytes(length), ISO_8859_1));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("gone");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
