package dev.mynah.audio.encode;

/** A format doesn't offer the sample rate or bitrate asked for. The message says what it offers. */
public final class InvalidEncodingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** What was asked for wrongly. */
  public enum Setting {
    SAMPLE_RATE,
    BITRATE
  }

  private final Setting setting;

  InvalidEncodingException(Setting setting, String message) {
    super(message);
    this.setting = setting;
  }

  /** Returns the setting at fault. */
  public Setting setting() {
    return setting;
  }
}
