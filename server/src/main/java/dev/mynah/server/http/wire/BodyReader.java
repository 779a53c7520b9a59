package dev.mynah.server.http.wire;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpException;

/**
 * Reads bodies within {@link BodyLimits}, so that neither a huge nor a slow one holds the server. A
 * JSON body is read as JSON whatever its content type says, since {@code curl -d} and many small
 * clients don't set it; only what can't be JSON is refused by name.
 */
public final class BodyReader {
  private static final int CHUNK_BYTES = 16 << 10;

  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\";\\s]+)\"?", Pattern.CASE_INSENSITIVE);

  private final BodyLimits limits;
  private final BodyMemory memory;
  private final LongSupplier nanoTime;

  /**
   * @param memory what the bodies of all requests may take together
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  public BodyReader(BodyLimits limits, BodyMemory memory, LongSupplier nanoTime) {
    this.limits = limits;
    this.memory = memory;
    this.nanoTime = nanoTime;
  }

  /** Reads a body that must be a JSON object. */
  public JsonFields readObject(Context context) {
    return readObject(context, limits.maxBytes());
  }

  /** Reads a body that must be a JSON object of at most {@code maxBytes}. */
  public JsonFields readObject(Context context, int maxBytes) {
    refuseForms(context);
    return read(context, maxBytes, body -> JsonFields.ofBody(Json.read(body.text())));
  }

  /** Reads a body of at most {@code maxBytes} into memory, and parses it there. */
  JsonFields read(Context context, int maxBytes, Function<Pieces, JsonFields> parser) {
    refuseForeignEncodings(context);
    BodyMemory.Share share = memory.share(context);
    Pieces body = read(context, Math.min(maxBytes, limits.maxBytes()), share);
    return share.parsed(() -> parser.apply(body));
  }

  /** Reads a form with files, which go to the disk. */
  JsonFields readForm(Context context, RequestFiles files, BodyRules rules) {
    refuseForeignEncodings(context);
    BodyRules bounded =
        new BodyRules(
            Math.min(rules.maxBytes(), limits.maxBytes()),
            rules.maxFiles(),
            rules.maxFormBytes() == Long.MAX_VALUE ? limits.maxBytes() : rules.maxFormBytes());
    return new FormReader(this, memory.share(context), files, bounded).read(context);
  }

  private Pieces read(Context context, int maxBytes, BodyMemory.Share share) {
    Pieces body = new Pieces();
    stream(
        context,
        maxBytes,
        (bytes, length) -> {
          share.grow(body.size() + length);
          body.add(bytes, length);
        });
    return body;
  }

  /** Takes the bytes of a body as they come. */
  interface Sink {
    void take(byte[] bytes, int length);
  }

  /**
   * Reads a body of any kind, within the limits of speed and {@code maxBytes}. What the sink throws
   * ends the reading.
   */
  void stream(Context context, long maxBytes, Sink sink) {
    long start = nanoTime.getAsLong();
    InputStream in = context.bodyInputStream();
    if (context.req().getContentLengthLong() > maxBytes) {
      throw tooLarge(maxBytes);
    }
    byte[] chunk = new byte[CHUNK_BYTES];
    long size = 0;
    for (int count = next(in, chunk); count >= 0; count = next(in, chunk)) {
      size += count;
      if (size > maxBytes) {
        throw tooLarge(maxBytes);
      }
      sink.take(chunk, count);
      if (limits.tooSlow(Duration.ofNanos(nanoTime.getAsLong() - start), size)) {
        throw tooSlow();
      }
    }
  }

  private static int next(InputStream in, byte[] chunk) {
    try {
      return in.read(chunk);
    } catch (IOException | HttpException.RuntimeException broken) {
      throw interrupted(broken);
    }
  }

  private static void refuseForms(Context context) {
    String type = context.contentType();
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY,
          "This path takes a JSON body, not a form with files; send application/json.");
    }
  }

  private static void refuseForeignEncodings(Context context) {
    String encoding = context.header("Content-Encoding");
    if (encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity")) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY,
          "A compressed body is not taken; send it without Content-Encoding.");
    }
    String type = context.contentType();
    if (type == null) {
      return;
    }
    Matcher charset = CHARSET.matcher(type);
    if (charset.find() && !isUtf8(charset.group(1))) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY, "The body must be UTF-8; another charset was announced.");
    }
  }

  private static boolean isUtf8(String charset) {
    String name = charset.toLowerCase(Locale.ROOT);
    return name.equals("utf-8") || name.equals("utf8") || name.equals("us-ascii");
  }

  private static MynahException interrupted(Exception broken) {
    for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return tooSlow();
      }
    }
    return MynahException.of(
        ErrorCode.MALFORMED_BODY, "The body ended early or was framed wrongly.", broken);
  }

  private static MynahException tooLarge(long maxBytes) {
    return MynahException.of(
        ErrorCode.TOO_LARGE, "The body is larger than " + maxBytes + " bytes.");
  }

  private static MynahException tooSlow() {
    return MynahException.of(ErrorCode.REQUEST_TOO_SLOW, "The body came too slowly.");
  }
}
