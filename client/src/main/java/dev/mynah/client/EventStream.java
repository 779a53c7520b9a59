package dev.mynah.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (the event stream format of the HTML standard). An event that isn't
 * ended by an empty line is dropped, as the standard has it; comments, ids and retry times are
 * passed over.
 */
final class EventStream implements Closeable {
  private static final int MAX_LINE = 64 << 20; // bytes: audio in base64 is long

  private final InputStream in;
  private boolean first = true;

  EventStream(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /**
   * An event.
   *
   * @param name of it, {@code message} unless told
   * @param data of it, without the last line break
   */
  record Event(String name, String data) {}

  /** Returns the next event that holds data, or null at the end. */
  @Nullable Event next() throws IOException {
    String name = "";
    StringBuilder data = new StringBuilder();
    boolean any = false;
    while (true) {
      String line = line();
      if (line == null) {
        return null;
      }
      if (line.isEmpty()) {
        if (any) {
          return new Event(name.isEmpty() ? "message" : name, data.toString());
        }
        name = "";
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      if (field.equals("event")) {
        name = value;
      } else if (field.equals("data")) {
        data.append(any ? "\n" : "").append(value);
        any = true;
      }
    }
  }

  /** Returns the next line, which ends by CR, LF or both; null at the end. */
  private @Nullable String line() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n' && next != '\r') {
      if (bytes.size() >= MAX_LINE) {
        throw new IOException("A line of an event stream is longer than " + MAX_LINE + " bytes.");
      }
      bytes.write(next);
      next = in.read();
    }
    if (next < 0) {
      return null;
    }
    if (next == '\r') {
      in.mark(1);
      if (in.read() != '\n') {
        in.reset();
      }
    }
    String line = bytes.toString(UTF_8);
    boolean mark = first && line.startsWith("\uFEFF");
    first = false;
    return mark ? line.substring(1) : line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
