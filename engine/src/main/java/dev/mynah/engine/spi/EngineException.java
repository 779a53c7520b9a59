package dev.mynah.engine.spi;

import org.jspecify.annotations.Nullable;

/** An engine's refusal, with a code for programs and a sentence for people. */
public final class EngineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final EngineError error;

  public EngineException(EngineError error, String message) {
    this(error, message, null);
  }

  public EngineException(EngineError error, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  public EngineError error() {
    return error;
  }
}
