package dev.mynah.server.voice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.audio.analysis.SoundPicture;
import dev.mynah.server.audit.AuditEvent;
import dev.mynah.server.audit.AuditQuery;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What pages tell of voices, and voices as files. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class VoiceArchiveTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal ANN = owner("ann");
  private static final Principal BOB = owner("bob");
  private static final Principal ROOT =
      new Principal("root", "key of root", EnumSet.of(Scope.ADMIN));

  private final Path folder;
  private final Services services;

  VoiceArchiveTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    this.folder = folder;
    this.services = new Services(kind, folder, new ToneEngine("1")).start();
  }

  @AfterEach
  void close() {
    services.close();
  }

  private static Principal owner(String id) {
    return new Principal(id, "key of " + id, EnumSet.of(Scope.SPEAK, Scope.CLONE, Scope.MANAGE));
  }

  @Test
  void aVoiceComesOutOfItsArchiveAsItWas() throws IOException {
    Voice before = voice(220, Visibility.PUBLIC, "Ann agrees to this copy.");
    Path archive = export(before.id(), ANN);

    Voice after = services.importer.take(archive, BOB);

    assertThat(after.id()).isNotEqualTo(before.id());
    assertThat(after.ownerId()).isEqualTo("bob");
    assertThat(after.visibility()).as("nobody else sees it unasked").isEqualTo(Visibility.PRIVATE);
    assertThat(after.title()).isEqualTo(before.title());
    assertThat(after.description()).isEqualTo(before.description());
    assertThat(after.tags()).isEqualTo(before.tags());
    assertThat(after.report()).isEqualTo(before.report());
    assertThat(after.samples()).extracting(VoiceSample::text).contains("What Ann says.");
    assertThat(services.voices.speaker(after.id(), BOB).profile().bytes())
        .isEqualTo(services.voices.speaker(before.id(), ANN).profile().bytes());
    assertThat(bytes(after.coverBlobId())).isEqualTo(bytes(before.coverBlobId()));
    VoiceDossier dossier = services.dossiers.of(after.id(), BOB);
    assertThat(dossier.origin()).isEqualTo(VoiceDossier.Origin.IMPORT);
    assertThat(dossier.clonedFrom().orElseThrow().consent()).isEqualTo("Ann agrees to this copy.");
    assertThat(actions(before.id())).contains("voice.export");
    assertThat(actions(after.id())).contains("voice.import");

    services.erasure.erase(after.id(), BOB);
    assertThat(services.voices.visible(before.id(), ANN).samples())
        .as("the other voice keeps its files")
        .allSatisfy(sample -> assertThat(services.blobs.find(sample.blobId())).isPresent());
  }

  @Test
  void onlyOwnersAndOperatorsExport() throws IOException {
    Voice open = voice(220, Visibility.PUBLIC, null);
    Voice closed = voice(330, Visibility.PRIVATE, null);
    Principal speaker = new Principal("ann", "key", EnumSet.of(Scope.SPEAK, Scope.CLONE));

    assertThat(refusal(() -> services.archives.export(open.id(), BOB)))
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(refusal(() -> services.archives.export(closed.id(), BOB)))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(refusal(() -> services.archives.export(open.id(), speaker)))
        .isEqualTo(ErrorCode.SCOPE_MISSING);
    assertThat(refusal(() -> services.archives.export(Services.PRESET_ID, ROOT)))
        .isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(Files.size(export(closed.id(), ROOT))).isPositive();
    assertThat(refusal(() -> services.importer.take(export(open.id(), ANN), ROOT)))
        .isEqualTo(ErrorCode.SCOPE_MISSING);
  }

  @Test
  void anArchiveThatIsWrongLeavesNothingBehind() throws IOException {
    Voice before = voice(220, Visibility.PUBLIC, null);
    byte[] whole = Files.readAllBytes(export(before.id(), ANN));
    long blobs = services.count("blob");
    long files = filesStored();
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 0x11;
    Path wrong = Files.write(folder.resolve("wrong.zip"), damaged);

    assertThat(refusal(() -> services.importer.take(wrong, BOB)))
        .isEqualTo(ErrorCode.INVALID_REQUEST);

    assertThat(services.count("voice where owner_id = 'bob'")).isZero();
    assertThat(services.count("blob")).isEqualTo(blobs);
    assertThat(filesStored()).isEqualTo(files);
    assertThat(services.workFiles()).isEmpty();
  }

  @Test
  void drawsAVoiceBesideItsRecordingForItsOwnerAlone() {
    Voice voice = voice(220, Visibility.PUBLIC, null);

    VoiceAnalysis own = services.analyzer.analysis(voice.id(), 0, ANN);
    VoiceAnalysis others = services.analyzer.analysis(voice.id(), 0, BOB);

    SoundPicture reference = Objects.requireNonNull(own.reference());
    assertThat(reference.medianF0()).isCloseTo(220, within(4.0));
    assertThat(reference.peaks().high()).hasSize(600);
    SoundPicture spoken = Objects.requireNonNull(own.spoken());
    assertThat(spoken.medianF0()).isCloseTo(220, within(4.0));
    assertThat(spoken).as("measured once").isSameAs(others.spoken());
    assertThat(others.reference()).isNull();
    assertThat(services.analyzer.likeness(voice.id(), 0, ANN)).as("no model").isEmpty();
    assertThat(refusal(() -> services.analyzer.analysis(voice.id(), 1, ANN)))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    Voice closed = voice(330, Visibility.PRIVATE, null);
    assertThat(refusal(() -> services.analyzer.analysis(closed.id(), 0, BOB)))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void tellsItsOwnerWhereAVoiceComesFromAndOthersNothing() {
    Voice voice = voice(220, Visibility.PUBLIC, "Ann agrees.");

    VoiceDossier own = services.dossiers.of(voice.id(), ANN);
    VoiceDossier others = services.dossiers.of(voice.id(), BOB);
    VoiceDossier preset = services.dossiers.of(Services.PRESET_ID, BOB);

    assertThat(own.mine()).isTrue();
    assertThat(own.changeable()).isTrue();
    assertThat(own.origin()).isEqualTo(VoiceDossier.Origin.UPLOAD);
    assertThat(own.clonedFrom().orElseThrow().sources()).hasSize(1);
    assertThat(own.engines()).containsExactly(new VoiceDossier.EngineVersion("tone", "1"));
    assertThat(others.mine()).isFalse();
    assertThat(others.changeable()).isFalse();
    assertThat(others.clonedFrom()).isEmpty();
    assertThat(preset.origin()).isEqualTo(VoiceDossier.Origin.PRESET);
    assertThat(services.dossiers.of(voice.id(), ROOT).changeable()).isTrue();
    assertThat(services.dossiers.words(BOB).tags())
        .extracting(VoiceWords.Tag::word)
        .contains("low");
    assertThat(services.dossiers.words(BOB).languages()).containsExactly("en");
  }

  @Test
  void listsVoicesThatAreBeingMadeAndThoseThatFailed() {
    services.clones.submit(
        order(new Recording.Bytes(new byte[100]), null), Services.voiceTask(null), ANN);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () ->
                services.dossiers.inMaking(ANN).stream()
                    .anyMatch(each -> each.voice().state() == VoiceState.FAILED));
    VoiceInMaking failed = services.dossiers.inMaking(ANN).getFirst();
    assertThat(failed.failure()).isNotBlank();
    assertThat(failed.taskId()).isNotNull();
    assertThat(services.dossiers.inMaking(BOB)).isEmpty();
    assertThat(services.dossiers.of(failed.voice().id(), ANN).making()).isEqualTo(failed);
  }

  @Test
  void listsVoicesByWhoMaySeeThem() {
    voice(220, Visibility.PUBLIC, null);
    Voice closed = voice(330, Visibility.PRIVATE, null);
    VoiceQuery wanted =
        new VoiceQuery(
            1,
            10,
            null,
            List.of(),
            false,
            null,
            List.of(),
            List.of(),
            Visibility.PRIVATE,
            VoiceQuery.Order.CREATED_AT);
    assertThat(services.voices.list(wanted, ANN).items())
        .extracting(Voice::id)
        .containsExactly(closed.id());
    assertThat(services.voices.list(wanted, BOB).items()).isEmpty();
  }

  private Voice voice(double pitch, Visibility visibility, @Nullable String consent) {
    CloneOrder order = order(new Recording.Bytes(Recordings.tone(pitch, 1, 16_000)), consent);
    Task task =
        services.tasks.await(
            services.clones.submit(order, Services.voiceTask(null), ANN).id(), PATIENCE);
    if (!(task.result() instanceof TaskResult.VoiceMade made)) {
      throw new AssertionError("no voice was made: " + task.result());
    }
    return services.voices.update(
        made.voiceId(), VoiceChanges.NONE.withVisibility(visibility), ANN);
  }

  private static CloneOrder order(Recording recording, @Nullable String consent) {
    return new CloneOrder(
        List.of(recording),
        "voice_url",
        "Ann's tone",
        "Hums.",
        null,
        Visibility.PUBLIC,
        List.of("Low"),
        List.of("What Ann says."),
        consent);
  }

  private Path export(String id, Principal principal) throws IOException {
    Path file = Files.createTempFile(folder, "voice", ".zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      services.archives.export(id, principal).writeTo(out);
    }
    return file;
  }

  private byte[] bytes(@Nullable String blobId) throws IOException {
    return services.bytes(Objects.requireNonNull(blobId));
  }

  private long filesStored() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("blobs").resolve("files"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private List<String> actions(String voiceId) {
    return services.audit.list(AuditQuery.of(Subject.voice(voiceId))).stream()
        .map(AuditEvent::action)
        .toList();
  }

  private static ErrorCode refusal(Callable<?> action) {
    try {
      throw new AssertionError("not refused: " + action.call());
    } catch (MynahException e) {
      return e.code();
    } catch (Exception e) {
      throw new AssertionError("refused with another exception", e);
    }
  }
}
