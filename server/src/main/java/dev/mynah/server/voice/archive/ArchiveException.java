package dev.mynah.server.voice.archive;

/** A file is no voice archive, or not one to be trusted. The message is for whoever sent it. */
public final class ArchiveException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveException(String message) {
    super(message);
  }

  ArchiveException(String message, Throwable cause) {
    super(message, cause);
  }
}
