package dev.mynah.server.fetch;

import java.util.Optional;

/**
 * The files this very server serves under signed links. Such a link is read where the file lies:
 * the server's own address is often a private one, which no connection is opened to for a caller.
 * Nothing is given away by it: who has the link may read that one file anyway.
 */
@FunctionalInterface
public interface OwnFiles {
  /** No link is ours. */
  OwnFiles NONE = url -> Optional.empty();

  /**
   * Returns the file a URL leads to.
   *
   * @param url anything a caller may send
   * @return empty unless it is a link made here whose signature is genuine, whose time isn't over,
   *     and whose file is there
   */
  Optional<OwnFile> find(String url);
}
