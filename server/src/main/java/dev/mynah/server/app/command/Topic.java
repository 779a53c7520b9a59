package dev.mynah.server.app.command;

import java.util.Locale;

/**
 * What the doctor may find wrong; each has an entry in docs/TROUBLESHOOTING.md, as a test sees to.
 */
enum Topic {
  JAVA_TOO_OLD,
  PLATFORM_NOT_KNOWN,
  TOO_MANY_WORKERS,
  LITTLE_MEMORY,
  FOLDER_IMPOSSIBLE,
  FOLDER_NOT_WRITABLE,
  LITTLE_DISK,
  MODEL_MISSING,
  MODEL_DAMAGED,
  RECOGNISER_MISSING,
  RECOGNISER_DAMAGED,
  DATABASE_CLOSED,
  DECODER_BROKEN,
  PORT_TAKEN,
  PIP_MISSING,
  CHECK_FAILED;

  /** Returns the heading of its entry, e.g. {@code port-taken}. */
  String anchor() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns where to read about it. */
  String page() {
    return "docs/TROUBLESHOOTING.md#" + anchor();
  }
}
