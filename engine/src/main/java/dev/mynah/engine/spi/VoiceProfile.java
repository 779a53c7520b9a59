package dev.mynah.engine.spi;

/**
 * A voice as one engine understands it: a self-describing, versioned byte string that can be
 * stored, moved and exported.
 *
 * @param engine name of the engine that made it and can speak with it
 * @param engineVersion version of that engine at the time
 * @param bytes at most {@link #MAX_BYTES}; not copied
 */
public record VoiceProfile(String engine, String engineVersion, byte[] bytes) {
  public static final int MAX_BYTES = 64 * 1024;

  public VoiceProfile {
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException("a profile of " + bytes.length + " bytes is too large");
    }
  }
}
