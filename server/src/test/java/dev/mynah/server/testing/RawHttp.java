package dev.mynah.server.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Talks to a server byte by byte, as clients that err and attackers do. */
public final class RawHttp implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 30_000;

  private final Socket socket;

  public RawHttp(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /** Sends everything at once on a connection of its own and reads the answer. */
  public static Reply exchange(int port, String request) throws IOException {
    try (RawHttp connection = new RawHttp(port)) {
      connection.send(request);
      return connection.reply();
    }
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public void send(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Says that nothing more will be sent; the answer can still be read. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads one answer: its head, and as much body as it announces or until the end. */
  public Reply reply() throws IOException {
    InputStream in = socket.getInputStream();
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int read = in.read(); read >= 0; read = in.read()) {
      head.write(read);
      last = last << 8 | read;
      if (last == 0x0D0A0D0A) {
        break;
      }
    }
    String[] lines = head.toString(StandardCharsets.ISO_8859_1).split("\r\n", -1);
    if (lines[0].isEmpty()) {
      return new Reply(0, Map.of(), new byte[0]);
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length && !lines[i].isEmpty(); i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
    String length = headers.get("content-length");
    byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    return new Reply(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
  }

  /** Returns whether the other side has closed the connection. */
  public boolean closedByPeer() throws IOException {
    return socket.getInputStream().read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * An answer.
   *
   * @param status HTTP status, 0 if the connection was closed without an answer
   * @param headers names in lower case
   * @param body as sent
   */
  public record Reply(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }
  }
}
