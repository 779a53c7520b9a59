package dev.mynah.server.http.fish.live;

import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.server.rendering.Alignment;
import dev.mynah.server.speech.SpeechListener;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the audio of one session into messages: larger than {@value #LEAST_BYTES} bytes, since old
 * clients throw smaller ones away, and well under 64 KiB, where others stop reading. To that end a
 * little is held back until it is known what follows. For one thread.
 */
final class LiveAudio implements SpeechListener {
  /** Messages hold more than this. */
  static final int LEAST_BYTES = 1 << 10;

  /** Messages hold this much at most; in base64, with the words, that is still under 64 KiB. */
  static final int MOST_BYTES = 32 << 10;

  /** What is held back makes a message by itself: an even number above the least. */
  private static final int HELD_BYTES = LEAST_BYTES + 2;

  private final LiveOutput output;
  private final LiveMessages messages;
  private final boolean padded;
  private final boolean aligned;
  private byte[] held = new byte[0];
  private int chunkSeq;
  private String content = "";
  private double offsetSeconds; // where the chunk begins
  private double nextOffsetSeconds;

  /**
   * @param format of the audio; silence may follow where it is plain samples
   * @param aligned whether messages say what is said in them
   */
  LiveAudio(LiveOutput output, LiveMessages messages, AudioFormat format, boolean aligned) {
    this.output = output;
    this.messages = messages;
    this.padded = format == AudioFormat.PCM || format == AudioFormat.WAV;
    this.aligned = aligned;
  }

  @Override
  public void beginning(int newChunkSeq, String newContent) throws IOException {
    if (aligned) {
      release();
    }
    chunkSeq = newChunkSeq;
    offsetSeconds = nextOffsetSeconds;
    content = newContent;
  }

  @Override
  public void audio(byte[] encoded) throws IOException {
    hold(encoded);
    int ready = (held.length - HELD_BYTES) & ~1;
    if (ready > LEAST_BYTES) {
      send(ready, null);
    }
  }

  @Override
  public void aligned(Alignment alignment) throws IOException {
    if (aligned) {
      offsetSeconds = alignment.chunkOffsetSeconds();
      send(held.length, alignment);
      nextOffsetSeconds = alignment.chunkOffsetSeconds() + alignment.audioDurationSeconds();
    }
  }

  /** Returns whether something is held back that can be sent by itself. */
  boolean holds() {
    return held.length > LEAST_BYTES;
  }

  /** Sends what is held back, if it is enough: nothing is known to follow soon. */
  void release() throws IOException {
    if (holds()) {
      send(held.length, null);
    }
  }

  /** Sends the rest, which may be little. */
  void end() throws IOException {
    if (held.length > 0) {
      if (padded && !holds()) {
        held = Arrays.copyOf(held, HELD_BYTES);
      }
      send(held.length, null);
    }
  }

  private void hold(byte[] encoded) {
    int before = held.length;
    held = Arrays.copyOf(held, before + encoded.length);
    System.arraycopy(encoded, 0, held, before, encoded.length);
  }

  /** Sends so much of what is held, with the alignment in its last message. */
  private void send(int length, @Nullable Alignment alignment) throws IOException {
    int at = 0;
    do {
      int end = Math.min(length, at + MOST_BYTES);
      if (length - end > 0 && length - end <= LEAST_BYTES) {
        end = length - HELD_BYTES; // leaves enough for one more message
      }
      byte[] part = Arrays.copyOfRange(held, at, end);
      send(part, end == length ? alignment : null);
      at = end;
    } while (at < length);
    held = Arrays.copyOfRange(held, length, held.length);
  }

  private void send(byte[] part, @Nullable Alignment alignment) throws IOException {
    byte[] message =
        aligned
            ? messages.audio(
                part, new LiveMessages.Place(chunkSeq, content, offsetSeconds, alignment))
            : messages.audio(part);
    output.send(message, messages);
  }
}
