package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.FetchLimits;
import dev.mynah.server.fetch.MediaFetcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Downloads pictures while their sender waits. */
public final class PictureFetcher {
  /** Largest picture, in bytes. */
  public static final long MAX_BYTES = FetchLimits.IMAGE.maxBytes();

  private final MediaFetcher fetcher;
  private final WorkFolder workFolder;

  public PictureFetcher(MediaFetcher fetcher, WorkFolder workFolder) {
    this.fetcher = fetcher;
    this.workFolder = workFolder;
  }

  /**
   * Returns what is at a URL.
   *
   * @param field wire name of the field that holds the URL, for messages
   * @throws MynahException with FETCH_REFUSED
   */
  public byte[] fetch(String field, String url) {
    Path file =
        fetcher.fetch(field, url, FetchLimits.IMAGE, workFolder.path(), CancelSignal.NEVER).file();
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "A downloaded file can't be read.", e);
    } finally {
      workFolder.discard(file);
    }
  }
}
