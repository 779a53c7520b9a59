package dev.mynah.server.rendering;

import dev.mynah.audio.encode.AudioEncoder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Opens its encoder, and so writes the container's header, only when there is sound. */
final class LateEncoder implements AutoCloseable {
  private final Opening opening;
  private @Nullable AudioEncoder encoder;
  private long samples;

  /** Makes the encoder. */
  @FunctionalInterface
  interface Opening {
    AudioEncoder open() throws IOException;
  }

  LateEncoder(Opening opening) {
    this.opening = opening;
  }

  /** Encodes samples and sends on what is ready. */
  void write(float[] fresh) throws IOException {
    if (fresh.length == 0) {
      return;
    }
    AudioEncoder open = encoder;
    if (open == null) {
      open = opening.open();
      encoder = open;
    }
    open.write(fresh);
    open.flush();
    samples += fresh.length;
  }

  /** Returns how many samples have been written. */
  long samples() {
    return samples;
  }

  /** Writes the end, if anything was written, and frees the encoder. */
  @Override
  public void close() throws IOException {
    if (encoder != null) {
      encoder.close();
    }
  }
}
