package dev.mynah.audio.encode;

import dev.mynah.audio.resample.Resampler;
import java.io.Closeable;
import java.io.IOException;

/**
 * Encodes one recording as it is made: feed it samples, close it to finish. Holds native memory
 * until closed. One thread at a time; different encoders share nothing.
 */
public final class AudioEncoder implements Closeable {
  private final Target target;
  private final Resampler resampler;
  private final ContainerWriter writer;
  private final Runnable freed;
  private long samplesTaken;
  private boolean failed;
  private boolean closed;

  /**
   * @param freed called once, when the encoder holds nothing any more
   */
  AudioEncoder(Target target, Resampler resampler, ContainerWriter writer, Runnable freed) {
    this.target = target;
    this.resampler = resampler;
    this.writer = writer;
    this.freed = freed;
  }

  /**
   * Takes the next samples, which follow the ones before without a gap.
   *
   * @param samples mono at the rate the encoder was made for; beyond full scale (-1 to 1) they are
   *     bent, not wrapped; not kept, not changed
   * @throws IOException if the target fails; nothing more can be written then
   */
  public void write(float[] samples) throws IOException {
    attempt(() -> put(resampler.feed(samples)));
    samplesTaken += samples.length;
  }

  /**
   * Sends on all that can be sent already. What a codec needs to see more of stays inside.
   *
   * @throws IOException if the target fails; nothing more can be written then
   */
  public void flush() throws IOException {
    attempt(writer::flush);
  }

  /** Returns how many samples have been taken, at the rate they came in. */
  public long samplesTaken() {
    return samplesTaken;
  }

  /**
   * Finishes the recording and frees what the encoder holds. After a failed write it only frees. A
   * stream given by the caller stays open.
   *
   * @throws IOException if the end can't be written
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try (target;
        writer) {
      if (!failed) {
        attempt(this::finish);
      }
    } finally {
      closed = true;
      freed.run();
    }
  }

  private void finish() throws IOException {
    put(resampler.finish());
    writer.finish();
  }

  private void put(float[] fresh) throws IOException {
    SoftClip.apply(fresh);
    writer.write(fresh);
  }

  private void attempt(Step step) throws IOException {
    if (closed || failed) {
      throw new IOException("the encoder has " + (closed ? "been closed" : "failed before"));
    }
    boolean done = false;
    try {
      step.run();
      done = true;
    } finally {
      failed = !done;
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
