package dev.mynah.server.failure;

/**
 * Everything that can go wrong, once. A dialect maps each code to its own status, name and shape in
 * one table; nothing else decides how an error looks on the wire.
 */
public enum ErrorCode {
  /** No key was sent. */
  TOKEN_MISSING,
  /** The key is unknown, revoked or malformed. */
  TOKEN_INVALID,
  /** The key was good once. */
  TOKEN_EXPIRED,
  /** The key's scopes don't cover this call. */
  SCOPE_MISSING,
  /** The key is good and may do this, but not with what belongs to somebody else. */
  FORBIDDEN,
  /** A field is missing, of the wrong type or out of range. */
  INVALID_REQUEST,
  /** The body isn't what its content type says. */
  MALFORMED_BODY,
  /** The body, text or list is larger than the limit. */
  TOO_LARGE,
  /** The URL is longer than the limit. */
  URL_TOO_LONG,
  /** The header fields are larger than the limit. */
  HEADERS_TOO_LARGE,
  /** The request's body came too slowly. */
  REQUEST_TOO_SLOW,
  /** The speech model a caller named is unknown. */
  UNKNOWN_MODEL,
  /** The path exists, but not this method or feature. */
  NOT_IMPLEMENTED,
  /** No such path. */
  NO_SUCH_PATH,
  /** No such voice, task or file, or not one the caller may see: the same answer for both. */
  NOT_FOUND,
  /** What is to be made is there already, under the name the caller gives it. */
  CONFLICT,
  /** A URL the caller gave is refused by policy, or can't be fetched. */
  FETCH_REFUSED,
  /** The media a caller gave can't be decoded. */
  UNREADABLE_MEDIA,
  /** The recording decodes, but can't give a voice. */
  UNUSABLE_REFERENCE,
  /** The text is in a language no installed engine speaks. */
  UNSUPPORTED_LANGUAGE,
  /** All workers and the queue are full; try again later. */
  OVERLOADED,
  /** The caller's own limit is reached; try again later. */
  RATE_LIMITED,
  /** The key's credit is used up. */
  CREDIT_EXHAUSTED,
  /** The server is stopping or can't reach something it needs; try again later. */
  UNAVAILABLE,
  /** The caller asked to wait for work that takes longer than a wait may; the work goes on. */
  WAIT_TIMED_OUT,
  /** A defect or a broken machine; nothing the caller can mend. */
  INTERNAL
}
