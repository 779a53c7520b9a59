package dev.mynah.server.voice;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.VoiceDossier.EngineVersion;
import dev.mynah.server.voice.VoiceDossier.Origin;
import dev.mynah.server.voice.VoiceDossierRepository.Unmade;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what there is to tell of voices, for pages about them. */
public final class VoiceDossiers {
  private static final int MOST_IN_MAKING = 50;
  private static final int MOST_TAGS = 40;

  private final Database database;
  private final VoiceCatalogue catalogue;
  private final TaskService tasks;
  private final CloneRecordRepository records = new CloneRecordRepository();
  private final VoiceDossierRepository dossiers = new VoiceDossierRepository();

  public VoiceDossiers(Database database, VoiceCatalogue catalogue, TaskService tasks) {
    this.database = database;
    this.catalogue = catalogue;
    this.tasks = tasks;
  }

  /**
   * Tells everything of a voice.
   *
   * @param id its id, or what else it is known by
   * @throws dev.mynah.server.failure.MynahException with NOT_FOUND as {@link
   *     VoiceCatalogue#visible} does
   */
  public VoiceDossier of(String id, Principal caller) {
    Voice voice = catalogue.visible(id, caller);
    boolean mine = voice.ownerId().equals(caller.ownerId());
    Rows rows =
        database.read(
            transaction ->
                new Rows(
                    origin(transaction, voice),
                    records.find(transaction, voice.id()),
                    dossiers.engines(transaction, voice.id()),
                    dossiers.names(transaction, voice.id())));
    String taskId = rows.clonedFrom().map(CloneRecord::taskId).orElse(null);
    return new VoiceDossier(
        voice,
        mine,
        !voice.ownerId().equals(Principal.SYSTEM)
            && (caller.has(Scope.ADMIN) || (mine && caller.has(Scope.MANAGE))),
        rows.origin(),
        mine ? rows.clonedFrom() : Optional.empty(),
        rows.engines(),
        mine ? rows.names() : List.of(),
        mine && voice.state() != VoiceState.TRAINED ? inMaking(voice, taskId) : null);
  }

  private record Rows(
      Origin origin,
      Optional<CloneRecord> clonedFrom,
      List<EngineVersion> engines,
      List<String> names) {}

  private Origin origin(Transaction transaction, Voice voice) {
    if (voice.ownerId().equals(Principal.SYSTEM)) {
      return Origin.PRESET;
    }
    return switch (dossiers.sourceKind(transaction, voice.id()).orElse("")) {
      case "url" -> Origin.URL;
      case "upload" -> Origin.UPLOAD;
      case CloneRecordRepository.IMPORT -> Origin.IMPORT;
      default -> Origin.DESIGN;
    };
  }

  /** Returns the caller's voices that are being made, or whose making failed; newest first. */
  public List<VoiceInMaking> inMaking(Principal caller) {
    List<Unmade> unmade =
        database.read(
            transaction -> dossiers.unmade(transaction, caller.ownerId(), MOST_IN_MAKING));
    return unmade.stream().map(each -> inMaking(each.voice(), each.taskId())).toList();
  }

  private VoiceInMaking inMaking(Voice voice, @Nullable String taskId) {
    String failure =
        taskId == null ? null : tasks.find(taskId).map(VoiceDossiers::failure).orElse(null);
    return new VoiceInMaking(voice, taskId, failure);
  }

  private static @Nullable String failure(Task task) {
    return task.result() instanceof TaskResult.TaskFailure failure ? failure.message() : null;
  }

  /** Returns what the voices the caller can list may be searched by. */
  public VoiceWords words(Principal caller) {
    return database.read(
        transaction ->
            new VoiceWords(
                dossiers.tags(transaction, caller.ownerId(), MOST_TAGS),
                dossiers.languages(transaction, caller.ownerId())));
  }
}
