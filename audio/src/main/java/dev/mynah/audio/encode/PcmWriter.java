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
    byte[] bytes = littleEndian(words(samples, 0, samples.length));
    bytesWritten += bytes.length;
    target.write(bytes);
  }

  /** Returns the nearest 16-bit values of samples within full scale. */
  static short[] words(float[] samples, int offset, int length) {
    short[] words = new short[length];
    for (int i = 0; i < length; i++) {
      words[i] = (short) Math.round(samples[offset + i] * FULL_SCALE);
    }
    return words;
  }

  static byte[] littleEndian(short[] words) {
    byte[] bytes = new byte[2 * words.length];
    for (int i = 0; i < words.length; i++) {
      bytes[2 * i] = (byte) words[i];
      bytes[2 * i + 1] = (byte) (words[i] >> 8);
    }
    return bytes;
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
