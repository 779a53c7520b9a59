package dev.mynah.server.blob;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Secrets;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Files in an S3 bucket that any number of servers on one database share, each file an object of
 * its own under its id: {@code {prefix}blobs/{id}}.
 *
 * <p>As no two files share an object and no id comes twice, there is nothing a sweep and a put
 * could both hold, and no lock is needed: an object is named by the one row that goes with its put,
 * soon after it, or never. What a row ceases to name is written down in the same transaction and
 * freed right after it, or when the store can be reached again. A marker in the bucket says which
 * database it belongs to, so that two that were given one bucket by mistake don't sweep each
 * other's files.
 *
 * <p>Files that were stored in the data folder before are still served from there.
 */
public final class S3BlobStore implements BlobStore {
  private static final Logger LOG = LoggerFactory.getLogger(S3BlobStore.class);
  private static final int ROWS_AT_ONCE = 500;
  private static final int ID_BYTES = 16; // of the marker
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final Duration HEALTH_KEPT = Duration.ofSeconds(5);

  /** Half the least time a sweep leaves unnamed objects alone: clocks and commits have the rest. */
  private static final Duration RECORDED_WITHIN = Duration.ofMinutes(30);

  private final S3Bucket bucket;
  private final LocalBlobStore folder;
  private final Database database;
  private final BlobRepository blobs = new BlobRepository();
  private final IdSource ids;
  private final Clock clock;
  private final AtomicReference<Instant> sweptAt = new AtomicReference<>(Instant.MIN);
  private final AtomicReference<@Nullable Health> health = new AtomicReference<>();

  /** One thread, and at most one call waiting for it: that one sees all that was erased before. */
  private final ExecutorService eraser =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(1),
          Thread.ofPlatform().daemon().name("mynah-blob-eraser").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  private record Health(Instant seen, Optional<String> problem) {}

  private S3BlobStore(
      S3Bucket bucket, LocalBlobStore folder, Database database, IdSource ids, Clock clock) {
    this.bucket = bucket;
    this.folder = folder;
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Opens the store: the bucket must be there, the keys must let us in, and no other database's
   * files may be in it.
   *
   * @param folder where files were kept before
   * @throws MynahException with UNAVAILABLE that says what to do
   */
  public static S3BlobStore open(
      S3Settings settings,
      LocalBlobStore folder,
      Database database,
      Secrets secrets,
      IdSource ids,
      Clock clock) {
    S3Bucket bucket = new S3Bucket(settings);
    boolean opened = false;
    try {
      byte[] name = secrets.key("blob-store");
      claim(bucket, HexFormat.of().formatHex(name, 0, ID_BYTES));
      opened = true;
      return new S3BlobStore(bucket, folder, database, ids, clock);
    } finally {
      if (!opened) {
        bucket.close();
      }
    }
  }

  private static void claim(S3Bucket bucket, String installation) {
    S3Settings settings = bucket.settings();
    try {
      bucket.probeListing();
      Optional<String> owner = bucket.marker();
      if (owner.isPresent() && !owner.get().equals(installation)) {
        throw MynahException.of(
            ErrorCode.UNAVAILABLE,
            "The files in bucket \""
                + settings.bucket()
                + "\" below \""
                + settings.prefix()
                + "\" belong to another database: choose another s3-prefix, or that database.");
      }
      bucket.mark(installation);
    } catch (SdkException e) {
      throw S3Failures.atStart(settings, e);
    }
    warnOfVersions(bucket);
  }

  private static void warnOfVersions(S3Bucket bucket) {
    try {
      if (bucket.keepsVersions()) {
        LOG.warn(
            "The bucket {} keeps old versions: what is erased stays in it until its lifecycle rules"
                + " remove it",
            bucket.settings().bucket());
      }
    } catch (SdkException e) {
      LOG.debug("Whether the bucket keeps versions isn't known: {}", S3Failures.describe(e));
    }
  }

  @Override
  public Blob put(Path file, String mediaType) {
    try {
      ContentDigests digests;
      try (InputStream in = Files.newInputStream(file)) {
        digests = ContentDigests.of(in);
      }
      Blob blob = fresh(digests, mediaType);
      bucket.put(blob.id(), file, mediaType, digests);
      return blob;
    } catch (IOException e) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "A file that was to be stored can't be read.", e);
    } catch (SdkException e) {
      throw S3Failures.during("a file could not be stored", e);
    }
  }

  @Override
  public Blob put(byte[] bytes, String mediaType) {
    try {
      ContentDigests digests = ContentDigests.of(new ByteArrayInputStream(bytes));
      Blob blob = fresh(digests, mediaType);
      bucket.put(blob.id(), bytes, mediaType, digests);
      return blob;
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can't fail to be read", e);
    } catch (SdkException e) {
      throw S3Failures.during("a file could not be stored", e);
    }
  }

  private Blob fresh(ContentDigests digests, String mediaType) {
    return new Blob(
        ids.hex(), digests.sha256(), digests.size(), mediaType, Rows.stored(clock.instant()));
  }

  @Override
  public void record(Transaction transaction, Blob blob) {
    checkFresh(blob);
    blobs.insert(transaction, blob, BlobPlace.S3, null);
  }

  @Override
  public void record(Transaction transaction, Blob blob, Instant expires) {
    checkFresh(blob);
    blobs.insert(transaction, blob, BlobPlace.S3, expires);
  }

  /** A process that slept since the put may find its object swept. */
  private void checkFresh(Blob blob) {
    if (blob.createdAt().plus(RECORDED_WITHIN).isBefore(clock.instant())) {
      throw MynahException.of(
          ErrorCode.UNAVAILABLE, "A stored file was not used for too long; try again.");
    }
  }

  @Override
  public Optional<Blob> find(String id) {
    return placed(id).map(PlacedBlob::blob);
  }

  private Optional<PlacedBlob> placed(String id) {
    return database.read(transaction -> blobs.find(transaction, id, clock.instant()));
  }

  @Override
  public BlobContent open(String id) {
    PlacedBlob placed =
        placed(id).orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, "No such file."));
    return placed.place() == BlobPlace.FOLDER
        ? folder.open(placed.blob())
        : new S3Content(placed.blob(), bucket);
  }

  @Override
  public void delete(Transaction transaction, String id) {
    blobs.delete(transaction, id);
    transaction.afterCommit(() -> eraser.execute(this::freeLeftoversOrLog));
  }

  @Override
  public void erase(Transaction transaction, Collection<String> erased) {
    folder.erase(transaction, blobs.inFolder(transaction, erased));
    erased.forEach(id -> delete(transaction, id));
  }

  @Override
  public int deleteExpired() {
    int expired =
        database.write(
            transaction -> blobs.deleteExpired(transaction, clock.instant(), ROWS_AT_ONCE));
    if (expired > 0) {
      eraser.execute(this::freeLeftoversOrLog);
    }
    return expired;
  }

  private void freeLeftoversOrLog() {
    try {
      freeLeftovers();
    } catch (MynahException e) {
      LOG.warn("Erased files stay in the bucket until it can be reached again");
    } catch (RuntimeException e) {
      LOG.error("Erased files stay in the bucket for now", e);
    }
  }

  /** Deletes the objects no row names any more; several servers may do so at once. */
  private int freeLeftovers() {
    int freed = 0;
    List<String> some = leftovers();
    while (!some.isEmpty()) {
      List<String> done = some;
      some.forEach(this::free);
      database.writing(transaction -> blobs.freed(transaction, done));
      freed += done.size();
      some = leftovers();
    }
    return freed;
  }

  private List<String> leftovers() {
    return database.read(transaction -> blobs.leftovers(transaction, ROWS_AT_ONCE));
  }

  private void free(String id) {
    try {
      bucket.delete(id);
    } catch (SdkException e) {
      throw S3Failures.during("an erased file could not be deleted", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>What was erased but could not be deleted then goes each time; the bucket is listed only now
   * and then, for what a crash left.
   */
  @Override
  public int sweep(Duration grace) {
    int swept = folder.sweep(grace) + freeLeftovers();
    Instant now = clock.instant();
    Instant last = sweptAt.get();
    if (last.equals(Instant.MIN) || !now.isBefore(last.plus(bucket.settings().sweepEvery()))) {
      swept += sweepUnnamed(grace, now);
      sweptAt.set(now);
    }
    return swept;
  }

  private int sweepUnnamed(Duration grace, Instant now) {
    List<String> unnamed = new ArrayList<>();
    try {
      bucket.list(now, (page, storeTime) -> unnamed.addAll(unnamed(page, storeTime.minus(grace))));
    } catch (SdkException e) {
      throw S3Failures.during("the files could not be listed", e);
    }
    unnamed.forEach(this::free);
    if (!unnamed.isEmpty()) {
      LOG.info("Swept {} object(s) that nothing names", unnamed.size());
    }
    return unnamed.size();
  }

  private List<String> unnamed(List<S3Object> page, Instant limit) {
    List<String> old =
        page.stream()
            .filter(object -> object.lastModified().isBefore(limit))
            .map(bucket::id)
            .filter(Objects::nonNull)
            .toList();
    Set<String> named = database.read(transaction -> blobs.named(transaction, old));
    return old.stream().filter(id -> !named.contains(id)).toList();
  }

  @Override
  public Optional<String> problem() {
    Health known = health.get();
    Instant now = clock.instant();
    if (known == null || now.isAfter(known.seen().plus(HEALTH_KEPT))) {
      known = new Health(now, ask());
      health.set(known);
    }
    return known.problem();
  }

  private Optional<String> ask() {
    try {
      bucket.probe();
      return Optional.empty();
    } catch (SdkException e) {
      LOG.warn("The S3 store is out of reach: {}", S3Failures.describe(e));
      return Optional.of("the S3 store can't be reached");
    }
  }

  @Override
  public void close() {
    eraser.shutdown();
    try {
      if (!eraser.awaitTermination(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        eraser.shutdownNow();
      }
    } catch (InterruptedException e) {
      eraser.shutdownNow();
      Thread.currentThread().interrupt();
    }
    bucket.close();
  }
}
