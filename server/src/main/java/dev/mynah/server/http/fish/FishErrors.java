package dev.mynah.server.http.fish;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.failure.Violation;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.PlainErrors;
import java.util.ArrayList;
import java.util.List;

/**
 * The one table of errors in this dialect: {@code {"status","message"}} and nothing else, for a
 * client takes every field it finds for an argument. A field that breaks the schema is answered 422
 * with a bare array, as the framework behind the service answers it.
 */
public final class FishErrors {
  private static final int SCHEMA_ERROR = 422;

  private FishErrors() {}

  static Answer render(MynahException failure) {
    if (failure.violation().isPresent() && failure.field().isPresent()) {
      return Answer.of(
          SCHEMA_ERROR,
          Json.write(List.of(detail(failure.field().get(), failure.violation().get()))));
    }
    int status = PlainErrors.statusOf(failure.code());
    return new Answer(
        status, PlainErrors.retryHeaders(failure), Json.write(new Body(status, message(failure))));
  }

  /** Returns what callers are told. */
  public static String message(MynahException failure) {
    return switch (failure.code()) {
      case TOKEN_MISSING -> "Missing `Authorization` header";
      case TOKEN_INVALID -> "Invalid Token";
      case CREDIT_EXHAUSTED -> "Insufficient Balance";
      case NOT_FOUND -> "Model not found";
      case INTERNAL -> "Internal server error.";
      default -> PlainErrors.messageOf(failure);
    };
  }

  /** The names and sentences are those of the schema checker behind the service. */
  private static Detail detail(String field, Violation violation) {
    String bound = violation.bound();
    return switch (violation.rule()) {
      case REQUIRED -> new Detail(location(field), "missing", "Field required");
      case TEXT -> should(field, "string_type", "be a valid string");
      case FLAG -> should(field, "bool_type", "be a valid boolean");
      case NUMBER -> should(field, "float_type", "be a valid number");
      case WHOLE_NUMBER -> should(field, "int_type", "be a valid integer");
      case LIST -> should(field, "list_type", "be a valid list");
      case OBJECT -> should(field, "dict_type", "be a valid dictionary");
      case AT_LEAST -> should(field, "greater_than_equal", "be greater than or equal to " + bound);
      case AT_MOST -> should(field, "less_than_equal", "be less than or equal to " + bound);
      case ONE_OF -> should(field, "literal_error", "be " + bound);
    };
  }

  private static Detail should(String field, String type, String rule) {
    return new Detail(location(field), type, "Input should " + rule);
  }

  /** Turns {@code references[0].audio} into its steps: references, 0, audio. */
  private static List<Object> location(String field) {
    List<Object> steps = new ArrayList<>();
    for (String step : field.split("[.\\[\\]]+", -1)) {
      if (!step.isEmpty()) {
        boolean index = step.chars().allMatch(Character::isDigit);
        steps.add(index ? (Object) Integer.valueOf(step) : step);
      }
    }
    return steps;
  }

  private record Body(int status, String message) {}

  private record Detail(List<Object> loc, String type, String msg) {}
}
