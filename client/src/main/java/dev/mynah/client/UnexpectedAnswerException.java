package dev.mynah.client;

import org.jspecify.annotations.Nullable;

/** The answer isn't what this service answers: it is garbled, or somebody else's. */
public final class UnexpectedAnswerException extends MynahClientException {
  private static final long serialVersionUID = 1L;

  UnexpectedAnswerException(String message, Details details, @Nullable Throwable cause) {
    super(message, details, cause);
  }

  static UnexpectedAnswerException of(String message) {
    return new UnexpectedAnswerException(message, Details.NONE, null);
  }
}
