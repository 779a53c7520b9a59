package dev.mynah.server.fetch;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure, told as the rest of a sentence whose subject is the field that held the
 * URL: "uses the scheme ftp; only http and https are allowed".
 */
final class FetchFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final FailureKind kind;
  private final String predicate;

  FetchFailure(FailureKind kind, String predicate) {
    this(kind, predicate, null);
  }

  FetchFailure(FailureKind kind, String predicate, @Nullable Throwable cause) {
    super(predicate, cause);
    this.kind = kind;
    this.predicate = predicate;
  }

  static FetchFailure refused(String predicate) {
    return new FetchFailure(FailureKind.REFUSED, predicate);
  }

  FailureKind kind() {
    return kind;
  }

  String predicate() {
    return predicate;
  }

  /** Returns the same failure, told of the URL the caller's URL led to. */
  FetchFailure afterRedirect() {
    boolean aboutTheUrl = kind != FailureKind.CANCELLED && kind != FailureKind.LOCAL;
    return aboutTheUrl
        ? new FetchFailure(kind, "redirects to a URL that " + predicate, getCause())
        : this;
  }

  /** Returns what a caller is told. */
  MynahException toMynahException(String field) {
    return switch (kind) {
      case CANCELLED -> MynahException.of(ErrorCode.UNAVAILABLE, "The work was cancelled.", this);
      case LOCAL -> MynahException.of(ErrorCode.UNAVAILABLE, "The server " + predicate + ".", this);
      case REFUSED, UNRESOLVED, UNREACHABLE, TIMED_OUT, INSECURE, BAD_ANSWER, TOO_LARGE ->
          MynahException.fetchRefused(field, field + " " + predicate + ".", this);
    };
  }
}
