package dev.mynah.audio.decode;

/**
 * A recording couldn't be read. The message is a sentence for whoever sent it; {@link #detail} is
 * for the operator's log.
 */
public final class MediaException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What was wrong, for programs. */
  public enum Code {
    /** Not a media file, or of a kind that isn't accepted. */
    NOT_AUDIO,
    /** A media file with pictures or data only. */
    NO_AUDIO_STREAM,
    /** An audio file in a coding that isn't accepted. */
    UNSUPPORTED,
    /** Nothing could be decoded. */
    DAMAGED,
    /** More bytes than allowed. */
    TOO_LARGE,
    /** More seconds than allowed, where cutting isn't wanted. */
    TOO_LONG,
    /** Decoding took more time than allowed. */
    TIMED_OUT,
    /** The decoder died of the file or asked for more memory than allowed. */
    CRASHED,
    /** Too many recordings are being decoded; the file itself may be fine. */
    BUSY
  }

  private final Code code;
  private final String detail;

  MediaException(Code code, String message) {
    this(code, message, "");
  }

  MediaException(Code code, String message, String detail) {
    super(message);
    this.code = code;
    this.detail = detail;
  }

  public Code code() {
    return code;
  }

  /** Returns what the decoder said before it failed, or nothing. */
  public String detail() {
    return detail;
  }
}
