package dev.mynah.server.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;

/** Writes the body of an answer to a file, within the limits. */
final class BodyReader {
  private static final int BUFFER_BYTES = 16 * 1024;

  private final FetchLimits limits;
  private final FetchGuard guard;
  private final FetchProgress progress;

  BodyReader(FetchLimits limits, FetchGuard guard, FetchProgress progress) {
    this.limits = limits;
    this.guard = guard;
    this.progress = progress;
  }

  FetchedMedia save(ClassicHttpResponse response, String fileName, Path directory)
      throws FetchFailure {
    int status = response.getCode();
    if (status != 200 && status != 203) {
      throw new FetchFailure(FailureKind.BAD_ANSWER, "answered with status " + status);
    }
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      throw empty();
    }
    if (entity.getContentLength() > limits.maxBytes()) {
      throw tooLarge(limits);
    }
    Path file = create(directory);
    boolean complete = false;
    try {
      long size = copy(entity, file);
      complete = true;
      return new FetchedMedia(file, size, MediaFetcher.mediaType(response), fileName);
    } finally {
      if (!complete) {
        delete(file);
      }
    }
  }

  private long copy(HttpEntity entity, Path file) throws FetchFailure {
    try (OutputStream out = Files.newOutputStream(file);
        InputStream in = open(entity)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long size = 0;
      long total = totalBytes(entity);
      progress.at(0, total);
      for (int n = fill(in, buffer); n > 0; n = fill(in, buffer)) {
        if (size == 0) {
          refuseWebPage(buffer, n);
        }
        size += n;
        if (size > limits.maxBytes()) {
          throw tooLarge(limits);
        }
        out.write(buffer, 0, n);
        progress.at(size, total);
      }
      if (size == 0) {
        throw empty();
      }
      return size;
    } catch (IOException e) {
      throw new FetchFailure(FailureKind.LOCAL, "can't store the download just now", e);
    }
  }

  /** What is said of a packed body is no measure of the file. */
  private static long totalBytes(HttpEntity entity) {
    return entity.getContentEncoding() == null && entity.getContentLength() >= 0
        ? entity.getContentLength()
        : FetchProgress.UNKNOWN;
  }

  private InputStream open(HttpEntity entity) throws FetchFailure {
    try {
      return ContentDecoding.open(entity, limits.maxBytes());
    } catch (IOException e) {
      throw peerFailed(e);
    }
  }

  /** Fills the buffer as far as the body goes; looks at the clock between reads. */
  private int fill(InputStream in, byte[] buffer) throws FetchFailure {
    try {
      int filled = 0;
      while (filled < buffer.length) {
        guard.throwIfStopped();
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n < 0) {
          break;
        }
        filled += n;
      }
      return filled;
    } catch (IOException e) {
      throw peerFailed(e);
    }
  }

  private FetchFailure peerFailed(IOException e) throws FetchFailure {
    guard.throwIfStopped();
    if (e instanceof ContentDecoding.TooLargeException) {
      return tooLarge(limits);
    }
    if (e instanceof ContentDecoding.CorruptException) {
      return new FetchFailure(
          FailureKind.BAD_ANSWER, "answered with compressed data that can't be unpacked", e);
    }
    return HttpConnection.failed(e);
  }

  /** A log-in page or an error page with status 200 is the commonest wrong link of all. */
  private void refuseWebPage(byte[] start, int length) throws FetchFailure {
    String text =
        new String(start, 0, Math.min(length, 256), StandardCharsets.ISO_8859_1)
            .replace("\u00EF\u00BB\u00BF", "")
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      throw new FetchFailure(
          FailureKind.BAD_ANSWER, "leads to a web page, not to " + limits.kind().noun());
    }
  }

  static FetchFailure tooLarge(FetchLimits limits) {
    return new FetchFailure(
        FailureKind.TOO_LARGE,
        "leads to a file larger than " + Wording.bytes(limits.maxBytes()) + ", the most allowed");
  }

  static FetchFailure empty() {
    return new FetchFailure(FailureKind.BAD_ANSWER, "leads to an empty file");
  }

  static Path create(Path directory) throws FetchFailure {
    try {
      return Files.createTempFile(directory, "fetch-", ".part");
    } catch (IOException e) {
      throw new FetchFailure(FailureKind.LOCAL, "can't store the download just now", e);
    }
  }

  static void delete(Path file) throws FetchFailure {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new FetchFailure(FailureKind.LOCAL, "can't clear away a broken download", e);
    }
  }
}
