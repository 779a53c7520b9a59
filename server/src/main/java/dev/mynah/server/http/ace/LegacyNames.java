package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of {@code /fish/audios}, which the services know by those of {@code /fish/tts}. */
final class LegacyNames {
  private static final Map<String, String> NAMES =
      Map.of("reference_id", "voice_id", "text", "prompt");

  private LegacyNames() {}

  /** Returns a failure that names the field as the caller does. */
  static MynahException told(MynahException failure) {
    String field = failure.field().orElse("");
    String message = String.valueOf(failure.getMessage());
    String told = told(field, message);
    return failure.code() != ErrorCode.INVALID_REQUEST || told.equals(message)
        ? failure
        : MynahException.invalid(NAMES.getOrDefault(field, field), told);
  }

  /** Returns a message about a field with the caller's name for it. */
  static String told(@Nullable String field, String message) {
    if (field == null) {
      return message;
    }
    String name = NAMES.get(field);
    return name == null || !message.startsWith(field + " ")
        ? message
        : name + message.substring(field.length());
  }
}
