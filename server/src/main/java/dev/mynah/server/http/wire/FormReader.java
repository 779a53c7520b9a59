package dev.mynah.server.http.wire;

import com.fasterxml.jackson.databind.node.POJONode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form ({@code multipart/form-data}) with any fields and files. Files go straight to the
 * disk, however large; the other fields are kept in memory, whose bounds they share with all other
 * bodies.
 */
final class FormReader {
  private static final int MAX_PARTS = 256;
  private static final int MAX_PART_HEADER_BYTES = 8 << 10;

  private final BodyReader bodies;
  private final BodyMemory.Share memory;
  private final RequestFiles files;
  private final BodyRules rules;

  FormReader(BodyReader bodies, BodyMemory.Share memory, RequestFiles files, BodyRules rules) {
    this.bodies = bodies;
    this.memory = memory;
    this.files = files;
    this.rules = rules;
  }

  /**
   * Reads the form.
   *
   * @throws MynahException with MALFORMED_BODY, TOO_LARGE, REQUEST_TOO_SLOW, OVERLOADED, or
   *     UNAVAILABLE if our own disk failed
   */
  JsonFields read(Context context) {
    Parts parts = new Parts();
    try {
      MultiPart.Parser parser = new MultiPart.Parser(boundary(context.contentType()), parts);
      parser.setMaxParts(MAX_PARTS);
      parser.setPartHeadersMaxLength(MAX_PART_HEADER_BYTES);
      bodies.stream(
          context,
          rules.maxFormBytes(),
          (bytes, length) -> {
            parser.parse(Content.Chunk.from(ByteBuffer.wrap(Arrays.copyOf(bytes, length)), false));
            parts.throwIfFailed();
          });
      parser.parse(Content.Chunk.EOF);
      return parts.fields();
    } finally {
      parts.close();
    }
  }

  private static String boundary(@Nullable String contentType) {
    try {
      String boundary = contentType == null ? null : MultiPart.extractBoundary(contentType);
      if (boundary != null && !boundary.isBlank()) {
        return boundary;
      }
    } catch (IllegalArgumentException unreadable) {
      throw malformed("its content type can't be read");
    }
    throw malformed("its content type names no boundary");
  }

  private static MynahException malformed(String why) {
    return MynahException.of(ErrorCode.MALFORMED_BODY, "The form is broken: " + why + ".");
  }

  private static MynahException unavailable(IOException e) {
    return MynahException.of(ErrorCode.UNAVAILABLE, "The file can't be stored just now.", e);
  }

  /** Hears of the parts of the form as they come. */
  private final class Parts implements MultiPart.Parser.Listener {
    private final FormTree form = new FormTree();
    private final Map<String, String> headers = new HashMap<>();
    private String name = "";
    private String fileName = "";
    private String mediaType = "";
    private @Nullable Path path; // of the file this part is; null if it is a field
    private @Nullable OutputStream out;
    private long size; // of this part
    private int fileCount;
    private int keptBytes; // of all fields
    private boolean complete;
    private @Nullable MynahException failure;

    @Override
    public void onPartBegin() {
      headers.clear();
    }

    @Override
    public void onPartHeader(String header, String value) {
      headers.put(header.toLowerCase(Locale.ROOT), value);
    }

    @Override
    public void onPartHeaders() {
      Map<String, String> disposition = disposition();
      name = disposition.getOrDefault("name", "");
      fileName = Json.cleaned(disposition.getOrDefault("filename", ""));
      String type = headers.getOrDefault("content-type", "");
      mediaType = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
      size = 0;
      path = null;
      boolean file =
          disposition.containsKey("filename")
              || disposition.containsKey("filename*")
              || mediaType.startsWith("audio/")
              || mediaType.equals("application/octet-stream");
      run(() -> out = file ? openFile() : new ByteArrayOutputStream());
    }

    private OutputStream openFile() throws IOException {
      fileCount++;
      if (fileCount > rules.maxFiles()) {
        throw MynahException.invalid(
            name,
            rules.maxFiles() == 0
                ? name + ": this path takes no files."
                : name + ": more than " + rules.maxFiles() + " files were sent.");
      }
      path = files.fresh();
      return Files.newOutputStream(path);
    }

    private Map<String, String> disposition() {
      Map<String, String> parameters = new HashMap<>();
      try {
        String unused =
            HttpField.getValueParameters(
                headers.getOrDefault("content-disposition", ""), parameters);
      } catch (IllegalArgumentException unreadable) {
        fail(malformed("a header of a part can't be read"));
      }
      return parameters;
    }

    @Override
    public void onPartContent(Content.Chunk chunk) {
      ByteBuffer bytes = chunk.getByteBuffer();
      run(
          () -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            size += copy.length;
            if (path == null) {
              keep(copy.length);
            }
            if (out != null) {
              out.write(copy);
            }
          });
    }

    private void keep(int bytes) {
      keptBytes += bytes;
      if (keptBytes > rules.maxBytes()) {
        throw MynahException.of(
            ErrorCode.TOO_LARGE,
            "The fields of the form are larger than " + rules.maxBytes() + " bytes.");
      }
      memory.grow(keptBytes);
    }

    @Override
    public void onPartEnd() {
      run(this::endPart);
    }

    private void endPart() throws IOException {
      OutputStream ended = out;
      out = null;
      if (ended == null) {
        return;
      }
      ended.close();
      if (path != null) {
        form.add(name, new POJONode(new FormFile(path, size, fileName, mediaType)));
      } else if (ended instanceof ByteArrayOutputStream bytes) {
        form.add(name, FormTree.text(bytes.toString(StandardCharsets.UTF_8)));
      }
    }

    @Override
    public void onComplete() {
      complete = true;
    }

    @Override
    public void onFailure(Throwable cause) {
      fail(malformed("its parts can't be told apart"));
    }

    /** Work of a part. */
    private interface Step {
      void run() throws IOException;
    }

    /** The parser must not see what goes wrong here; {@link #throwIfFailed} tells it. */
    private void run(Step step) {
      if (failure != null) {
        return;
      }
      try {
        step.run();
      } catch (MynahException known) {
        fail(known);
      } catch (IOException e) {
        fail(unavailable(e));
      }
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

    JsonFields fields() {
      throwIfFailed();
      if (!complete) {
        throw MynahException.of(ErrorCode.MALFORMED_BODY, "The form ended early.");
      }
      return form.fields();
    }

    /** Closes the file of a part that was cut short; the file itself goes with the request. */
    void close() {
      try {
        if (out != null) {
          out.close();
        }
      } catch (IOException e) {
        fail(unavailable(e));
      }
    }
  }
}
