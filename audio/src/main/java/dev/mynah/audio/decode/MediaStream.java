package dev.mynah.audio.decode;

import dev.mynah.audio.SampleSource;
import dev.mynah.audio.decode.DecodeLimits.Overlong;
import dev.mynah.audio.decode.MediaDecoder.RunningChild;
import java.io.Closeable;
import java.io.IOException;

/**
 * A recording that is decoded as it is read, in constant memory. Read by one thread; may be closed
 * by another to break it off.
 */
public final class MediaStream implements SampleSource, Closeable {
  /** Headers are allowed to be this wrong about the length before a file is refused for it. */
  private static final double CLAIM_TOLERANCE = 1.05;

  private final RunningChild child;
  private final ChildOutput output;
  private final DecodeLimits limits;
  private final Runnable afterwards;
  private float[] block = new float[0];
  private int position; // in the block
  private boolean ended;
  private boolean closed;

  private MediaStream(
      RunningChild child, ChildOutput output, DecodeLimits limits, Runnable afterwards) {
    this.child = child;
    this.output = output;
    this.limits = limits;
    this.afterwards = afterwards;
  }

  /** Waits for the beginning of what a child decodes. */
  static MediaStream begin(
      RunningChild child, int sampleRate, DecodeLimits limits, Runnable afterwards)
      throws MediaException, IOException, InterruptedException {
    ChildOutput output = child.output(sampleRate, limits);
    try {
      double claimed = output.begin().claimedSeconds();
      if (limits.overlong() == Overlong.REFUSE
          && claimed > limits.outputSeconds() * CLAIM_TOLERANCE) {
        throw MediaDecoder.tooLong(limits);
      }
      return new MediaStream(child, output, limits, afterwards);
    } catch (ChildFailure failure) {
      throw MediaDecoder.explained(failure.reason());
    } catch (IOException broken) {
      throw child.died(broken);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws MediaStreamException if the file turns out to be bad or too long
   */
  @Override
  public int read(float[] target, int offset, int length) throws IOException {
    if (position == block.length && !ended) {
      block = next();
      position = 0;
      ended = block.length == 0;
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, block.length - position);
    System.arraycopy(block, position, target, offset, count);
    position += count;
    return count;
  }

  private float[] next() throws IOException {
    try {
      float[] samples = output.next();
      if (samples.length == 0 && output.cut() && limits.overlong() == Overlong.REFUSE) {
        throw new MediaStreamException(MediaDecoder.tooLong(limits));
      }
      return samples;
    } catch (ChildFailure failure) {
      throw new MediaStreamException(MediaDecoder.explained(failure.reason()));
    } catch (MediaStreamException known) {
      throw known;
    } catch (IOException broken) {
      throw explained(broken);
    }
  }

  private IOException explained(IOException broken) throws IOException {
    try {
      return new MediaStreamException(child.died(broken));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IOException("interrupted while a decoder ended", e);
    }
  }

  /** Ends the decoder, wherever it is. */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    child.close();
    afterwards.run();
  }
}
