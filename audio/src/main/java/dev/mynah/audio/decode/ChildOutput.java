package dev.mynah.audio.decode;

import dev.mynah.audio.Pcm;
import dev.mynah.audio.decode.ChildProtocol.Reason;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Reads what a child writes, trusting none of it: a child taken over by its file can at worst give
 * wrong samples, and no more of them than were asked for.
 */
final class ChildOutput {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int FIRST_CAPACITY = 1 << 18; // samples
  private static final int MAX_RATE = 768_000; // Hz
  private static final int MAX_CHANNELS = 64;
  private static final float MAX_AMPLITUDE = 8; // 18 dB above full scale
  private static final Pattern NAME = Pattern.compile("[a-z0-9_,]{1,64}");

  private final DataInputStream in;
  private final int sampleRate;
  private final int maxSamples;
  private int length; // samples so far
  private int flags;

  /**
   * What a child tells before the samples.
   *
   * @param claimedSeconds the length the file's header tells, or 0 if it tells none
   */
  record Beginning(
      String container, String codec, int sampleRate, int channels, double claimedSeconds) {}

  ChildOutput(InputStream in, int sampleRate, int maxSamples) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
    this.sampleRate = sampleRate;
    this.maxSamples = maxSamples;
  }

  /**
   * Reads to the end.
   *
   * @throws ChildFailure if the child gives that as its result
   * @throws IOException if it stops in the middle, or says what no child should
   */
  DecodedMedia read() throws IOException, ChildFailure {
    Beginning beginning = begin();
    float[] samples = new float[0];
    for (float[] block = next(); block.length > 0; block = next()) {
      if (length > samples.length) {
        int capacity = Math.max(FIRST_CAPACITY, Math.max(length, 2 * samples.length));
        samples = Arrays.copyOf(samples, Math.min(maxSamples, capacity));
      }
      System.arraycopy(block, 0, samples, length - block.length, block.length);
    }
    return new DecodedMedia(
        new Pcm(Arrays.copyOf(samples, length), sampleRate),
        beginning.container(),
        beginning.codec(),
        beginning.sampleRate(),
        beginning.channels(),
        cut(),
        damaged());
  }

  /**
   * Reads what comes before the samples.
   *
   * @throws ChildFailure if the child gives that as its result
   * @throws IOException if it stops in the middle, or says what no child should
   */
  Beginning begin() throws IOException, ChildFailure {
    require(in.readInt() == ChildProtocol.MAGIC, "start");
    byte first = in.readByte();
    if (first == ChildProtocol.FAILURE) {
      throw new ChildFailure(reason(in.readUTF()));
    }
    require(first == ChildProtocol.HEADER, "header");
    String container = in.readUTF();
    String codec = in.readUTF();
    int originalRate = in.readInt();
    int channels = in.readInt();
    double claimed = in.readDouble();
    require(NAME.matcher(container).matches() && NAME.matcher(codec).matches(), "names");
    require(originalRate > 0 && originalRate <= MAX_RATE, "sample rate");
    require(channels > 0 && channels <= MAX_CHANNELS, "channels");
    return new Beginning(container, codec, originalRate, channels, claimed > 0 ? claimed : 0);
  }

  /**
   * Reads the next samples; none at the end.
   *
   * @throws ChildFailure if the file turned bad in the middle
   * @throws IOException if the child stops in the middle, or says what no child should
   */
  float[] next() throws IOException, ChildFailure {
    byte kind = in.readByte();
    if (kind == ChildProtocol.END) {
      flags = in.readUnsignedByte();
      return new float[0];
    }
    if (kind == ChildProtocol.FAILURE) {
      throw new ChildFailure(Reason.DAMAGED);
    }
    require(kind == ChildProtocol.SAMPLES, "block");
    int count = in.readInt();
    require(count > 0 && count <= ChildProtocol.MAX_BLOCK, "block size");
    require(count <= maxSamples - length, "length");
    byte[] bytes = in.readNBytes(count * Float.BYTES);
    require(bytes.length == count * Float.BYTES, "block");
    float[] block = new float[count];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(block);
    for (int i = 0; i < count; i++) {
      block[i] = Float.isNaN(block[i]) ? 0 : Math.clamp(block[i], -MAX_AMPLITUDE, MAX_AMPLITUDE);
    }
    length += count;
    return block;
  }

  /** Returns whether the recording goes on after what was asked for; known at the end. */
  boolean cut() {
    return (flags & ChildProtocol.CUT) != 0;
  }

  /** Returns whether something couldn't be decoded; known at the end. */
  boolean damaged() {
    return (flags & ChildProtocol.DAMAGED) != 0;
  }

  private static Reason reason(String name) throws StreamCorruptedException {
    for (Reason reason : Reason.values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    throw new StreamCorruptedException("the decoder's reason is wrong");
  }

  private static void require(boolean condition, String what) throws StreamCorruptedException {
    if (!condition) {
      throw new StreamCorruptedException("the decoder's " + what + " is wrong");
    }
  }
}
