package dev.mynah.server.rendering;

import dev.mynah.engine.spi.EngineException;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;

/** What a caller hears when an engine refuses. */
public final class EngineFailures {
  private EngineFailures() {}

  /**
   * Translates an engine's refusal.
   *
   * @param field wire name of the field the engine was working on, for refusals of its content
   */
  public static MynahException translated(EngineException failure, String field) {
    String message = String.valueOf(failure.getMessage());
    return switch (failure.error()) {
      case UNSUPPORTED_LANGUAGE ->
          MynahException.of(ErrorCode.UNSUPPORTED_LANGUAGE, message, failure);
      case NOTHING_TO_SAY -> MynahException.invalid(field, message);
      case UNUSABLE_REFERENCE ->
          MynahException.unusable(ErrorCode.UNUSABLE_REFERENCE, field, message, failure);
      case CANCELLED ->
          MynahException.of(ErrorCode.UNAVAILABLE, "The work was cancelled.", failure);
      case UNREADABLE_PROFILE, INTERNAL ->
          MynahException.of(ErrorCode.INTERNAL, "The speech engine failed.", failure);
    };
  }
}
