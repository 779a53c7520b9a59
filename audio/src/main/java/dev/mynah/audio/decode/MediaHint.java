package dev.mynah.audio.decode;

/** What is known of a file that its bytes don't tell. */
public enum MediaHint {
  /** The bytes tell: every format with a header. */
  NONE,
  /** G.722 without a header, 64 kbit/s, 16 kHz. Any bytes decode as that, so it has to be said. */
  RAW_G722
}
