package dev.mynah.server.app.command;

/**
 * What a check of the doctor found.
 *
 * @param state how bad it is
 * @param detail what was seen
 * @param remedy what to do about it, empty if nothing need be done
 */
record Finding(State state, String detail, String remedy) {
  /** How bad a finding is. */
  enum State {
    OK,
    /** Mynah runs, but something is missing or slow. */
    WARNING,
    /** Mynah can't do its work. */
    FAILURE
  }

  static Finding ok(String detail) {
    return new Finding(State.OK, detail, "");
  }

  static Finding warning(String detail, String remedy) {
    return new Finding(State.WARNING, detail, remedy);
  }

  static Finding failure(String detail, String remedy) {
    return new Finding(State.FAILURE, detail, remedy);
  }
}
