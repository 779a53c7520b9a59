package dev.mynah.engine.model;

import org.jspecify.annotations.Nullable;

/** A model can't be had; the message says why and what to do. */
public final class ModelException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ModelError error;

  ModelException(ModelError error, String message) {
    this(error, message, null);
  }

  ModelException(ModelError error, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.error = error;
  }

  public ModelError error() {
    return error;
  }
}
