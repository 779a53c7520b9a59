package dev.mynah.audio.decode;

/*
 * What the child writes to its standard output, all numbers big-endian:
 *
 *   MAGIC:int
 *   FAILURE reason:utf
 * or
 *   HEADER container:utf codec:utf sampleRate:int channels:int claimedSeconds:double
 *   ( SAMPLES count:int sample:float... )*
 *   END flags:byte
 */
final class ChildProtocol {
  static final int MAGIC = 0x4d59_4e48;
  static final byte FAILURE = 'F';
  static final byte HEADER = 'H';
  static final byte SAMPLES = 'S';
  static final byte END = 'E';

  /** Bits of the flags at the end. */
  static final int CUT = 1;

  static final int DAMAGED = 2;

  /** The most samples in one block. */
  static final int MAX_BLOCK = 1 << 16;

  /** Why the child gave up. */
  enum Reason {
    NOT_AUDIO,
    NO_AUDIO_STREAM,
    UNSUPPORTED,
    DAMAGED
  }

  private ChildProtocol() {}
}
