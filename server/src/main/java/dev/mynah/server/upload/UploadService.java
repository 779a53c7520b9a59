package dev.mynah.server.upload;

import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.IdempotencyKey;
import dev.mynah.server.task.IdempotencyKeys.Subject;
import dev.mynah.server.task.OnceOnly;
import dev.mynah.server.token.Principal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps files callers hand in until their time is over. An owner can fill only so much of the disk.
 */
public final class UploadService {
  private static final Logger LOG = LoggerFactory.getLogger(UploadService.class);
  private static final int MAX_NAME = 80; // characters
  private static final String SUBJECT = "upload";
  private static final String PLAIN_NAME = "upload";
  private static final String PLAIN_TYPE = "application/octet-stream";

  /**
   * What a browser may be told a stranger's file is; everything else is only offered for saving.
   */
  private static final Pattern SAFE_TYPES =
      Pattern.compile("audio/[a-z0-9][a-z0-9.+-]{0,60}|image/(?:png|jpeg|gif|webp)");

  private final Database database;
  private final BlobStore blobs;
  private final WorkFolder workFolder;
  private final OnceOnly once;
  private final UploadRepository uploads = new UploadRepository();
  private final UploadSettings settings;
  private final Clock clock;

  /**
   * @param once takes in the file of a request that has a name
   */
  public UploadService(
      Database database,
      BlobStore blobs,
      WorkFolder workFolder,
      OnceOnly once,
      UploadSettings settings,
      Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.workFolder = workFolder;
    this.once = once;
    this.settings = settings;
    this.clock = clock;
  }

  /** Returns what may be handed in. */
  public UploadSettings settings() {
    return settings;
  }

  /** Returns where a file that is coming in may be written; {@link #discard} it in the end. */
  public Path incoming() {
    return workFolder.fresh();
  }

  /** Deletes a file of {@link #incoming()} if it is there. */
  public void discard(Path incoming) {
    workFolder.discard(incoming);
  }

  /**
   * Refuses an owner who has no room left, before a byte of the file is read.
   *
   * @throws MynahException with TOO_LARGE
   */
  public void requireRoom(Principal principal) {
    requireRoom(database.read(rows -> uploads.bytesOf(rows, principal.ownerId())), 1);
  }

  /**
   * Keeps a copy of a file, or returns the one that the same request brought before, as long as it
   * is there.
   *
   * @param name what the sender calls it
   * @param mediaType what the sender says it is
   * @param key what the sender calls the request, or null; its fingerprint tells file and name
   * @throws MynahException with INVALID_REQUEST if it is empty, TOO_LARGE if there is no room
   */
  public Upload keep(
      Path file,
      long size,
      String name,
      String mediaType,
      Principal principal,
      @Nullable IdempotencyKey key) {
    if (size == 0) {
      throw MynahException.invalid("file", "file is empty.");
    }
    String plainName = safeName(name);
    Optional<Upload> before = once.before(key, principal).flatMap(id -> find(id, plainName));
    if (before.isPresent()) {
      return before.get();
    }
    requireRoom(principal);
    String type = SAFE_TYPES.matcher(mediaType).matches() ? mediaType : PLAIN_TYPE;
    Blob blob = blobs.put(file, type);
    Instant now = clock.instant();
    Instant expires = Rows.stored(now.plus(settings.lifetime()));
    Upload upload = new Upload(blob.id(), plainName, type, size, expires);
    Optional<String> faster =
        once.make(
            key,
            new Subject(SUBJECT, blob.id()),
            principal,
            (transaction, id) -> uploads.find(transaction, id, plainName, now).isPresent(),
            transaction -> record(transaction, blob, upload, principal, now));
    if (faster.isPresent()) {
      return find(faster.get(), plainName).orElseThrow(UploadService::gone);
    }
    LOG.info("Took in file {} of {} bytes", blob.id(), size);
    return upload;
  }

  private Optional<Upload> find(String blobId, String name) {
    return database.read(transaction -> uploads.find(transaction, blobId, name, clock.instant()));
  }

  private static MynahException gone() {
    return MynahException.of(ErrorCode.NOT_FOUND, "The file has just been deleted.");
  }

  private void record(
      Transaction transaction, Blob blob, Upload upload, Principal principal, Instant now) {
    requireRoom(uploads.bytesOf(transaction, principal.ownerId()), upload.size());
    blobs.record(transaction, blob, upload.expiresAt());
    uploads.insert(transaction, upload, principal.ownerId(), now);
  }

  private void requireRoom(long taken, long wanted) {
    if (taken + wanted > settings.maxOwnerBytes()) {
      throw MynahException.of(
          ErrorCode.TOO_LARGE,
          "Your files fill the %d bytes you may have lying here; each goes %d hours after it came."
              .formatted(settings.maxOwnerBytes(), Math.max(1, settings.lifetime().toHours())));
    }
  }

  /** Keeps what a link can carry; the extension last, so that it survives the shortening. */
  private static String safeName(String name) {
    String plain = name.replaceAll(".*[/\\\\]", "").replaceAll("[^A-Za-z0-9._-]+", "_");
    String safe = plain.substring(Math.max(0, plain.length() - MAX_NAME)).replaceAll("^[._]+", "");
    return safe.isEmpty() ? PLAIN_NAME : safe.toLowerCase(Locale.ROOT);
  }
}
