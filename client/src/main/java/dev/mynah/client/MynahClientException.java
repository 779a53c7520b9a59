package dev.mynah.client;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Whatever goes wrong with a call. The kinds are the subclasses; all of them tell as much as is
 * known. No message holds the API key, the text to be spoken, or audio.
 */
public abstract class MynahClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is known of a failure; every part may be missing. */
  record Details(
      int status,
      @Nullable String code,
      @Nullable String field,
      @Nullable String traceId,
      @Nullable Duration retryAfter) {
    static final Details NONE = new Details(0, null, null, null, null);

    static Details ofField(String field) {
      return new Details(0, null, field, null, null);
    }

    static Details ofCode(String code) {
      return new Details(0, code, null, null, null);
    }
  }

  private final transient Details details;

  MynahClientException(String message, Details details, @Nullable Throwable cause) {
    super(message, cause);
    this.details = details;
  }

  private Details known() {
    return details == null ? Details.NONE : details; // null after deserialisation
  }

  /** Returns the HTTP status, if there was an answer. */
  public OptionalInt status() {
    int status = known().status();
    return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
  }

  /** Returns the service's code of the error, such as {@code used_up}, if it has codes. */
  public Optional<String> code() {
    return Optional.ofNullable(known().code());
  }

  /** Returns the name of the field that is wrong, as the service writes it, if one is to blame. */
  public Optional<String> field() {
    return Optional.ofNullable(known().field());
  }

  /** Returns what the operator of the service can find this request by. */
  public Optional<String> traceId() {
    return Optional.ofNullable(known().traceId());
  }

  /** Returns how long the service asked to be left alone. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(known().retryAfter());
  }
}
