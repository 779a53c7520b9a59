package dev.mynah.client;

import org.jspecify.annotations.Nullable;

/** The call was given up: its thread was interrupted, its future cancelled or its client closed. */
public final class CancelledException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  CancelledException(String message, @Nullable Throwable cause) {
    super(message, Details.NONE, cause);
  }
}
