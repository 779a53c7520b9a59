package dev.mynah.server.app.command;

import org.jspecify.annotations.Nullable;

/**
 * What a check of the doctor found.
 *
 * @param state how bad it is
 * @param detail what was seen
 * @param remedy what to do about it, empty if nothing need be done
 * @param topic the entry of docs/TROUBLESHOOTING.md about it, if anything is wrong
 */
record Finding(State state, String detail, String remedy, @Nullable Topic topic) {
  /** How bad a finding is. */
  enum State {
    OK,
    /** Mynah runs, but something is missing or slow. */
    WARNING,
    /** Mynah can't do its work. */
    FAILURE
  }

  static Finding ok(String detail) {
    return new Finding(State.OK, detail, "", null);
  }

  static Finding warning(Topic topic, String detail, String remedy) {
    return new Finding(State.WARNING, detail, remedy, topic);
  }

  static Finding failure(Topic topic, String detail, String remedy) {
    return new Finding(State.FAILURE, detail, remedy, topic);
  }
}
