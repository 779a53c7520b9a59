package dev.mynah.server.voice;

import java.nio.file.Path;

/** Where a reference recording comes from. */
public sealed interface Recording {

  /**
   * To be downloaded.
   *
   * @param url http or https, not yet vetted
   */
  record Url(String url) implements Recording {}

  /**
   * A file on this machine; copied when the order is accepted, so the giver may delete it then.
   *
   * @param path the file
   */
  record LocalFile(Path path) implements Recording {}

  /**
   * Sent along.
   *
   * @param bytes the file's content; not copied
   */
  record Bytes(byte[] bytes) implements Recording {}
}
