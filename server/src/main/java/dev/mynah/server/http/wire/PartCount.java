package dev.mynah.server.http.wire;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;

/** Counts the parts of a body: each takes more heap than it has bytes. */
final class PartCount {
  private int parts;

  /**
   * Counts a name, a value, or the beginning or end of an object or array.
   *
   * @throws StreamConstraintsException if there are too many
   */
  void add() throws StreamConstraintsException {
    parts++;
    if (parts > Json.MAX_TOKENS) {
      throw new StreamConstraintsException("more than " + Json.MAX_TOKENS + " parts");
    }
  }
}
