package dev.mynah.server.fetch;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Copies a file of our own as if it had been fetched, within the same limit of size. */
final class OwnFileReader {
  private OwnFileReader() {}

  static FetchedMedia save(OwnFile own, FetchLimits limits, Path directory) throws FetchFailure {
    if (own.size() == 0) {
      throw BodyReader.empty();
    }
    if (own.size() > limits.maxBytes()) {
      throw BodyReader.tooLarge(limits);
    }
    Path file = BodyReader.create(directory);
    boolean complete = false;
    try (OutputStream out = Files.newOutputStream(file)) {
      own.copyTo(out);
      complete = true;
    } catch (IOException e) {
      throw new FetchFailure(FailureKind.LOCAL, "can't read a stored file just now", e);
    } catch (MynahException gone) {
      if (gone.code() != ErrorCode.NOT_FOUND) {
        throw gone;
      }
      throw new FetchFailure(FailureKind.BAD_ANSWER, "leads to a file that has just gone", gone);
    } finally {
      if (!complete) {
        BodyReader.delete(file);
      }
    }
    return new FetchedMedia(file, own.size(), Optional.of(own.mediaType()), own.name());
  }
}
