package dev.mynah.server.app.command;

/** What a command's exit status means. */
final class ExitCode {
  static final int OK = 0;

  /** The work could not be done; the reason was said. */
  static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was done. */
  static final int USAGE = 2;

  private ExitCode() {}
}
