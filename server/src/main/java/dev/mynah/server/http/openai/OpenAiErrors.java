package dev.mynah.server.http.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one table of errors in this dialect: {@code {"error":{"message","type","param","code"}}}, all
 * four always there, null where there is nothing to say.
 */
final class OpenAiErrors {
  private static final String INVALID_REQUEST = "invalid_request_error";
  private static final String SERVER_ERROR = "server_error";

  /** What the services call the fields of this dialect. */
  private static final Map<String, String> NAMES =
      Map.of(
          "text", "input",
          "prosody.speed", "speed",
          "reference_id", "voice",
          "title", "name");

  private OpenAiErrors() {}

  /** Renders an error; {@code requestId} is what the caller may quote. */
  static Answer render(MynahException failure, String requestId) {
    Line line = line(failure);
    Map<String, String> headers = new LinkedHashMap<>(PlainErrors.retryHeaders(failure));
    headers.put(OpenAiCalls.REQUEST_ID, requestId);
    if (failure.code() == ErrorCode.CREDIT_EXHAUSTED) {
      // Official clients would come back twice to hear the same.
      headers.put("x-should-retry", "false");
    }
    return new Answer(line.status(), headers, Json.write(body(failure)));
  }

  /** Returns what an error says of itself; also where the answer has begun already. */
  static Body body(MynahException failure) {
    Line line = line(failure);
    String field = failure.field().orElse(null);
    String param = field == null ? null : NAMES.getOrDefault(field, field);
    return new Body(new Problem(message(failure), line.type(), param, line.code()));
  }

  private static Line line(MynahException failure) {
    ErrorCode code = failure.code();
    int status = PlainErrors.statusOf(code);
    return switch (code) {
      case TOKEN_MISSING, TOKEN_INVALID, TOKEN_EXPIRED ->
          new Line(status, INVALID_REQUEST, "invalid_api_key");
      case SCOPE_MISSING, FORBIDDEN ->
          new Line(status, INVALID_REQUEST, "insufficient_permissions");
      case CREDIT_EXHAUSTED -> new Line(429, "insufficient_quota", "insufficient_quota");
      case OVERLOADED, RATE_LIMITED -> new Line(status, "requests", "rate_limit_exceeded");
      case UNKNOWN_MODEL -> new Line(404, INVALID_REQUEST, "model_not_found");
      case NOT_FOUND ->
          new Line(
              status,
              INVALID_REQUEST,
              failure.field().map(OpenAiErrors::notFound).orElse("not_found"));
      case CONFLICT -> new Line(status, INVALID_REQUEST, "conflict");
      case NO_SUCH_PATH -> new Line(status, INVALID_REQUEST, "unknown_url");
      case NOT_IMPLEMENTED -> new Line(status, INVALID_REQUEST, "method_not_supported");
      case MALFORMED_BODY -> new Line(status, INVALID_REQUEST, null);
      case INVALID_REQUEST, UNREADABLE_MEDIA, UNUSABLE_REFERENCE, FETCH_REFUSED ->
          new Line(status, INVALID_REQUEST, "invalid_value");
      case UNSUPPORTED_LANGUAGE -> new Line(status, INVALID_REQUEST, "unsupported_language");
      case TOO_LARGE, URL_TOO_LONG, HEADERS_TOO_LARGE ->
          new Line(status, INVALID_REQUEST, "content_too_large");
      case REQUEST_TOO_SLOW, WAIT_TIMED_OUT -> new Line(status, SERVER_ERROR, "timeout");
      case INTERNAL -> new Line(status, SERVER_ERROR, null);
      case UNAVAILABLE -> new Line(status, SERVER_ERROR, "service_unavailable");
    };
  }

  private static String notFound(String field) {
    return NAMES.getOrDefault(field, field) + "_not_found";
  }

  private static String message(MynahException failure) {
    return switch (failure.code()) {
      case TOKEN_MISSING ->
          "You didn't provide an API key. Send it in the header Authorization: Bearer YOUR_KEY.";
      case TOKEN_INVALID -> "Incorrect API key provided.";
      case CREDIT_EXHAUSTED -> "You exceeded your current quota. " + PlainErrors.messageOf(failure);
      case RATE_LIMITED -> "Rate limit reached. " + PlainErrors.messageOf(failure);
      case INTERNAL -> "The server had an error while processing your request.";
      default -> told(failure.field().orElse(""), PlainErrors.messageOf(failure));
    };
  }

  /** The services begin a message about a field with its name. */
  private static String told(String field, String message) {
    String name = NAMES.get(field);
    return name == null || !message.startsWith(field)
        ? message
        : name + message.substring(field.length());
  }

  private record Line(int status, String type, @Nullable String code) {}

  /** The body of every error. */
  record Body(Problem error) {}

  /** What went wrong. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Problem(String message, String type, @Nullable String param, @Nullable String code) {}
}
