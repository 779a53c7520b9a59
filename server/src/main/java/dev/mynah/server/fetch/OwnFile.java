package dev.mynah.server.fetch;

import java.io.IOException;
import java.io.OutputStream;

/** A file of this server that a signed link leads to. */
public interface OwnFile {

  /** Returns how many bytes it has. */
  long size();

  /** Returns what it is said to be, e.g. {@code audio/mpeg}. */
  String mediaType();

  /** Returns its name in the link. */
  String name();

  /**
   * Writes all of it.
   *
   * @throws dev.mynah.server.failure.MynahException with NOT_FOUND if it has gone meanwhile
   */
  void copyTo(OutputStream out) throws IOException;
}
