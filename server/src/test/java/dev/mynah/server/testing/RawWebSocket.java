package dev.mynah.server.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Talks over a WebSocket frame by frame (RFC 6455), also as the standard forbids it. */
public final class RawWebSocket implements AutoCloseable {
  public static final int CONTINUATION = 0x0;
  public static final int TEXT = 0x1;
  public static final int BINARY = 0x2;
  public static final int CLOSE = 0x8;
  public static final int PING = 0x9;
  public static final int PONG = 0xA;

  /** The first bit of a frame: nothing of its message follows. */
  public static final int FIN = 0x80;

  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int READ_TIMEOUT_MILLIS = 30_000;
  private static final byte[] MASK = {0x12, (byte) 0xF0, 0x55, 0x7E};

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final String body;

  /**
   * Shakes hands, or is refused: see {@link #status}.
   *
   * @param moreHeaders whole lines, each with its line end
   */
  public RawWebSocket(int port, String path, String moreHeaders) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
    String key = Base64.getEncoder().encodeToString("0123456789abcdef".getBytes(ascii()));
    write(
        String.join(
                "\r\n",
                "GET " + path + " HTTP/1.1",
                "Host: h",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: " + key,
                "Sec-WebSocket-Version: 13",
                moreHeaders + "\r\n")
            .getBytes(ascii()));
    String[] statusLine = line().split(" ", 3);
    status = statusLine.length < 2 ? 0 : Integer.parseInt(statusLine[1]);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String length = headers.get("content-length");
    body =
        status == 101 || length == null
            ? ""
            : new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
  }

  /** Returns the HTTP status of the handshake; 101 where the socket is open. */
  public int status() {
    return status;
  }

  /** Returns a header of the handshake's answer, or nothing. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** Returns what a refused handshake was answered with. */
  public String body() {
    return body;
  }

  /** Sends a whole message in one frame. */
  public void send(int opcode, byte[] payload) throws IOException {
    sendFrame(FIN | opcode, payload);
  }

  /**
   * Sends one frame, masked as a client must.
   *
   * @param first its first byte: end mark, reserved bits and opcode
   */
  public void sendFrame(int first, byte[] payload) throws IOException {
    write(frame(first, payload));
  }

  /** Sends bytes as they are. */
  public void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Returns one frame as it is sent. */
  public static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
    frame.put((byte) first);
    if (payload.length < LENGTH_16) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (MASKED | LENGTH_16)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | LENGTH_64)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** Waits for the next frame; one that stands for the end if the connection just ended. */
  public Frame receive() throws IOException {
    try {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      long length = second & 0x7F;
      if (length == LENGTH_16) {
        length = in.readUnsignedShort();
      } else if (length == LENGTH_64) {
        length = in.readLong();
      }
      return new Frame(first, in.readNBytes(Math.toIntExact(length)));
    } catch (EOFException ended) {
      return Frame.END;
    }
  }

  /** Waits for a frame that is no pong. */
  public Frame receiveMessage() throws IOException {
    Frame frame = receive();
    while (frame.opcode() == PONG) {
      frame = receive();
    }
    return frame;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static java.nio.charset.Charset ascii() {
    return StandardCharsets.ISO_8859_1;
  }

  /** Cuts the connection, without a word. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * A frame that was received.
   *
   * @param first its first byte; 0 where the connection ended instead
   * @param payload unmasked
   */
  public record Frame(int first, byte[] payload) {
    static final Frame END = new Frame(0, new byte[0]);

    /** Returns whether there was no frame any more. */
    public boolean ended() {
      return first == 0;
    }

    public int opcode() {
      return first & 0xF;
    }

    /** Returns the code of a close frame, 0 if it has none. */
    public int closeCode() {
      return payload.length < 2 ? 0 : ByteBuffer.wrap(payload).getShort();
    }

    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }
}
