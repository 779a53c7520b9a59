package dev.mynah.server.http.ace;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.util.Map;

/** The fields of {@code /fish/audios}, which the services know by those of {@code /fish/tts}. */
final class LegacyNames {
  private static final Map<String, String> NAMES =
      Map.of("reference_id", "voice_id", "text", "prompt");

  private LegacyNames() {}

  /** Returns a failure that names the field as the caller does. */
  static MynahException told(MynahException failure) {
    String field = failure.field().orElse("");
    String name = NAMES.get(field);
    String message = String.valueOf(failure.getMessage());
    if (failure.code() != ErrorCode.INVALID_REQUEST
        || name == null
        || !message.startsWith(field + " ")) {
      return failure;
    }
    return MynahException.invalid(name, name + message.substring(field.length()));
  }
}
