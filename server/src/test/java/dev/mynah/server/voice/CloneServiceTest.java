package dev.mynah.server.voice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mynah.engine.spi.CloneReport;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class CloneServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal ANN = Services.caller("ann");
  private static final Principal BOB = Services.caller("bob");

  private final DatabaseKind kind;
  private final Path folder;
  private final WebPeer web = new WebPeer();
  private Services services;

  CloneServiceTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    this.kind = kind;
    this.folder = folder;
    this.services = new Services(kind, folder, new ToneEngine("1")).start();
  }

  @AfterEach
  void close() {
    services.close();
    web.close();
  }

  @Test
  void makesAVoiceFromAUrl() throws IOException {
    byte[] recording = Recordings.tone(220, 2, 16_000);
    String url = web.serve("/ann.wav", recording);
    Task task = finished(submit(new Recording.Url(url), "Ann's voice"));
    assertThat(task.state()).as("%s", task.result()).isEqualTo(TaskState.SUCCEEDED);
    Voice voice = services.voices.visible(voiceId(task), BOB);
    assertThat(voice.title()).isEqualTo("Ann's voice");
    assertThat(voice.ownerId()).isEqualTo("ann");
    assertThat(voice.state()).isEqualTo(VoiceState.TRAINED);
    assertThat(voice.languages()).containsExactly("en");
    assertThat(voice.sourceUrl()).isEqualTo(url);
    CloneReport report = Objects.requireNonNull(voice.report());
    assertThat(report.medianF0Hz()).isCloseTo(220, within(2.0));
    assertThat(voice.samples())
        .extracting(VoiceSample::kind)
        .containsExactly(VoiceSample.Kind.SPOKEN, VoiceSample.Kind.REFERENCE);
    VoiceSample spoken = voice.samples().getFirst();
    assertThat(spoken.mediaType()).isEqualTo("audio/mpeg");
    assertThat(spoken.text()).isEqualTo(voice.defaultText()).isNotEmpty();
    assertThat(services.bytes(spoken.blobId()).length).isGreaterThan(1000);
    VoiceSample reference = voice.samples().getLast();
    assertThat(Recordings.pitch(Recordings.read(services.bytes(reference.blobId()))))
        .as("what can be listened to is what was sent")
        .isCloseTo(220, within(2.0));
  }

  @Test
  void aVoiceWithoutAPictureGetsOneOfItsOwn() throws IOException {
    Voice voice = made(new Recording.Bytes(Recordings.tone(220, 1, 16_000)));
    assertThat(voice.coverMediaType()).isEqualTo("image/png");
    byte[] png = services.bytes(Objects.requireNonNull(voice.coverBlobId()));
    assertThat(png).isEqualTo(GeneratedCover.png(voice.id()));
  }

  @Test
  void servesThePictureItWasGiven() throws IOException {
    String image = web.serve("/face", Recordings.gif());
    Voice voice = made("/a.wav", image);
    assertThat(voice.coverMediaType()).isEqualTo("image/gif");
    assertThat(services.bytes(Objects.requireNonNull(voice.coverBlobId())))
        .isEqualTo(Recordings.gif());
  }

  @Test
  void aPictureThatIsNoneIsReplacedAndTheReportSaysSo() {
    String image = web.serve("/page", "<html>not a picture</html>".getBytes(UTF_8));
    Voice voice = made("/a.wav", image);
    assertThat(voice.coverMediaType()).isEqualTo("image/png");
    assertThat(Objects.requireNonNull(voice.report()).warnings())
        .extracting(CloneReport.Warning::code)
        .containsExactly("cover_unavailable");
  }

  @Test
  void aRecordingSentAlongIsKeptAndItsFileMayGo() throws IOException {
    Path file = folder.resolve("upload.wav");
    Files.write(file, Recordings.tone(180, 1, 22_050));
    Task task = submit(new Recording.LocalFile(file), "From a file");
    Files.delete(file);
    assertThat(finished(task).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void twoEqualRequestsAtOnceMakeTwoVoices() {
    String url = web.serve("/ann.wav", Recordings.tone(220, 1, 16_000));
    Task one = submit(new Recording.Url(url), "Ann");
    Task other = submit(new Recording.Url(url), "Ann");
    assertThat(voiceId(finished(one))).isNotEqualTo(voiceId(finished(other)));
    assertThat(services.voices.list(VoiceQuery.page(1, 10), ANN).total()).isEqualTo(3);
  }

  @Test
  void aFailedFetchIsTheCallersErrorAndLeavesNoVoice() {
    Task task = finished(submit(new Recording.Url(web.url("/nowhere.wav")), "Nobody"));
    assertThat(failure(task).code()).isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThat(failure(task).message()).contains("voice_url").contains("404");
    assertThat(failure(task).field()).isEqualTo("voice_url");
    assertThat(services.voices.list(VoiceQuery.page(1, 10), ANN).items())
        .extracting(Voice::id)
        .containsExactly(Services.PRESET_ID);
  }

  @Test
  void whatIsNoRecordingIsTheCallersError() {
    String page = web.serve("/page", "<html>no sound</html>".repeat(50).getBytes(UTF_8));
    Task html = finished(submit(new Recording.Url(page), "Page"));
    assertThat(failure(html).code()).isIn(ErrorCode.UNREADABLE_MEDIA, ErrorCode.FETCH_REFUSED);
    String blip = web.serve("/blip.wav", Recordings.tone(220, 0.1, 16_000));
    Task tooShort = finished(submit(new Recording.Url(blip), "Blip"));
    assertThat(failure(tooShort).code()).isEqualTo(ErrorCode.UNUSABLE_REFERENCE);
    assertThat(failure(tooShort).message()).contains("send a longer one");
  }

  @Test
  void refusesAtOnceWhatCanNeverWork() {
    assertThat(refusal(new Recording.Url("ftp://example.com/a.wav"), null))
        .isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThat(refusal(new Recording.Url("http://10.0.0.1/a.wav"), null))
        .isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThat(refusal(new Recording.Bytes(new byte[0]), null))
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refusal(new Recording.Url(web.url("/a.wav")), "http://192.168.0.1/hook"))
        .isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThatThrownBy(
            () ->
                services.clones.submit(
                    Services.cloneOf(new Recording.Url(web.url("/a")), "x".repeat(501), null),
                    Services.voiceTask(null),
                    ANN))
        .hasMessageContaining("title");
    Principal speaker = new Principal("ann", "key", Set.of(Scope.SPEAK));
    assertThatThrownBy(
            () ->
                services.clones.submit(
                    Services.cloneOf(new Recording.Url(web.url("/a")), "x", null),
                    Services.voiceTask(null),
                    speaker))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCOPE_MISSING));
    assertThat(services.database.<Long>read(tx -> count(tx, "task"))).isZero();
    assertThat(services.database.<Long>read(tx -> count(tx, "clone_record"))).isZero();
  }

  @Test
  void aPrivateVoiceIsAsGoodAsMissingForOthers() {
    Task task =
        services.clones.submit(
            new CloneOrder(
                List.of(new Recording.Bytes(Recordings.tone(220, 1, 16_000))),
                "voice_url",
                "Secret",
                "",
                null,
                Visibility.PRIVATE,
                List.of(),
                List.of(),
                null),
            Services.voiceTask(null),
            ANN);
    String id = voiceId(finished(task));
    assertThat(services.voices.visible(id, ANN).title()).isEqualTo("Secret");
    String missing = missing("f".repeat(32));
    assertThat(missing(id)).isEqualTo(missing);
    assertThat(services.voices.list(VoiceQuery.page(1, 10), BOB).total()).isEqualTo(1);
    assertThat(services.tasks.find(task.id(), BOB)).isEmpty();
  }

  @Test
  void aVoiceBeingMadeIsItsOwnersAlone() {
    services.engine.hold();
    Task task = submit(new Recording.Bytes(Recordings.tone(220, 1, 16_000)), "Soon");
    Awaitility.await().atMost(PATIENCE).until(() -> services.engine.speaking() == 1);
    String id =
        services.database.read(
            tx ->
                tx.handle()
                    .createQuery("select id from voice where title = 'Soon'")
                    .mapTo(String.class)
                    .one());
    assertThat(services.voices.visible(id, ANN).state()).isEqualTo(VoiceState.TRAINING);
    assertThat(missing(id)).isNotEmpty();
    assertThat(services.voices.list(VoiceQuery.page(1, 10), ANN).total()).isEqualTo(1);
    assertThatThrownBy(() -> services.voices.speaker(id, ANN))
        .hasMessageContaining("still being made");
    services.engine.release();
    assertThat(finished(task).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void tellsTheCallerByCallback() {
    Task task =
        services.clones.submit(
            Services.cloneOf(new Recording.Bytes(Recordings.tone(220, 1, 16_000)), "Called", null),
            Services.voiceTask(web.url("/hook")),
            ANN);
    Awaitility.await().atMost(PATIENCE).until(() -> web.callbacks().size() == 1);
    assertThat(web.callbacks().getFirst().body()).contains(task.id()).contains("SUCCEEDED");
  }

  @Test
  void refusesMoreThanItsQueueHoldsAndSaysWhenToComeBack() throws IOException {
    services.close();
    CloneSettings narrow = new CloneSettings(1, 2, 1_000_000, 3, "Hello there.", false, 0);
    services = new Services(kind, folder, new ToneEngine("1"), 2, narrow); // not started
    Recording recording = new Recording.Bytes(Recordings.tone(220, 1, 16_000));
    Task first = submit(recording, "First");
    Task second = submit(recording, "Second");
    assertThatThrownBy(() -> submit(recording, "Third"))
        .isInstanceOfSatisfying(
            MynahException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(e.retryAfter()).isPresent();
            });
    services.start();
    assertThat(finished(first).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(finished(second).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(submit(recording, "Third").state()).isEqualTo(TaskState.PENDING);
  }

  @Test
  void aVoiceWhoseMakingStoppedTheServerTooOftenIsGivenUpAndTheCallerTold() throws IOException {
    services.close();
    services = new Services(kind, folder, new ToneEngine("1")); // not started
    Task task =
        services.clones.submit(
            Services.cloneOf(new Recording.Bytes(Recordings.tone(220, 1, 16_000)), "Deadly", null),
            Services.voiceTask(web.url("/hook")),
            ANN);
    services.database.writing(
        tx ->
            tx.handle()
                .execute("update task set attempts = ?", CloneSettings.DEFAULT.maxAttempts()));
    services.start();
    assertThat(failure(finished(task)).message()).contains("stopped each time");
    Awaitility.await().atMost(PATIENCE).until(() -> web.callbacks().size() == 1);
    assertThat(services.count("voice where state = 'FAILED'")).isEqualTo(1);
    assertThat(services.count("blob")).as("what was sent along is forgotten").isZero();
  }

  @Test
  void aNewEngineGetsANewProfileFromTheKeptRecording() throws IOException {
    Voice voice = made(new Recording.Bytes(Recordings.tone(220, 1, 16_000)));
    services.close();
    services = new Services(kind, folder, new ToneEngine("2"));
    Speaker speaker = services.voices.speaker(voice.id(), ANN);
    assertThat(speaker.profile().engineVersion()).isEqualTo("2");
    assertThat(services.database.<Long>read(tx -> count(tx, "voice_profile")))
        .as("both engines' profiles of the voice and of the preset")
        .isEqualTo(4);
  }

  @Test
  void keepsForGoodWhoClonedWhatFromWhereAndOnWhoseWord() throws Exception {
    byte[] fetched = Recordings.tone(220, 1, 16_000);
    byte[] sent = Recordings.tone(222, 1, 16_000);
    String url = web.serve("/ann.wav", fetched);
    Task task =
        submit(
            List.of(new Recording.Url(url), new Recording.Bytes(sent)),
            List.of(),
            " Ann agreed by letter. ");
    String id = voiceId(finished(task));

    CloneRecord kept = services.voices.cloneRecord(id).orElseThrow();
    assertThat(kept.ownerId()).isEqualTo("ann");
    assertThat(kept.tokenId()).isEqualTo("key of ann");
    assertThat(kept.taskId()).isEqualTo(task.id());
    assertThat(kept.consent()).isEqualTo("Ann agreed by letter.");
    assertThat(kept.sources())
        .containsExactly(
            new CloneRecord.Source(url, new CloneRecord.Content(sha256(fetched), fetched.length)),
            new CloneRecord.Source(null, new CloneRecord.Content(sha256(sent), sent.length)));
    for (String table : List.of("clone_record", "clone_source", "clone_content")) {
      refuses("update " + table + " set voice_id = 'x'", table);
      refuses("delete from " + table, table);
    }
  }

  private void refuses(String sql, String table) {
    assertThatThrownBy(() -> services.database.writing(tx -> tx.handle().execute(sql)))
        .as(sql)
        .rootCause()
        .hasMessageContaining(table + " is never");
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void refusesAnOrderWithoutConsentWhereConsentIsAMust() throws IOException {
    services.close();
    CloneSettings strict = new CloneSettings(1, 64, 1_000_000, 3, "Hello there.", true, 0);
    services = new Services(kind, folder, new ToneEngine("1"), 2, strict).start();
    List<Recording> recordings = List.of(new Recording.Bytes(Recordings.tone(220, 1, 16_000)));
    assertThatThrownBy(() -> submit(recordings, List.of(), " "))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.field()).contains("consent"));
    assertThat(services.count("voice where owner_id = 'ann'")).isZero();
    assertThat(finished(submit(recordings, List.of(), "Ann agreed.")).state())
        .isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void makesOneVoiceOfSeveralRecordingsAndKeepsEachWithItsTranscript() throws IOException {
    Task task =
        submit(
            List.of(
                new Recording.Bytes(Recordings.tone(200, 1, 16_000)),
                new Recording.Bytes(Recordings.tone(230, 2, 22_050))),
            List.of("One.", "Two."),
            null);
    Voice voice = services.voices.visible(voiceId(finished(task)), ANN);
    assertThat(Objects.requireNonNull(voice.report()).medianF0Hz())
        .as("crossings of both over the seconds of both")
        .isCloseTo((200 + 2 * 230) / 3.0, within(3.0));
    assertThat(voice.samples())
        .extracting(VoiceSample::title)
        .containsExactly("Default Sample", "Reference 1", "Reference 2");
    assertThat(voice.samples())
        .extracting(VoiceSample::text)
        .containsExactly(voice.defaultText(), "One.", "Two.");
    assertThat(pitchOf(voice.samples().get(1))).isCloseTo(200, within(2.0));
    assertThat(pitchOf(voice.samples().get(2))).isCloseTo(230, within(2.0));
  }

  private double pitchOf(VoiceSample sample) throws IOException {
    return Recordings.pitch(Recordings.read(services.bytes(sample.blobId())));
  }

  @Test
  void namesTheRecordingThatIsNoneAmongSeveral() {
    Recording good = new Recording.Bytes(Recordings.tone(220, 1, 16_000));
    Recording silent = new Recording.Bytes(Recordings.tone(0, 1, 16_000));
    Recording text = new Recording.Bytes("not audio".getBytes(UTF_8));
    assertThat(failure(finished(submit(List.of(good, text), List.of(), null))).message())
        .startsWith("voice_url[1]");
    assertThat(failure(finished(submit(List.of(silent, good), List.of(), null))).message())
        .startsWith("voice_url[0] is silent");
    assertThat(services.count("blob")).as("what was sent along is forgotten").isZero();
  }

  @Test
  void refusesMoreRecordingsOrTranscriptsThanThereMayBe() {
    Recording recording = new Recording.Bytes(Recordings.tone(220, 1, 16_000));
    assertThatThrownBy(() -> submit(Collections.nCopies(21, recording), List.of(), null))
        .hasMessageContaining("at most 20 recordings");
    assertThatThrownBy(() -> submit(List.of(), List.of(), null))
        .hasMessageContaining("must hold a recording");
    assertThatThrownBy(() -> submit(List.of(recording, recording), List.of("1", "2", "3"), null))
        .hasMessageContaining("3 entries for 2 recordings");
    assertThat(services.count("task")).isZero();
  }

  @Test
  void leavesNoFileBehindInTheWorkFolder() throws IOException {
    made(new Recording.Bytes(Recordings.tone(220, 1, 16_000)));
    Task unused = finished(submit(new Recording.Url(web.url("/nowhere")), "Nobody"));
    assertThat(services.workFiles()).isEmpty();
  }

  private Task submit(Recording recording, String title) {
    return services.clones.submit(
        Services.cloneOf(recording, title, null), Services.voiceTask(null), ANN);
  }

  private Task submit(
      List<Recording> recordings, List<String> transcripts, @Nullable String consent) {
    return services.clones.submit(
        new CloneOrder(
            recordings,
            "voice_url",
            "Several",
            "",
            null,
            Visibility.PUBLIC,
            List.of(),
            transcripts,
            consent),
        Services.voiceTask(null),
        ANN);
  }

  private Voice made(Recording recording) {
    return services.voices.visible(voiceId(finished(submit(recording, "Made"))), ANN);
  }

  private Voice made(String path, String imageUrl) {
    String url = web.serve(path, Recordings.tone(220, 1, 16_000));
    Task task =
        services.clones.submit(
            Services.cloneOf(new Recording.Url(url), "Made", imageUrl),
            Services.voiceTask(null),
            ANN);
    return services.voices.visible(voiceId(finished(task)), ANN);
  }

  private Task finished(Task task) {
    Task after = services.tasks.await(task.id(), PATIENCE);
    assertThat(after.state().finished()).as("task %s finished", task.id()).isTrue();
    return after;
  }

  private static String voiceId(Task task) {
    if (task.result() instanceof TaskResult.VoiceMade made) {
      return made.voiceId();
    }
    throw new AssertionError("no voice was made: " + task.result());
  }

  private static TaskResult.TaskFailure failure(Task task) {
    if (task.result() instanceof TaskResult.TaskFailure failure) {
      return failure;
    }
    throw new AssertionError("did not fail: " + task.result());
  }

  private ErrorCode refusal(Recording recording, @Nullable String hook) {
    try {
      Task task =
          services.clones.submit(
              Services.cloneOf(recording, "No", null), Services.voiceTask(hook), ANN);
      throw new AssertionError("accepted as " + task.id());
    } catch (MynahException e) {
      return e.code();
    }
  }

  private String missing(String id) {
    try {
      Voice voice = services.voices.visible(id, BOB);
      throw new AssertionError("sees " + voice.title());
    } catch (MynahException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
      return String.valueOf(e.getMessage());
    }
  }

  private static Long count(Transaction transaction, String table) {
    return transaction
        .handle()
        .createQuery("select count(*) from " + table)
        .mapTo(Long.class)
        .one();
  }
}
