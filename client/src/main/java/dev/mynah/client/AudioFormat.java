package dev.mynah.client;

import java.util.Locale;

/** How speech is written down. */
public enum AudioFormat {
  /** MP3, 64, 128 or 192 kbit/s. */
  MP3,
  /** WAV, 16 bit, mono. */
  WAV,
  /**
   * Samples of 16 bit, mono, little-endian, without a header; Ace Data Cloud puts them into a WAV.
   */
  PCM,
  /** Opus in Ogg. */
  OPUS;

  String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
