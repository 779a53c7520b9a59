package dev.mynah.server.consent;

import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.CleanText;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps recordings of consent until their account deletes them. A voice made on one's word stays
 * when it is deleted, and so does what was written down of it then.
 */
public final class ConsentService {
  public static final long MAX_BYTES = 10L << 20;
  private static final int MAX_NAME = 500; // characters
  private static final int MAX_LANGUAGE = 35; // characters, as RFC 5646 asks to be ready for
  private static final int MAX_CONSENTS = 1_000; // of one account
  private static final String PREFIX = "cons_";

  private final Database database;
  private final BlobStore blobs;
  private final ConsentRepository consents = new ConsentRepository();
  private final IdSource ids;
  private final Clock clock;

  public ConsentService(Database database, BlobStore blobs, IdSource ids, Clock clock) {
    this.database = database;
    this.blobs = blobs;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Keeps a copy of a recording.
   *
   * @param language BCP 47 tag
   * @throws MynahException with INVALID_REQUEST naming a wrong field, TOO_LARGE, or SCOPE_MISSING
   */
  public Consent add(String name, String language, Path recording, Principal principal) {
    principal.require(Scope.CLONE);
    String cleanName = checkedName(name);
    String tag = checkedLanguage(language);
    checkSize(recording);
    requireRoom(database.read(transaction -> consents.count(transaction, principal.ownerId())));
    Blob blob = blobs.put(recording, "application/octet-stream");
    Consent consent =
        new Consent(
            PREFIX + ids.hex(),
            principal.ownerId(),
            cleanName,
            tag,
            blob.id(),
            Rows.stored(clock.instant()));
    database.writing(
        transaction -> {
          requireRoom(consents.count(transaction, principal.ownerId()));
          blobs.record(transaction, blob);
          consents.insert(transaction, consent);
        });
    return consent;
  }

  private static void requireRoom(int there) {
    if (there >= MAX_CONSENTS) {
      throw MynahException.of(
          ErrorCode.TOO_LARGE,
          "An account may keep " + MAX_CONSENTS + " consents; delete one that is not needed.");
    }
  }

  private static void checkSize(Path recording) {
    long size;
    try {
      size = Files.size(recording);
    } catch (IOException e) {
      throw MynahException.of(ErrorCode.UNAVAILABLE, "The recording can't be read.", e);
    }
    if (size == 0) {
      throw MynahException.invalid("recording", "recording is an empty file.");
    }
    if (size > MAX_BYTES) {
      throw MynahException.of(
          ErrorCode.TOO_LARGE,
          "recording has %d bytes; at most %d are taken.".formatted(size, MAX_BYTES));
    }
  }

  private static String checkedName(String name) {
    String clean = CleanText.of(name).strip();
    if (clean.isEmpty() || clean.length() > MAX_NAME) {
      throw MynahException.invalid("name", "name must have 1 to " + MAX_NAME + " characters.");
    }
    return clean;
  }

  private static String checkedLanguage(String language) {
    String clean = language.strip();
    if (clean.length() > MAX_LANGUAGE || !clean.matches("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")) {
      throw MynahException.invalid("language", "language must be a language tag such as en-US.");
    }
    return clean;
  }

  /**
   * Returns a consent of the caller's.
   *
   * @throws MynahException with NOT_FOUND naming {@code consent}
   */
  public Consent find(String id, Principal principal) {
    return database.read(transaction -> find(transaction, id, principal));
  }

  private Consent find(Transaction transaction, String id, Principal principal) {
    return consents
        .find(transaction, id, principal.ownerId())
        .orElseThrow(() -> MynahException.notFound("consent", "There is no such consent."));
  }

  /**
   * Returns a part of the caller's consents, the newest first.
   *
   * @param after the id after which the part begins, or null for the beginning
   * @throws MynahException with INVALID_REQUEST if {@code after} is none of them
   */
  public ConsentPage list(int limit, @Nullable String after, Principal principal) {
    return database.read(
        transaction -> {
          Consent last = null;
          if (after != null) {
            Optional<Consent> found = consents.find(transaction, after, principal.ownerId());
            last =
                found.orElseThrow(
                    () -> MynahException.invalid("after", "after names no consent of this list."));
          }
          List<Consent> found = consents.list(transaction, principal.ownerId(), last, limit + 1);
          return new ConsentPage(
              found.subList(0, Math.min(limit, found.size())), found.size() > limit);
        });
  }

  /** Gives a consent of the caller's another name and returns it. */
  public Consent rename(String id, String name, Principal principal) {
    principal.require(Scope.CLONE);
    String clean = checkedName(name);
    return database.write(
        transaction -> {
          Consent before = find(transaction, id, principal);
          consents.rename(transaction, id, clean);
          return new Consent(
              id, before.ownerId(), clean, before.language(), before.blobId(), before.createdAt());
        });
  }

  /** Deletes a consent of the caller's and its recording. */
  public void delete(String id, Principal principal) {
    principal.require(Scope.CLONE);
    database.writing(
        transaction -> {
          Consent consent = find(transaction, id, principal);
          if (consents.delete(transaction, id)) {
            blobs.erase(transaction, List.of(consent.blobId()));
          }
        });
  }
}
