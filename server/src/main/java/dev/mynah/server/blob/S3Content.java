package dev.mynah.server.blob;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/**
 * One stored object, read by parts. A connection that breaks while an object is read is no reason
 * to break off what is made of it: the rest is asked for again.
 */
final class S3Content implements BlobContent {
  private static final Logger LOG = LoggerFactory.getLogger(S3Content.class);
  private static final int COPY_BYTES = 1 << 16;
  private static final int MAX_BREAKS = 3;

  private final Blob blob;
  private final S3Bucket bucket;
  private @Nullable Part prepared;

  S3Content(Blob blob, S3Bucket bucket) {
    this.blob = blob;
    this.bucket = bucket;
  }

  @Override
  public Blob blob() {
    return blob;
  }

  @Override
  public void prepare(long offset, long length) {
    check(offset, length);
    close();
    if (length > 0) {
      prepared = open(offset, length);
    }
  }

  @Override
  public void transferTo(OutputStream out, long offset, long length) throws IOException {
    check(offset, length);
    long end = offset + length;
    int breaks = 0;
    for (long at = offset; at < end; ) {
      try (Part part = take(at, end - at)) {
        at += part.copy(out);
        if (at < end) {
          breaks++;
        }
      }
      if (breaks > MAX_BREAKS) {
        throw new IOException("the stored object could not be read to its end");
      }
    }
  }

  private void check(long offset, long length) {
    if (offset < 0 || length < 0 || offset + length > blob.size()) {
      throw new IllegalArgumentException("a part outside the file was asked for");
    }
  }

  private Part take(long offset, long length) {
    Part ready = prepared;
    prepared = null;
    if (ready != null && ready.offset == offset && ready.length == length) {
      return ready;
    }
    if (ready != null) {
      ready.close();
    }
    return open(offset, length);
  }

  private Part open(long offset, long length) {
    try {
      return new Part(offset, length, bucket.open(blob.id(), offset, length));
    } catch (NoSuchKeyException e) {
      LOG.error("The bytes of file {} are missing from the bucket", blob.id());
      throw MynahException.of(ErrorCode.NOT_FOUND, "No such file.", e);
    } catch (SdkException e) {
      throw S3Failures.during("a file could not be opened", e);
    }
  }

  @Override
  public Optional<URI> directLink(LinkWish wish) {
    if (!bucket.settings().directLinks()) {
      return Optional.empty();
    }
    try {
      return Optional.of(bucket.presign(blob.id(), wish));
    } catch (SdkException e) {
      throw S3Failures.during("a link could not be signed", e);
    }
  }

  @Override
  public void close() {
    if (prepared != null) {
      prepared.close();
      prepared = null;
    }
  }

  /** An answer under way. */
  private static final class Part implements AutoCloseable {
    private final long offset;
    private final long length;
    private final ResponseInputStream<GetObjectResponse> in;
    private long left;

    Part(long offset, long length, ResponseInputStream<GetObjectResponse> in) {
      this.offset = offset;
      this.length = length;
      this.in = in;
      this.left = length;
    }

    /**
     * Copies until the end, or until the connection breaks.
     *
     * @return bytes copied
     */
    long copy(OutputStream out) throws IOException {
      byte[] buffer = new byte[COPY_BYTES];
      while (left > 0) {
        int read = read(buffer);
        if (read < 0) {
          break;
        }
        out.write(buffer, 0, read);
        left -= read;
      }
      return length - left;
    }

    private int read(byte[] buffer) {
      try {
        return in.read(buffer, 0, (int) Math.min(buffer.length, left));
      } catch (IOException | SdkException e) {
        LOG.warn("The S3 store broke off while an object was read: {}", e.toString());
        return -1;
      }
    }

    /** Whatever is left of the answer isn't waited for. */
    @Override
    public void close() {
      if (left > 0) {
        in.abort();
      } else {
        closeFinished();
      }
    }

    private void closeFinished() {
      try {
        in.close();
      } catch (IOException e) {
        LOG.debug("A finished answer of the S3 store could not be closed", e);
      }
    }
  }
}
