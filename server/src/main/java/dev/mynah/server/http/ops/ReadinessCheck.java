package dev.mynah.server.http.ops;

import java.util.Optional;

/** Something the server can't work without. */
public interface ReadinessCheck {
  /** Returns a lower-case name, e.g. {@code engine}. */
  String name();

  /** Returns what is wrong, in words an operator may read without a key; empty if all is well. */
  Optional<String> problem();
}
