package dev.mynah.audio.encode;

import java.io.IOException;
import java.util.Arrays;

/** Cuts a stream of samples into frames of one size. */
final class FrameBuffer {
  /** Takes one frame, which starts at {@code offset}; must not keep the array. */
  @FunctionalInterface
  interface FrameSink {
    void accept(float[] samples, int offset) throws IOException;
  }

  private final float[] partial;
  private int held;

  FrameBuffer(int frameSize) {
    this.partial = new float[frameSize];
  }

  /** Returns how many samples wait for their frame to fill. */
  int held() {
    return held;
  }

  void write(float[] samples, FrameSink sink) throws IOException {
    int at = 0;
    if (held > 0) {
      at = Math.min(partial.length - held, samples.length);
      System.arraycopy(samples, 0, partial, held, at);
      held += at;
      if (held < partial.length) {
        return;
      }
      held = 0;
      sink.accept(partial, 0);
    }
    for (; at + partial.length <= samples.length; at += partial.length) {
      sink.accept(samples, at);
    }
    held = samples.length - at;
    System.arraycopy(samples, at, partial, 0, held);
  }

  /** Returns the samples of the frame begun, which it forgets. */
  float[] takeHeld() {
    float[] taken = Arrays.copyOf(partial, held);
    held = 0;
    return taken;
  }

  /** Fills the frame begun with silence and sends it, even if it is all silence. */
  void pad(FrameSink sink) throws IOException {
    Arrays.fill(partial, held, partial.length, 0);
    held = 0;
    sink.accept(partial, 0);
  }
}
