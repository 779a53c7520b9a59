package dev.mynah.engine.model;

import org.jspecify.annotations.Nullable;

/** One origin could not give a model's files; the next one is tried. */
final class OriginException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean wrongHash;

  OriginException(String message, @Nullable Throwable cause) {
    this(message, cause, false);
  }

  private OriginException(String message, @Nullable Throwable cause, boolean wrongHash) {
    super(message, cause);
    this.wrongHash = wrongHash;
  }

  static OriginException wrongHash(String message) {
    return new OriginException(message, null, true);
  }

  boolean isWrongHash() {
    return wrongHash;
  }
}
