package dev.mynah.server.voice;

import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes voices for good: the right to erasure. One transaction removes every row that tells
 * anything of the voice and writes down that it was done; then the bytes of its files go at once,
 * and so does what the database's own log still holds. What was spoken with the voice belongs to
 * who had it spoken and stays for its own time; the record of the clone, without any audio, stays
 * for good.
 */
public final class VoiceErasure {
  /** What a task of a voice that is gone tells. */
  public static final String DELETED = "The voice was deleted.";

  private static final Logger LOG = LoggerFactory.getLogger(VoiceErasure.class);
  private static final Duration LOG_PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final CloneRecordRepository records = new CloneRecordRepository();
  private final TaskService tasks;
  private final BlobStore blobs;
  private final VoiceCatalogue catalogue;
  private final TaskTraces traces;
  private final OwnCopies copies;
  private final AuditLog audit;

  /**
   * @param catalogue forgets what it holds in memory
   * @param traces what others keep of a task's content, such as the bodies of callbacks
   * @param copies what its owner handed in beforehand to have it cloned
   */
  public VoiceErasure(
      Database database,
      TaskService tasks,
      BlobStore blobs,
      VoiceCatalogue catalogue,
      TaskTraces traces,
      OwnCopies copies,
      AuditLog audit) {
    this.database = database;
    this.tasks = tasks;
    this.blobs = blobs;
    this.catalogue = catalogue;
    this.traces = traces;
    this.copies = copies;
    this.audit = audit;
  }

  /**
   * Erases a voice. When this returns, nothing of it can be read any more. A clone under way is
   * cancelled: its task fails at once, and its worker throws away what it has within a second.
   *
   * @param id its id or an alias
   * @param principal the voice's owner, with the scope MANAGE, or anyone with the scope ADMIN
   * @throws MynahException with SCOPE_MISSING, NOT_FOUND if there is no such voice for the caller,
   *     or FORBIDDEN if the caller may only see it
   */
  public void erase(String id, Principal principal) {
    if (!principal.has(Scope.ADMIN)) {
      principal.require(Scope.MANAGE);
    }
    Voice voice = database.write(transaction -> erase(transaction, id, principal));
    if (!database.emptyLog(LOG_PATIENCE)) {
      LOG.warn("Readers keep the database's log in use; it will be emptied when they are done");
    }
    LOG.info("Erased voice {}", voice.id());
  }

  private Voice erase(Transaction transaction, String id, Principal principal) {
    Voice voice = catalogue.changeable(transaction, id, principal);
    List<String> taskIds = records.taskIds(transaction, voice.id());
    Set<String> files = new LinkedHashSet<>();
    for (String taskId : taskIds) {
      tasks
          .work(transaction, taskId)
          .ifPresent(work -> files.addAll(CloneWork.read(work).uploads()));
      TaskResult gone = new TaskResult.TaskFailure(ErrorCode.NOT_FOUND, DELETED, null);
      var unused = tasks.finish(transaction, taskId, gone);
    }
    // From here on no worker can show the voice, so these are all the files it will ever have.
    files.addAll(voices.files(transaction, voice.id()));
    files.addAll(copies.of(transaction, voice.ownerId(), files));
    if (!voices.delete(transaction, voice.id())) {
      throw VoiceCatalogue.missing(); // somebody else was faster
    }
    tasks.forget(transaction, taskIds);
    traces.erase(transaction, taskIds);
    blobs.erase(transaction, files);
    audit.record(
        transaction,
        principal.actor(),
        "voice.erase",
        Subject.voice(voice.id()),
        detail(voice, files.size(), principal));
    transaction.afterCommit(() -> catalogue.forget(voice.id()));
    return voice;
  }

  private static Map<String, ?> detail(Voice voice, int files, Principal principal) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("owner_id", voice.ownerId());
    detail.put("by", voice.ownerId().equals(principal.ownerId()) ? "owner" : "admin");
    detail.put("state", voice.state().name().toLowerCase(Locale.ROOT));
    detail.put("created_at", Rows.stored(voice.createdAt()).toString());
    detail.put("files", files);
    return detail;
  }
}
