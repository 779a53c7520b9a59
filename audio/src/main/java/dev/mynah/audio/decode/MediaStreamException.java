package dev.mynah.audio.decode;

import java.io.IOException;

/** A recording that was read well so far can't be read on; the cause says why. */
public final class MediaStreamException extends IOException {
  private static final long serialVersionUID = 1L;

  private final MediaException failure;

  MediaStreamException(MediaException failure) {
    super(failure);
    this.failure = failure;
  }

  /** Returns what is wrong with the recording. */
  public MediaException failure() {
    return failure;
  }
}
