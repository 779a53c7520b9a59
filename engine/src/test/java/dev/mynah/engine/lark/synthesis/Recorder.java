package dev.mynah.engine.lark.synthesis;

import dev.mynah.engine.spi.PcmSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what is spoken. */
final class Recorder implements PcmSink {
  private final List<float[]> chunks = new ArrayList<>();

  @Override
  public void accept(float[] samples) {
    chunks.add(samples);
  }

  List<float[]> chunks() {
    return chunks;
  }

  float[] samples() {
    int length = 0;
    for (float[] chunk : chunks) {
      length += chunk.length;
    }
    float[] samples = new float[length];
    int at = 0;
    for (float[] chunk : chunks) {
      System.arraycopy(chunk, 0, samples, at, chunk.length);
      at += chunk.length;
    }
    return samples;
  }
}
