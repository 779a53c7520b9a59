package dev.mynah.server.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer taken straight from its socket, so that a test decides when each byte is read and how
 * the connection ends. Nothing is read ahead, and the system keeps little for it.
 */
final class StreamedAnswer implements AutoCloseable {
  private static final int KEPT_BY_SYSTEM = 8 << 10; // bytes asked for; Linux takes twice as many
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;
  private final int status;
  private final Map<String, String> header;
  private long leftOfChunk;
  private boolean ended;

  private StreamedAnswer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.status = Integer.parseInt(line().split(" ", 3)[1]);
    this.header = new TreeMap<>();
    for (String field = line(); !field.isEmpty(); field = line()) {
      int colon = field.indexOf(':');
      header.put(
          field.substring(0, colon).toLowerCase(Locale.ROOT), field.substring(colon + 1).strip());
    }
  }

  /** Posts JSON and reads the answer's head. */
  static StreamedAnswer to(String address, String key, String path, Map<String, ?> order)
      throws IOException {
    byte[] body = Api.JSON.writeValueAsBytes(order);
    URI server = URI.create(address);
    Socket socket = new Socket();
    boolean answered = false;
    try {
      socket.setReceiveBufferSize(KEPT_BY_SYSTEM);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      String head =
          """
          POST %s HTTP/1.1\r
          Host: %s\r
          Authorization: Bearer %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          \r
          """
              .formatted(path, server.getAuthority(), key, body.length);
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
      request.writeBytes(body);
      socket.getOutputStream().write(request.toByteArray());
      StreamedAnswer answer = new StreamedAnswer(socket);
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        socket.close();
      }
    }
  }

  int status() {
    return status;
  }

  String header(String name) {
    return header.getOrDefault(name, "");
  }

  /**
   * Reads one byte of the body.
   *
   * @return -1 at its proper end
   * @throws EOFException if the connection ends before the body does
   */
  int read() throws IOException {
    if (leftOfChunk == 0 && !nextChunk()) {
      return -1;
    }
    leftOfChunk--;
    return byteOfSocket();
  }

  /** Reads this much of the body, or all that is left of it. */
  byte[] read(int most) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (bytes.size() < most && (leftOfChunk > 0 || nextChunk())) {
      byte[] piece = in.readNBytes((int) Math.min(leftOfChunk, most - bytes.size()));
      if (piece.length == 0) {
        throw new EOFException("the connection ended in the middle of a chunk");
      }
      leftOfChunk -= piece.length;
      bytes.writeBytes(piece);
    }
    return bytes.toByteArray();
  }

  /** Reads what is left of the body. */
  byte[] rest() throws IOException {
    return read(Integer.MAX_VALUE);
  }

  /** Begins the next chunk of RFC 9112, 7.1, and returns whether there is one. */
  private boolean nextChunk() throws IOException {
    if (ended) {
      return false;
    }
    String size = line();
    leftOfChunk = Long.parseLong(size.isEmpty() ? line() : size, 16); // after a chunk comes CRLF
    if (leftOfChunk == 0) {
      ended = true;
      String end = line();
      if (!end.isEmpty()) {
        throw new IOException("trailers were not expected: " + end);
      }
    }
    return !ended;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = byteOfSocket(); read != '\n'; read = byteOfSocket()) {
      if (read != '\r') {
        line.append((char) read);
      }
    }
    return line.toString();
  }

  private int byteOfSocket() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("the connection ended in the middle of the answer");
    }
    return read;
  }

  /** Goes away as a program does that is killed: the connection is reset. */
  void hangUp() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
