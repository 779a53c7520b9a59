package dev.mynah.server.app.wiring;

import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.upload.UploadCopies;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.VoiceArchives;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoiceErasure;
import dev.mynah.server.webhook.CallbackBodyEraser;
import dev.mynah.server.webhook.CallbackOutbox;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/**
 * The database and the files of a data folder, without an engine: open in a moment, for commands
 * that look and delete.
 */
public final class Archive implements AutoCloseable {
  private final Database database;
  private final BlobStore blobs;
  private final AuditLog audit;
  private final VoiceCatalogue voices;
  private final VoiceErasure erasure;
  private final VoiceArchives archives;

  private Archive(Database database, Configuration configuration, Clock clock) {
    IdSource ids = IdSource.random();
    this.database = database;
    this.audit = new AuditLog(database, ids, clock);
    SecureRandom random = new SecureRandom();
    this.blobs = BlobStores.open(configuration, database, random, ids, clock);
    this.voices =
        VoiceCatalogue.withoutEngine(database, blobs, FamiliarIds.of(configuration), audit, clock);
    this.archives = new VoiceArchives(database, voices, blobs, audit, clock);
    // Never started: a server on the same database sends what is put down here.
    WorkQueue callbacks =
        new WorkQueue(database, WorkQueue.Kind.CALLBACK, 1, "command-" + ids.hex(), clock);
    TaskService tasks =
        new TaskService(
            database,
            List.of(
                new UsageLedger(new TokenService(database, ids, random, clock), ids),
                new CallbackOutbox(callbacks, configuration.callbackLifetime(), ids, clock)),
            new IdempotencyKeys(configuration.idempotencyLifetime(), clock),
            ids,
            clock);
    this.erasure =
        new VoiceErasure(
            database,
            tasks,
            blobs,
            voices,
            new CallbackBodyEraser()::erase,
            new UploadCopies()::of,
            audit);
  }

  /**
   * Opens the configured data folder.
   *
   * @throws dev.mynah.server.failure.MynahException if it can't be read or written
   */
  public static Archive open(Configuration configuration, Clock clock) {
    return new Archive(
        Database.open(DatabaseSettings.of(configuration.databaseUrl(), configuration.data())),
        configuration,
        clock);
  }

  /** Returns the voices, to look at and to change. */
  public VoiceCatalogue voices() {
    return voices;
  }

  /** Returns what deletes voices. */
  public VoiceErasure erasure() {
    return erasure;
  }

  /** Returns what writes voices into archives. */
  public VoiceArchives archives() {
    return archives;
  }

  /** Returns the audit log. */
  public AuditLog audit() {
    return audit;
  }

  @Override
  public void close() {
    try {
      blobs.close();
    } finally {
      database.close();
    }
  }
}
