package dev.mynah.audio.encode;

import java.io.IOException;

/** Writes samples as 16-bit little-endian words and nothing else. */
final class PcmWriter implements ContainerWriter {
  private static final float FULL_SCALE = 32_767;

  private final Target target;
  private long bytesWritten;

  PcmWriter(Target target) {
    this.target = target;
  }

  @Override
  public void write(float[] samples) throws IOException {
    byte[] bytes = new byte[2 * samples.length];
    for (int i = 0; i < samples.length; i++) {
      int word = Math.round(samples[i] * FULL_SCALE);
      bytes[2 * i] = (byte) word;
      bytes[2 * i + 1] = (byte) (word >> 8);
    }
    bytesWritten += bytes.length;
    target.write(bytes);
  }

  @Override
  public void flush() throws IOException {
    target.flush();
  }

  @Override
  public void finish() throws IOException {
    target.flush();
  }

  long bytesWritten() {
    return bytesWritten;
  }
}
