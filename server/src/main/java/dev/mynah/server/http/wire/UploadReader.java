package dev.mynah.server.http.wire;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form with one file ({@code multipart/form-data}) as it comes: the file goes straight to
 * the disk and never into memory as a whole. Other fields are ignored; they count towards the size.
 */
public final class UploadReader {
  private static final int MAX_PARTS = 32;
  private static final int MAX_PART_HEADER_BYTES = 8 << 10;

  /** What a form takes besides its file: boundaries, part headers, small fields. */
  private static final int FORM_BYTES = 64 << 10;

  private final BodyReader bodies;

  public UploadReader(BodyReader bodies) {
    this.bodies = bodies;
  }

  /**
   * Reads the one file of a form.
   *
   * @param field name of the form's field that holds it
   * @param target where it is written; made here, and left to the caller also on failure
   * @param maxBytes largest file taken
   * @throws MynahException with MALFORMED_BODY, TOO_LARGE, INVALID_REQUEST if the field is missing,
   *     REQUEST_TOO_SLOW, or UNAVAILABLE if our own disk failed
   */
  public ReceivedFile read(Context context, String field, Path target, long maxBytes) {
    String boundary = boundary(context.contentType());
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      FilePart part = new FilePart(field, out, maxBytes);
      MultiPart.Parser parser = new MultiPart.Parser(boundary, part);
      parser.setMaxParts(MAX_PARTS);
      parser.setPartHeadersMaxLength(MAX_PART_HEADER_BYTES);
      bodies.stream(
          context,
          maxBytes + FORM_BYTES,
          (bytes, length) -> {
            parser.parse(Content.Chunk.from(ByteBuffer.wrap(Arrays.copyOf(bytes, length)), false));
            part.throwIfFailed();
          });
      parser.parse(Content.Chunk.EOF);
      return part.received();
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  private static String boundary(@Nullable String contentType) {
    String boundary = null;
    try {
      boundary =
          contentType != null
                  && contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
              ? MultiPart.extractBoundary(contentType)
              : null;
    } catch (IllegalArgumentException unreadable) {
      throw malformed("its content type can't be read", unreadable);
    }
    if (boundary == null || boundary.isBlank()) {
      throw MynahException.of(
          ErrorCode.MALFORMED_BODY,
          "This path takes a form with a file; send multipart/form-data.");
    }
    return boundary;
  }

  private static MynahException unavailable(IOException e) {
    return MynahException.of(ErrorCode.UNAVAILABLE, "The file can't be stored just now.", e);
  }

  private static MynahException malformed(String why, Throwable cause) {
    return MynahException.of(ErrorCode.MALFORMED_BODY, "The form is broken: " + why + ".", cause);
  }

  /** Hears of the parts and writes the one that counts. */
  private static final class FilePart implements MultiPart.Parser.Listener {
    private final String field;
    private final OutputStream out;
    private final long maxBytes;
    private final MessageDigest digest = sha256();
    private final Map<String, String> headers = new HashMap<>();
    private @Nullable ReceivedFile received;
    private @Nullable MynahException failure;
    private boolean wanted;
    private boolean complete;
    private long size;

    FilePart(String field, OutputStream out, long maxBytes) {
      this.field = field;
      this.out = out;
      this.maxBytes = maxBytes;
    }

    @Override
    public void onPartBegin() {
      headers.clear();
      wanted = false;
    }

    @Override
    public void onPartHeader(String name, String value) {
      headers.put(name.toLowerCase(Locale.ROOT), value);
    }

    @Override
    public void onPartHeaders() {
      Map<String, String> disposition = parameters("content-disposition");
      wanted = field.equals(disposition.get("name"));
      if (!wanted) {
        return;
      }
      if (received != null) {
        fail(MynahException.invalid(field, field + " is there twice; send one file at a time."));
      }
      String type = Optional.ofNullable(headers.get("content-type")).orElse("");
      received =
          new ReceivedFile(
              0,
              "",
              Json.cleaned(disposition.getOrDefault("filename", "")),
              type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT));
    }

    private Map<String, String> parameters(String header) {
      Map<String, String> parameters = new HashMap<>();
      try {
        String unused = HttpField.getValueParameters(headers.getOrDefault(header, ""), parameters);
      } catch (IllegalArgumentException unreadable) {
        fail(malformed("a header of a part can't be read", unreadable));
      }
      return parameters;
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      ByteBuffer bytes = chunk.getByteBuffer();
      if (!wanted || failure != null) {
        return;
      }
      size += bytes.remaining();
      if (size > maxBytes) {
        fail(
            MynahException.of(
                ErrorCode.TOO_LARGE, field + " is larger than " + maxBytes + " bytes."));
        return;
      }
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      digest.update(copy);
      try {
        out.write(copy);
      } catch (IOException e) {
        fail(unavailable(e));
      }
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailure(Throwable cause) {
      fail(malformed("its parts can't be told apart", cause));
    }

    /** The first failure is what went wrong; the parser's own are consequences. */
    private void fail(MynahException first) {
      if (failure == null) {
        failure = first;
      }
    }

    void throwIfFailed() {
      if (failure != null) {
        throw failure;
      }
    }

    ReceivedFile received() {
      throwIfFailed();
      if (!complete) {
        throw MynahException.of(ErrorCode.MALFORMED_BODY, "The form ended early.");
      }
      if (received == null) {
        throw MynahException.invalid(field, field + " is required: a file of the form.");
      }
      return new ReceivedFile(
          size, HexFormat.of().formatHex(digest.digest()), received.name(), received.mediaType());
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }
  }
}
