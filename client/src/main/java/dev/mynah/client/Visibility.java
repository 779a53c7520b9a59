package dev.mynah.client;

import java.util.Locale;

/** Who may find and use a voice. */
public enum Visibility {
  /** Its owner. */
  PRIVATE,
  /** Whoever knows its id. */
  UNLISTED,
  /** Everybody. */
  PUBLIC;

  /** Returns this as it is written on the wire. */
  String wire() {
    return this == UNLISTED ? "unlist" : name().toLowerCase(Locale.ROOT);
  }

  /** Reads it; what isn't known counts as private. */
  static Visibility of(String wire) {
    for (Visibility each : values()) {
      if (each.wire().equals(wire)) {
        return each;
      }
    }
    return PRIVATE;
  }
}
