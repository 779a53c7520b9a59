package dev.mynah.server.voice;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.CloneReport;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.FetchLimits;
import dev.mynah.server.fetch.MediaFetcher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gets a voice its picture. A picture that can't be had is no reason to refuse a voice: a generated
 * one stands in, and the report says so.
 */
final class CoverMaker {
  private final MediaFetcher fetcher;
  private final BlobStore blobs;
  private final WorkFolder workFolder;

  CoverMaker(MediaFetcher fetcher, BlobStore blobs, WorkFolder workFolder) {
    this.fetcher = fetcher;
    this.blobs = blobs;
    this.workFolder = workFolder;
  }

  /**
   * A picture that is stored but not recorded.
   *
   * @param blob the picture
   * @param warnings why it isn't the one asked for, if it isn't
   */
  record Cover(Blob blob, List<CloneReport.Warning> warnings) {}

  Cover cover(String voiceId, @Nullable String url, CancelSignal cancel) {
    if (url == null) {
      return new Cover(generated(voiceId), List.of());
    }
    try {
      Optional<Blob> fetched = fetched(url, cancel);
      if (fetched.isPresent()) {
        return new Cover(fetched.get(), List.of());
      }
      return standIn(voiceId, "The file at image_url is not a PNG, JPEG, GIF or WebP picture.");
    } catch (MynahException e) {
      if (e.code() != ErrorCode.FETCH_REFUSED) {
        throw e;
      }
      return standIn(voiceId, String.valueOf(e.getMessage()));
    }
  }

  Blob generated(String voiceId) {
    return blobs.put(GeneratedCover.png(voiceId), GeneratedCover.MEDIA_TYPE);
  }

  private Cover standIn(String voiceId, String reason) {
    String message = reason + " A generated cover stands in; make the voice again with another.";
    return new Cover(
        generated(voiceId), List.of(new CloneReport.Warning("cover_unavailable", message)));
  }

  private Optional<Blob> fetched(String url, CancelSignal cancel) {
    Path file =
        fetcher.fetch("image_url", url, FetchLimits.IMAGE, workFolder.path(), cancel).file();
    try (InputStream in = Files.newInputStream(file)) {
      return ImageTypes.of(in.readNBytes(ImageTypes.BYTES_NEEDED))
          .map(type -> blobs.put(file, type));
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "A downloaded file can't be read.", e);
    } finally {
      workFolder.discard(file);
    }
  }
}
