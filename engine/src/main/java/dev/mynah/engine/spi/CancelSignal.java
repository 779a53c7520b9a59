package dev.mynah.engine.spi;

/** Asked at short intervals by long work; once true it stays true. */
@FunctionalInterface
public interface CancelSignal {
  CancelSignal NEVER = () -> false;

  boolean cancelled();

  /**
   * Ends the work if it is no longer wanted.
   *
   * @throws EngineException with {@link EngineError#CANCELLED}
   */
  default void throwIfCancelled() throws EngineException {
    if (cancelled()) {
      throw new EngineException(EngineError.CANCELLED, "The work was cancelled.");
    }
  }
}
