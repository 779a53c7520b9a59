package dev.mynah.server.voice;

import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobContent;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.Rows;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.voice.VoiceDossier.EngineVersion;
import dev.mynah.server.voice.VoiceRepository.StoredRecording;
import dev.mynah.server.voice.archive.ArchiveWriter;
import dev.mynah.server.voice.archive.VoiceManifest;
import dev.mynah.server.voice.archive.VoiceManifest.Member;
import dev.mynah.server.voice.archive.VoiceManifest.Profile;
import dev.mynah.server.voice.archive.VoiceManifest.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes voices into archives, for their owners. Needs no engine. */
public final class VoiceArchives {
  private static final int MAX_NAME = 60; // characters

  private final Database database;
  private final VoiceRepository voices = new VoiceRepository();
  private final VoiceDossierRepository dossiers = new VoiceDossierRepository();
  private final CloneRecordRepository records = new CloneRecordRepository();
  private final VoiceCatalogue catalogue;
  private final BlobStore blobs;
  private final AuditLog audit;
  private final Clock clock;

  public VoiceArchives(
      Database database, VoiceCatalogue catalogue, BlobStore blobs, AuditLog audit, Clock clock) {
    this.database = database;
    this.catalogue = catalogue;
    this.blobs = blobs;
    this.audit = audit;
    this.clock = clock;
  }

  /** A voice about to be written. */
  public static final class Export {
    private final VoiceManifest voice;
    private final Map<String, ArchiveWriter.Source> sources;

    private Export(VoiceManifest voice, Map<String, ArchiveWriter.Source> sources) {
      this.voice = voice;
      this.sources = sources;
    }

    /** Returns what a browser should call the file. */
    public String fileName() {
      String plain =
          voice.title().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-", "");
      String bounded = plain.substring(0, Math.min(MAX_NAME, plain.length())).replaceAll("-$", "");
      return (bounded.isEmpty() ? "voice" : bounded) + ".mynah-voice.zip";
    }

    /** Writes the archive; leaves the stream open. */
    public void writeTo(OutputStream out) throws IOException {
      ArchiveWriter.write(voice, member -> source(member.name()), out);
    }

    private ArchiveWriter.Source source(String name) {
      ArchiveWriter.Source source = sources.get(name);
      if (source == null) {
        throw new IllegalStateException("a file of the manifest has no content: " + name);
      }
      return source;
    }
  }

  /**
   * Prepares the archive of a voice and writes down in the audit log that it was asked for.
   *
   * @param id its id or an alias
   * @param principal the voice's owner, with the scope MANAGE, or anyone with the scope ADMIN
   * @throws MynahException with SCOPE_MISSING, NOT_FOUND if there is no such voice for the caller,
   *     FORBIDDEN if it is a preset or another's, or CONFLICT as long as it isn't made
   */
  public Export export(String id, Principal principal) {
    if (!principal.has(Scope.ADMIN)) {
      principal.require(Scope.MANAGE);
    }
    Content content = database.write(transaction -> read(transaction, id, principal));
    Map<String, ArchiveWriter.Source> sources = new HashMap<>();
    List<Reference> references = new ArrayList<>();
    for (int i = 0; i < content.recordings().size(); i++) {
      StoredRecording recording = content.recordings().get(i);
      references.add(
          new Reference(
              stored(recording.originalBlobId(), "recordings/%02d".formatted(i + 1), sources),
              recording.transcript(),
              content.url(i)));
    }
    List<Profile> profiles = new ArrayList<>();
    content
        .profiles()
        .forEach(
            (engine, base64) ->
                profiles.add(
                    new Profile(
                        inline(
                            Base64.getDecoder().decode(base64),
                            "profiles/%02d".formatted(profiles.size() + 1),
                            sources),
                        engine.engine(),
                        engine.version())));
    Voice voice = content.voice();
    String cover = voice.coverBlobId();
    VoiceManifest manifest =
        new VoiceManifest(
            Rows.stored(clock.instant()),
            voice.id(),
            voice.title(),
            voice.description(),
            voice.visibility().name().toLowerCase(Locale.ROOT),
            voice.tags(),
            voice.languages(),
            voice.createdAt(),
            content.clonedFrom().map(CloneRecord::consent).orElse(null),
            voice.report(),
            cover == null ? null : stored(cover, "cover", sources),
            references,
            profiles);
    return new Export(manifest, Map.copyOf(sources));
  }

  private record Content(
      Voice voice,
      Optional<CloneRecord> clonedFrom,
      List<StoredRecording> recordings,
      Map<EngineVersion, String> profiles) {

    @Nullable String url(int position) {
      List<CloneRecord.Source> sources = clonedFrom.map(CloneRecord::sources).orElse(List.of());
      return position < sources.size() ? sources.get(position).url() : null;
    }
  }

  private Content read(Transaction transaction, String id, Principal principal) {
    Voice voice = catalogue.changeable(transaction, id, principal);
    if (voice.state() != VoiceState.TRAINED) {
      throw MynahException.of(
          ErrorCode.CONFLICT, "The voice isn't made; export it when it can speak.");
    }
    audit.record(
        transaction, principal.actor(), "voice.export", Subject.voice(voice.id()), Map.of());
    return new Content(
        voice,
        records.find(transaction, voice.id()),
        voices.recordings(transaction, voice.id()),
        dossiers.profiles(transaction, voice.id()));
  }

  private Member stored(String blobId, String name, Map<String, ArchiveWriter.Source> sources) {
    Blob blob =
        blobs
            .find(blobId)
            .orElseThrow(() -> MynahException.of(ErrorCode.NOT_FOUND, VoiceErasure.DELETED));
    sources.put(
        name,
        out -> {
          try (BlobContent content = blobs.open(blobId)) {
            content.transferTo(out);
          }
        });
    return new Member(name, blob.size(), blob.sha256());
  }

  private static Member inline(
      byte[] bytes, String name, Map<String, ArchiveWriter.Source> sources) {
    sources.put(name, out -> out.write(bytes));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Member(name, bytes.length, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
