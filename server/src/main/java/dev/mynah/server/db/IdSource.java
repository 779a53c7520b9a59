package dev.mynah.server.db;

import java.util.UUID;

/** Where new identifiers come from. Safe for use by many threads. */
public interface IdSource {

  /** Returns 32 hex digits never returned before: the id of a voice, a file, a key. */
  String hex();

  /** Returns a UUID in its usual writing: the id of a task or a trace. */
  default String uuid() {
    String hex = hex();
    return new UUID(Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, 32, 16))
        .toString();
  }

  /** Identifiers nobody can guess. */
  static IdSource random() {
    return () -> UUID.randomUUID().toString().replace("-", "");
  }
}
