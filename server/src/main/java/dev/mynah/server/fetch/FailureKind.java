package dev.mynah.server.fetch;

/**
 * Why a URL was not fetched or a callback not delivered, for counting and for deciding on retries.
 */
public enum FailureKind {
  /** The URL is malformed, or policy forbids it; trying again gives the same answer. */
  REFUSED,
  /** The host's name has no address, at least not now. */
  UNRESOLVED,
  /** No connection came about, or it broke. */
  UNREACHABLE,
  /** The peer was too slow. */
  TIMED_OUT,
  /** The peer's certificate or TLS version isn't acceptable. */
  INSECURE,
  /** The peer answered, but not with what was asked for. */
  BAD_ANSWER,
  /** The answer is larger than the limit. */
  TOO_LARGE,
  /** The work was cancelled on our side. */
  CANCELLED,
  /** Our own disk or machine failed. */
  LOCAL
}
