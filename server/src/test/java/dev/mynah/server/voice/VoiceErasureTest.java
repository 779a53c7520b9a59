package dev.mynah.server.voice;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.audio.encode.AudioFormat;
import dev.mynah.audio.encode.EncodingSettings;
import dev.mynah.server.audit.AuditEvent;
import dev.mynah.server.audit.AuditQuery;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.blob.Blob;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.fetch.AddressPolicy;
import dev.mynah.server.speech.SpeechOrder;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskState;
import dev.mynah.server.task.TaskType;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The right to erasure: nothing of a deleted voice can be found, whatever it was doing. */
@ParameterizedClass
@EnumSource(DatabaseKind.class)
class VoiceErasureTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Principal ANN = owner("ann");
  private static final Principal BOB = owner("bob");
  private static final Principal ROOT =
      new Principal("root", "key of root", EnumSet.of(Scope.ADMIN));
  private static final int NEIGHBOURS = 300;
  private static final List<String> TEXTS =
      List.of(
          "SecondTitleOfAnn-ccff",
          "secondtitleofann ccff", // as it is looked for
          "DescriptionOfAnn-88bb",
          "TagOfAnn-99cc",
          "TranscriptOfAnn-aadd",
          "RequestOfAnn-bbee");

  private final DatabaseKind kind;
  private final Path folder;
  private final WebPeer web = new WebPeer();
  private final Services services;

  VoiceErasureTest(DatabaseKind kind, @TempDir Path folder) throws IOException {
    this.kind = kind;
    this.folder = folder;
    this.services =
        new Services(
                kind,
                folder,
                new ToneEngine("1"),
                2,
                CloneSettings.DEFAULT,
                voices -> task -> body(voices, task),
                AddressPolicy.exempting("127.0.0.0/8"))
            .start();
  }

  @AfterEach
  void close() {
    services.close();
    web.close();
  }

  /** Like the body of a real callback: it names the voice, or says that there is none. */
  private static byte[] body(VoiceCatalogue voices, Task task) {
    String told;
    if (task.result() instanceof TaskResult.VoiceMade made) {
      try {
        told = voices.existing(made.voiceId()).title();
      } catch (MynahException gone) {
        told = "gone: " + gone.code();
      }
    } else {
      told = String.valueOf(task.result());
    }
    return told.getBytes(UTF_8);
  }

  private static Principal owner(String id) {
    return new Principal(id, "key of " + id, EnumSet.of(Scope.SPEAK, Scope.CLONE, Scope.MANAGE));
  }

  @Test
  void leavesNoByteOfTheVoiceBehind() throws IOException {
    Random random = new Random(7);
    addNeighbours(random, 0);
    byte[] recording = marked(Recordings.tone(221.5, 2, 16_000), "SourceBytesOfAnn-5f1e");
    String url = web.serve("/ann.wav", recording);
    CloneOrder order =
        new CloneOrder(
            List.of(new Recording.Url(url)),
            "voice_url",
            "FirstTitleOfAnn-77aa",
            "DescriptionOfAnn-88bb " + "x".repeat(400),
            null,
            Visibility.PUBLIC,
            List.of("TagOfAnn-99cc"),
            List.of("TranscriptOfAnn-aadd"),
            "Ann agreed.");
    Task task = services.clones.submit(order, taskSaying("RequestOfAnn-bbee"), ANN);
    String id = voiceId(finished(task));
    Voice voice = services.voices.visible(id, ANN);
    Speaker warm = services.voices.speaker(id, ANN);
    assertThat(warm.profile().bytes()).isNotEmpty();
    addNeighbours(random, 1);
    VoiceChanges longer = VoiceChanges.NONE.withTitle("SecondTitleOfAnn-ccff " + "y".repeat(300));
    Voice changed = services.voices.update(id, longer, ANN);
    assertThat(changed.title()).startsWith("SecondTitleOfAnn");
    addNeighbours(random, 2);

    Map<String, byte[]> traces = traces(voice, recording, warm);
    if (kind == DatabaseKind.SQLITE) {
      assertThat(found(traces)).as("what the search can find").containsAll(traces.keySet());
    }

    traces.put("title before", "FirstTitleOfAnn-77aa".getBytes(US_ASCII));
    List<String> texts = new ArrayList<>(TEXTS);
    texts.add("FirstTitleOfAnn-77aa");
    texts.add(new String(traces.get("profile"), US_ASCII));
    assertThat(rowsHolding(texts.getLast())).containsExactly("voice_profile.profile");

    services.erasure.erase(id, ANN);

    assertThat(found(traces)).as("in the files of the data folder").isEmpty();
    for (String text : texts) {
      assertThat(rowsHolding(text)).as("columns that hold %s", text).isEmpty();
    }
    assertThat(services.voices.list(VoiceQuery.page(1, 10), ANN).items())
        .extracting(Voice::id)
        .doesNotContain(id);
    assertThat(refusal(() -> services.voices.speaker(id, ANN))).isEqualTo(ErrorCode.NOT_FOUND);
    for (VoiceSample sample : voice.samples()) {
      assertThat(refusal(() -> services.bytes(sample.blobId()))).isEqualTo(ErrorCode.NOT_FOUND);
    }
  }

  /**
   * What must not be found anywhere: texts, and pieces of each file out of its middle. A picture of
   * even areas has middles like any other file's; only the checksums before its last chunk (12
   * bytes) are its own.
   */
  private Map<String, byte[]> traces(Voice voice, byte[] recording, Speaker speaker)
      throws IOException {
    Map<String, byte[]> traces = new LinkedHashMap<>();
    for (String text : TEXTS) {
      traces.put(text, text.getBytes(US_ASCII));
    }
    traces.put("source", Arrays.copyOfRange(recording, recording.length - 64, recording.length));
    traces.put("profile", Base64.getEncoder().encode(speaker.profile().bytes()));
    traces.put("spoken sample", middle(services.bytes(voice.samples().get(0).blobId())));
    traces.put("decoded recording", middle(services.bytes(voice.samples().get(1).blobId())));
    byte[] cover = services.bytes(Objects.requireNonNull(voice.coverBlobId()));
    traces.put("cover", Arrays.copyOfRange(cover, cover.length - 44, cover.length - 12));
    return traces;
  }

  private static byte[] middle(byte[] bytes) {
    return Arrays.copyOfRange(
        bytes, bytes.length / 2, Math.min(bytes.length, bytes.length / 2 + 48));
  }

  /** Puts a text where a reader of WAV files doesn't look: behind the samples. */
  private static byte[] marked(byte[] wav, String mark) {
    byte[] marked = Arrays.copyOf(wav, wav.length + 64);
    byte[] text = mark.getBytes(US_ASCII);
    System.arraycopy(text, 0, marked, wav.length, text.length);
    return marked;
  }

  /** Rows around those of the voice, so that pages split and move as in a database in use. */
  private void addNeighbours(Random random, int round) {
    services.database.writing(
        transaction -> {
          for (int i = 0; i < NEIGHBOURS; i++) {
            transaction
                .handle()
                .execute(
                    "insert into voice (id, owner_id, title, title_folded, description,"
                        + " visibility, state, tags, languages, default_text, task_count,"
                        + " created_at, updated_at) values (?, 'cid', 'N', 'n', ?, 'PRIVATE',"
                        + " 'FAILED', '[]', '[]', '', 0, 0, 0)",
                    "%08x%08x%016d".formatted(random.nextInt(), random.nextInt(), round),
                    "z".repeat(random.nextInt(900)));
          }
          transaction
              .handle()
              .execute(
                  "delete from voice where owner_id = 'cid' and length(description) between 100"
                      + " and 300");
        });
  }

  /** Returns which of the traces the files of the data folder hold, each with its file. */
  private List<String> found(Map<String, byte[]> traces) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), ISO_8859_1);
        for (Map.Entry<String, byte[]> trace : traces.entrySet()) {
          if (content.contains(new String(trace.getValue(), ISO_8859_1))) {
            found.add(trace.getKey());
          }
        }
      }
    }
    return found;
  }

  /** Returns the tables and columns in which a text can be found through queries. */
  private List<String> rowsHolding(String text) {
    List<String> holding = new ArrayList<>();
    for (String column : textColumns()) {
      String table = column.substring(0, column.indexOf('.'));
      long rows =
          services.database.<Long>read(
              transaction ->
                  transaction
                      .handle()
                      .createQuery(
                          "select count(*) from %s where %s like :text"
                              .formatted(table, column.substring(column.indexOf('.') + 1)))
                      .bind("text", "%" + text + "%")
                      .mapTo(Long.class)
                      .one());
      if (rows > 0) {
        holding.add(column);
      }
    }
    return holding;
  }

  private List<String> textColumns() {
    return services.strings(
        services.database.isSqlite()
            ? "select m.name || '.' || c.name from sqlite_master m, pragma_table_info(m.name) c"
                + " where m.type = 'table' and (lower(c.type) = 'text' or c.type like 'varchar%')"
            : "select table_name || '.' || column_name from information_schema.columns"
                + " where table_schema = 'public'"
                + " and data_type in ('text', 'character varying')");
  }

  @Test
  void keepsOnWhoseWordItWasClonedAndThatItWasErased() {
    String url = web.serve("/ann.wav", Recordings.tone(220, 1, 16_000));
    String id = voiceId(finished(submit(new Recording.Url(url), "TitleOfAnn")));
    services.erasure.erase(id, ANN);

    CloneRecord kept = services.voices.cloneRecord(id).orElseThrow();
    assertThat(kept.sources()).extracting(CloneRecord.Source::url).containsExactly(url);
    List<AuditEvent> events = services.audit.list(AuditQuery.of(Subject.voice(id)));
    assertThat(events).extracting(AuditEvent::action).containsExactly("voice.erase");
    AuditEvent event = events.getFirst();
    assertThat(event.actor()).isEqualTo(ANN.actor());
    assertThat(event.detail().get("by").asText()).isEqualTo("owner");
    assertThat(event.detail().get("files").asInt()).isEqualTo(4);
    assertThat(event.detail().toString()).doesNotContain("TitleOfAnn");
  }

  @Test
  void leavesContentThatAnotherVoiceHasToo() throws IOException {
    byte[] recording = Recordings.tone(220, 1, 16_000);
    String one = voiceId(finished(submit(new Recording.Bytes(recording), "One")));
    String other = voiceId(finished(submit(new Recording.Bytes(recording), "Other")));
    services.erasure.erase(one, ANN);

    List<String> kept =
        services.strings(
            "select original_blob_id from voice_recording where voice_id = '" + other + "'");
    assertThat(services.bytes(kept.getFirst())).isEqualTo(recording);
    assertThat(services.voices.speaker(other, ANN).voiceId()).isEqualTo(other);
    services.erasure.erase(other, ANN);
    assertThat(storedFiles()).isEmpty();
    assertThat(services.count("blob")).isZero();
  }

  @Test
  void erasesWhatItsOwnerHandedInToHaveItCloned() throws IOException {
    byte[] recording = Recordings.tone(220, 1, 16_000);
    String own = handedIn(recording, ANN);
    String others = handedIn(recording, BOB);
    String another = handedIn(Recordings.tone(180, 1, 16_000), ANN);
    String id = voiceId(finished(submit(new Recording.Bytes(recording), "Handed in")));
    services.erasure.erase(id, ANN);

    assertThat(services.blobs.find(own)).isEmpty();
    assertThat(services.bytes(others)).as("of another owner").isEqualTo(recording);
    assertThat(services.blobs.find(another)).as("of other content").isPresent();
  }

  private String handedIn(byte[] bytes, Principal owner) {
    Blob blob = services.blobs.put(bytes, "audio/wav");
    services.database.writing(
        transaction -> {
          services.blobs.record(transaction, blob);
          transaction
              .handle()
              .execute(
                  "insert into upload (blob_id, owner_id, size, created_at) values (?, ?, ?, 0)",
                  blob.id(),
                  owner.ownerId(),
                  bytes.length);
        });
    return blob.id();
  }

  @Test
  void wakesWhoWaitsForACloneThatAnotherProcessCancelled() throws Exception {
    services.engine.hold();
    Task task = submit(tone(), "Elsewhere", null);
    Awaitility.await().atMost(PATIENCE).until(() -> services.engine.speaking() == 1);
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Task> waiting = threads.submit(() -> services.tasks.await(task.id(), PATIENCE));
      services.database.writing( // as a command beside the server does
          transaction -> {
            transaction.handle().execute("delete from voice where title = 'Elsewhere'");
            transaction
                .handle()
                .execute(
                    "update task set state = 'FAILED', work = null, finished_at = 1, result ="
                        + " '{\"kind\":\"failure\",\"code\":\"NOT_FOUND\",\"message\":\"Gone.\"}'");
          });
      assertThat(waiting.get(20, TimeUnit.SECONDS).state()).isEqualTo(TaskState.FAILED);
    }
    services.engine.release();
  }

  @Test
  void onlyTheOwnerAndAnAdminErase() {
    String open = voiceId(finished(submit(tone(), "Open")));
    String closed = voiceId(finished(submit(tone(), "Closed")));
    Voice hidden =
        services.voices.update(closed, VoiceChanges.NONE.withVisibility(Visibility.PRIVATE), ANN);
    assertThat(hidden.visibility()).isEqualTo(Visibility.PRIVATE);
    Principal speaker = new Principal("ann", "key", EnumSet.of(Scope.SPEAK, Scope.CLONE));

    assertThat(refusal(() -> erase(open, speaker))).isEqualTo(ErrorCode.SCOPE_MISSING);
    assertThat(refusal(() -> erase(open, BOB))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(message(() -> erase(closed, BOB)))
        .as("a voice that must not be seen is as good as missing")
        .isEqualTo(message(() -> erase("f".repeat(32), BOB)));
    assertThat(refusal(() -> erase(Services.PRESET_ID, ROOT))).isEqualTo(ErrorCode.FORBIDDEN);
    assertThat(services.count("voice where owner_id = 'ann'")).isEqualTo(2);
    assertThat(services.count("audit_event where action = 'voice.erase'")).isZero();

    services.erasure.erase(closed, ROOT);
    assertThat(services.count("voice where owner_id = 'ann'")).isEqualTo(1);
    assertThat(services.strings("select detail from audit_event where action = 'voice.erase'"))
        .singleElement()
        .asString()
        .contains("\"by\":\"admin\"", "\"owner_id\":\"ann\"");
  }

  @Test
  void cancelsACloneUnderWayAndTellsItsCaller() throws IOException {
    services.engine.hold();
    byte[] recording = marked(Recordings.tone(220, 1, 16_000), "SentAlong-1234");
    Task task = submit(new Recording.Bytes(recording), "Soon gone", web.url("/hook"));
    Awaitility.await().atMost(PATIENCE).until(() -> services.engine.speaking() == 1);
    String id = services.strings("select id from voice where title = 'Soon gone'").getFirst();

    services.erasure.erase(id, ANN);

    Task ended = services.tasks.find(task.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(TaskState.FAILED);
    assertThat(ended.result())
        .isEqualTo(new TaskResult.TaskFailure(ErrorCode.NOT_FOUND, VoiceErasure.DELETED, null));
    assertThat(ended.request()).isEmpty();
    Awaitility.await().atMost(PATIENCE).until(() -> services.count("queue_clone") == 0);
    assertThat(services.engine.speaking()).as("the worker gave up by itself").isZero();
    assertThat(storedFiles()).isEmpty();
    assertThat(services.workFiles()).isEmpty();
    assertThat(services.count("blob")).isZero();
    Awaitility.await().atMost(PATIENCE).until(() -> web.callbacks().size() == 1);
    assertThat(web.callbacks().getFirst().body()).contains("NOT_FOUND");
    services.engine.release();
  }

  @Test
  void aCallbackStillToBeSentTellsThatTheVoiceIsGone() {
    AtomicInteger status = new AtomicInteger(503);
    web.answerCallbacks(number -> status.get());
    Task task = finished(submit(tone(), "TitleToForget", web.url("/hook")));
    Awaitility.await().atMost(PATIENCE).until(() -> !web.callbacks().isEmpty());
    assertThat(web.callbacks().getFirst().body()).isEqualTo("TitleToForget");
    assertThat(rowsHolding("TitleToForget")).contains("webhook_delivery.body");

    services.erasure.erase(voiceId(task), ANN);

    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> web.callbacks().getLast().body().equals("gone: NOT_FOUND"));
    assertThat(rowsHolding("TitleToForget")).isEmpty();
    status.set(204);
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> services.count("webhook_delivery where state = 'DELIVERED'") == 1);
    assertThat(web.callbacks())
        .as("one callback, told again and again")
        .extracting(WebPeer.Callback::webhookId)
        .containsOnly(web.callbacks().getFirst().webhookId());
  }

  @Test
  void cancelsACloneThatWaitsForItsTurn() throws IOException {
    services.engine.hold();
    Task first = submit(tone(), "First", null);
    Awaitility.await().atMost(PATIENCE).until(() -> services.engine.speaking() == 1);
    Task waiting = submit(tone(), "Waiting", null);
    String id = services.strings("select id from voice where title = 'Waiting'").getFirst();
    services.erasure.erase(id, ANN);
    assertThat(services.tasks.find(waiting.id()).orElseThrow().state()).isEqualTo(TaskState.FAILED);
    services.engine.release();
    assertThat(finished(first).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void whatIsBeingSpokenIsFinishedOrRefusedAndNothingOfTheVoiceStays() throws Exception {
    String id = voiceId(finished(submit(tone(), "Speaker")));
    services.engine.hold();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Task> speaking = threads.submit(() -> speak(id));
      Awaitility.await().atMost(PATIENCE).until(() -> services.engine.speaking() == 1);
      services.erasure.erase(id, ANN);
      services.engine.release();
      Task spoken = speaking.get();
      assertThat(spoken.result()).isInstanceOf(TaskResult.SpeechMade.class);
    }
    assertThat(refusal(() -> speak(id))).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(services.count("voice_profile where voice_id = '" + id + "'")).isZero();
    assertThat(services.count("blob")).as("what was spoken is the caller's").isEqualTo(1);
  }

  @Test
  void ofTwoWhoEraseAtOnceOneSucceedsAndTheOtherFindsNothing() throws Exception {
    for (int round = 0; round < 5; round++) {
      String id = voiceId(finished(submit(tone(), "Twice")));
      List<Callable<String>> both = List.of(() -> outcome(id), () -> outcome(id));
      List<String> outcomes = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
        for (Future<String> each : threads.invokeAll(both)) {
          outcomes.add(each.get());
        }
      }
      assertThat(outcomes).containsExactlyInAnyOrder("erased", "NOT_FOUND");
      assertThat(services.audit.list(AuditQuery.of(Subject.voice(id)))).hasSize(1);
    }
    assertThat(storedFiles()).isEmpty();
  }

  private String outcome(String id) {
    try {
      services.erasure.erase(id, ANN);
      return "erased";
    } catch (MynahException e) {
      return e.code().name();
    }
  }

  @Test
  void erasesAtAnyMomentOfTheMakingWithoutATrace() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 12; round++) {
      Task task = submit(tone(), "Moment", null);
      String id =
          services
              .strings("select voice_id from clone_record where task_id = '" + task.id() + "'")
              .getFirst();
      long moment = System.nanoTime() + random.nextInt(250_000_000);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(PATIENCE)
          .until(() -> System.nanoTime() >= moment);
      services.erasure.erase(id, ANN);
    }
    Awaitility.await().atMost(PATIENCE).until(() -> services.count("queue_clone") == 0);
    assertThat(services.count("voice where owner_id = 'ann'")).isZero();
    assertThat(services.count("blob")).isZero();
    assertThat(storedFiles()).isEmpty();
    assertThat(services.workFiles()).isEmpty();
    assertThat(services.count("task where finished_at is null")).isZero();
    assertThat(services.count("audit_event where action = 'voice.erase'")).isEqualTo(12);
  }

  private List<Path> storedFiles() throws IOException {
    return filesIn(folder.resolve("blobs").resolve("files"));
  }

  private static List<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private boolean erase(String id, Principal principal) {
    services.erasure.erase(id, principal);
    return true;
  }

  private Task speak(String id) {
    return services.speech.speakNow(
        SpeechOrder.plain("Good evening.", List.of(id), EncodingSettings.of(AudioFormat.WAV)),
        Services.speechTask(null),
        ANN);
  }

  private static Recording tone() {
    return new Recording.Bytes(Recordings.tone(220, 1, 16_000));
  }

  private Task submit(Recording recording, String title) {
    return submit(recording, title, null);
  }

  private Task submit(Recording recording, String title, @Nullable String callbackUrl) {
    return services.clones.submit(
        Services.cloneOf(recording, title, null), Services.voiceTask(callbackUrl), ANN);
  }

  private static TaskOrder taskSaying(String text) {
    return new TaskOrder(
        TaskType.VOICES,
        JsonNodeFactory.instance.objectNode().put("title", text),
        IdSource.random().uuid(),
        Delivery.WAIT);
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

  private static ErrorCode refusal(Callable<?> action) {
    return refused(action).code();
  }

  private static String message(Callable<?> action) {
    return String.valueOf(refused(action).getMessage());
  }

  private static MynahException refused(Callable<?> action) {
    try {
      throw new AssertionError("not refused: " + action.call());
    } catch (MynahException e) {
      return e;
    } catch (Exception e) {
      throw new AssertionError("refused with another exception", e);
    }
  }
}
