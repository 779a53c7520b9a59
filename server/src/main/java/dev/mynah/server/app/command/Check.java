package dev.mynah.server.app.command;

import dev.mynah.server.app.config.Configuration;

/**
 * One thing the doctor looks at.
 *
 * @param name in a word or two
 * @param look finds out
 */
record Check(String name, Look look) {
  /** Finds out about one thing; throws for what it can't explain itself. */
  @FunctionalInterface
  interface Look {
    Finding at(Configuration configuration) throws Exception;
  }
}
