package dev.mynah.server.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.audio.decode.DecodeLimits;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.blob.BlobContent;
import dev.mynah.server.blob.LinkSignatures;
import dev.mynah.server.blob.LocalBlobStore;
import dev.mynah.server.blob.SignedFiles;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.NodeSlot;
import dev.mynah.server.db.Secrets;
import dev.mynah.server.design.DesignService;
import dev.mynah.server.design.DesignSettings;
import dev.mynah.server.fetch.AddressPolicy;
import dev.mynah.server.fetch.FetchLimits;
import dev.mynah.server.fetch.MediaFetcher;
import dev.mynah.server.fetch.OutboundNetwork;
import dev.mynah.server.fetch.OutboundPost;
import dev.mynah.server.fetch.OwnFiles;
import dev.mynah.server.fetch.PostLimits;
import dev.mynah.server.fetch.UrlPolicy;
import dev.mynah.server.rendering.SpeechRenderer;
import dev.mynah.server.speech.ReferenceVoices;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.speech.SpeechSessions;
import dev.mynah.server.speech.SpeechSettings;
import dev.mynah.server.speech.SpeechStudio;
import dev.mynah.server.speech.SpeechWorker;
import dev.mynah.server.speech.SynthesisPool;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.OnceOnly;
import dev.mynah.server.task.Pace;
import dev.mynah.server.task.ProgressBoard;
import dev.mynah.server.task.QueueSettings;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskProgress;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.token.ConcurrencyPermits;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.upload.UploadCopies;
import dev.mynah.server.upload.UploadService;
import dev.mynah.server.upload.UploadSettings;
import dev.mynah.server.usage.SessionLedger;
import dev.mynah.server.usage.UsageHistory;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.CandidateVoices;
import dev.mynah.server.voice.CloneOrder;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.CloneSettings;
import dev.mynah.server.voice.CloneWorker;
import dev.mynah.server.voice.ConfinedDecoder;
import dev.mynah.server.voice.LikenessMeter;
import dev.mynah.server.voice.PictureFetcher;
import dev.mynah.server.voice.PresetVoice;
import dev.mynah.server.voice.Recording;
import dev.mynah.server.voice.SampleMaker;
import dev.mynah.server.voice.Visibility;
import dev.mynah.server.voice.VoiceAnalyzer;
import dev.mynah.server.voice.VoiceArchives;
import dev.mynah.server.voice.VoiceCatalogue;
import dev.mynah.server.voice.VoiceDossiers;
import dev.mynah.server.voice.VoiceErasure;
import dev.mynah.server.voice.VoiceImporter;
import dev.mynah.server.voice.VoiceMaker;
import dev.mynah.server.voice.VoiceNames;
import dev.mynah.server.webhook.CallbackBodies;
import dev.mynah.server.webhook.CallbackBodyEraser;
import dev.mynah.server.webhook.CallbackOutbox;
import dev.mynah.server.webhook.RetryPolicy;
import dev.mynah.server.webhook.WebhookDispatcher;
import dev.mynah.server.webhook.WebhookMetrics;
import dev.mynah.server.webhook.WebhookSecrets;
import dev.mynah.server.webhook.Webhooks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The whole service on a data folder, without its HTTP: everything real but the engine. */
public final class Services implements AutoCloseable {
  public static final String PRESET_ID = "%032x".formatted(0x9e5e7);
  public static final double PRESET_PITCH = 150; // Hz

  public static final long DESIGN_PRICE = 100; // credits

  private static final Path NATIVE_CACHE = Path.of("target", "native-cache");
  private static final Duration GRACE = Duration.ofMillis(200);

  /** Soon and often, for as long as a test may take: none of its receivers is given up. */
  private static final RetryPolicy CALLBACKS =
      new RetryPolicy(
          Duration.ofMinutes(10),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          0.2);

  public final Database database;
  public final LocalBlobStore blobs;
  public final TokenService tokens;
  public final ConcurrencyPermits permits;
  public final UsageHistory usage;
  public final OnceOnly once;
  public final UploadService uploads;
  public final TaskService tasks;
  public final ProgressBoard board = new ProgressBoard();
  public final AuditLog audit;
  public final VoiceCatalogue voices;
  public final VoiceErasure erasure;
  public final VoiceNames names;
  public final PictureFetcher pictures;
  public final VoiceDossiers dossiers;
  public final VoiceAnalyzer analyzer;
  public final VoiceArchives archives;
  public final VoiceImporter importer;
  public final CloneService clones;
  public final SpeechSessions sessions;
  public final SpeechService speech;
  public final SynthesisPool pool;
  public final DesignService designs;
  public final WorkFolder workFolder;
  public final ToneEngine engine;
  private final List<PresetVoice> presets;
  private final NodeSlot slot;
  private final OutboundNetwork network;
  private final MediaDecoder decoder;
  private final WorkQueue cloneQueue;
  private final WorkQueue speechQueue;
  public final Webhooks webhooks;
  private final WorkQueue callbackQueue;
  private final Runnable startQueues;

  /** Opens the services with limits for tests: two workers, and a queue of two before them. */
  public Services(DatabaseKind kind, Path folder, ToneEngine engine) throws IOException {
    this(kind, folder, engine, 2, CloneSettings.DEFAULT);
  }

  public Services(
      DatabaseKind kind, Path folder, ToneEngine engine, int maxWaiting, CloneSettings cloning)
      throws IOException {
    this(
        kind,
        folder,
        engine,
        maxWaiting,
        cloning,
        voices -> Services::callbackBody,
        AddressPolicy.exempting("127.0.0.0/8"));
  }

  /**
   * Opens the services with everything to choose.
   *
   * @param callbackBodies makes the writer of callbacks, given the voices
   * @param addresses where URLs may lead
   */
  public Services(
      DatabaseKind kind,
      Path folder,
      ToneEngine engine,
      int maxWaiting,
      CloneSettings cloning,
      Function<VoiceCatalogue, CallbackBodies> callbackBodies,
      AddressPolicy addresses)
      throws IOException {
    Clock clock = Clock.systemUTC();
    IdSource ids = IdSource.random();
    this.engine = engine;
    this.database = kind.open(folder);
    this.blobs = new LocalBlobStore(folder.resolve("blobs"), database, ids, clock);
    this.network = OutboundNetwork.open(addresses);
    this.decoder = new MediaDecoder(NATIVE_CACHE, 2);
    this.slot = NodeSlot.take(folder.resolve("work"), ids);
    this.workFolder = new WorkFolder(slot.folder(), ids);
    OwnFiles ownFiles =
        new SignedFiles(
            blobs,
            new LinkSignatures(
                new Secrets(database, new SecureRandom()).key("media-links"), clock));
    MediaFetcher fetcher = new MediaFetcher(network, ownFiles);
    UrlPolicy urls = new UrlPolicy(network, ownFiles);
    OutboundPost post = new OutboundPost(network, PostLimits.DEFAULT);
    AudioEncoders encoders = new AudioEncoders(NATIVE_CACHE);
    SpeechRenderer renderer = new SpeechRenderer(engine, encoders, "Mynah test");

    this.callbackQueue = queue(WorkQueue.Kind.CALLBACK, 8, clock);
    this.cloneQueue = queue(WorkQueue.Kind.CLONE, cloning.workers(), clock);
    this.speechQueue = queue(WorkQueue.Kind.SPEECH, 2, clock);
    this.tokens = new TokenService(database, ids, new SecureRandom(), clock);
    this.permits = new ConcurrencyPermits(database, tokens, 0, ids);
    UsageLedger ledger = new UsageLedger(tokens, ids);
    this.usage = new UsageHistory(database);
    IdempotencyKeys requestKeys = new IdempotencyKeys(Duration.ofDays(1), clock);
    this.once = new OnceOnly(database, requestKeys);
    this.uploads =
        new UploadService(
            database,
            blobs,
            workFolder,
            once,
            UploadSettings.of(2 << 20, Duration.ofDays(1)),
            clock);
    this.tasks =
        new TaskService(
            database,
            List.of(ledger, new CallbackOutbox(callbackQueue, CALLBACKS.lifetime(), ids, clock)),
            requestKeys,
            ids,
            clock);
    WebhookSecrets webhookSecrets = new WebhookSecrets(database, new SecureRandom(), clock);
    this.webhooks =
        new Webhooks(database, webhookSecrets, callbackQueue, CALLBACKS.lifetime(), ids, clock);

    VoiceMaker maker =
        new VoiceMaker(
            engine,
            new ConfinedDecoder(decoder, DecodeLimits.DEFAULT, engine.info().sampleRate()),
            fetcher,
            FetchLimits.AUDIO,
            workFolder);
    SampleMaker samples = new SampleMaker(renderer, encoders, blobs, workFolder);
    this.audit = new AuditLog(database, ids, clock);
    this.voices = new VoiceCatalogue(database, blobs, maker, workFolder, audit, clock);
    this.names = new VoiceNames(database, voices, audit, clock);
    this.pictures = new PictureFetcher(fetcher, workFolder);
    this.erasure =
        new VoiceErasure(
            database,
            tasks,
            blobs,
            voices,
            new CallbackBodyEraser()::erase,
            new UploadCopies()::of,
            audit);
    this.presets =
        List.of(
            new PresetVoice(
                PRESET_ID,
                List.of("933563129e564b19a115bedd57b7406a"),
                "Robin",
                "A preset for tests.",
                List.of("calm"),
                List.of("en"),
                engine.voice(PRESET_PITCH)));
    voices.installPresets(presets, cloning.defaultText());
    this.dossiers = new VoiceDossiers(database, voices, tasks);
    this.analyzer =
        new VoiceAnalyzer(
            voices,
            blobs,
            new ConfinedDecoder(decoder, DecodeLimits.DEFAULT, engine.info().sampleRate()),
            workFolder,
            LikenessMeter.NONE);
    this.archives = new VoiceArchives(database, voices, blobs, audit, clock);
    this.importer =
        new VoiceImporter(database, blobs, maker, samples, workFolder, cloning, audit, ids, clock);
    Pace pace = new Pace(Duration.ofSeconds(2));
    this.clones =
        new CloneService(
            database, tasks, cloneQueue, blobs, ledger, urls, post, cloning, pace, ids, clock);
    CloneWorker cloneWorker =
        new CloneWorker(
            database,
            tasks,
            blobs,
            maker,
            samples,
            fetcher,
            workFolder,
            cloning,
            pace,
            board,
            ids,
            clock);

    SpeechSettings speaking =
        new SpeechSettings(
            2,
            maxWaiting,
            100,
            20_000,
            1_000_000,
            Duration.ofDays(1),
            PRESET_ID,
            cloning.maxAttempts(),
            1);
    this.pool = new SynthesisPool(speaking.workers(), speaking.maxWaiting());
    this.designs =
        new DesignService(
            engine,
            renderer,
            pool,
            new CandidateVoices(blobs, ids, clock),
            ledger,
            database,
            workFolder,
            new DesignSettings(DESIGN_PRICE, DesignSettings.USUALLY_KEPT),
            ids,
            clock);
    SpeechStudio studio =
        new SpeechStudio(
            voices,
            new ReferenceVoices(maker, workFolder, speaking.maxInlineBytes(), 4),
            renderer,
            pool,
            blobs,
            workFolder,
            speaking,
            ids);
    this.sessions =
        new SpeechSessions(
            studio,
            pool,
            ledger,
            new SessionLedger(database, ledger, slot.id(), clock),
            voices,
            speaking,
            ids,
            clock);
    this.speech =
        new SpeechService(
            database,
            tasks,
            speechQueue,
            blobs,
            voices,
            studio,
            sessions,
            ledger,
            urls,
            post,
            speaking,
            clock);
    SpeechWorker speechWorker =
        new SpeechWorker(database, tasks, blobs, speech, studio, workFolder, speaking, clock);
    WebhookDispatcher dispatcher =
        new WebhookDispatcher(
            database,
            tasks,
            post,
            callbackBodies.apply(voices),
            webhookSecrets,
            CALLBACKS,
            callbackQueue,
            ids,
            new Random(1),
            new WebhookMetrics(new SimpleMeterRegistry()),
            clock);
    this.startQueues =
        () -> {
          callbackQueue.start(dispatcher);
          cloneQueue.start(cloneWorker);
          speechQueue.start(speechWorker);
        };
  }

  private WorkQueue queue(WorkQueue.Kind kind, int threads, Clock clock) {
    return new WorkQueue(database, kind, threads, slot.id(), QueueSettings.DEFAULT, clock);
  }

  private static byte[] callbackBody(Task task) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("task_id", task.id())
        .put("state", task.state().name())
        .toString()
        .getBytes(UTF_8);
  }

  /** Starts the queues. */
  public Services start() {
    startQueues.run();
    return this;
  }

  /** Returns what follows the work, for a few at a time. */
  public TaskProgress progress(int most) {
    return new TaskProgress(tasks, board, cloneQueue::place, most);
  }

  /** Returns the preset voices. */
  public List<PresetVoice> presets() {
    return presets;
  }

  /** Returns a caller of an owner's own. */
  public static Principal caller(String ownerId) {
    return new Principal(ownerId, "key of " + ownerId, EnumSet.allOf(Scope.class));
  }

  /** Returns an order for a public voice. */
  public static CloneOrder cloneOf(Recording recording, String title, @Nullable String imageUrl) {
    return new CloneOrder(
        List.of(recording),
        "voice_url",
        title,
        "",
        imageUrl,
        Visibility.PUBLIC,
        List.of(),
        List.of(),
        null);
  }

  /** Returns the envelope of a request for a voice. */
  public static TaskOrder voiceTask(@Nullable String callbackUrl) {
    return order(TaskType.VOICES, callbackUrl);
  }

  /** Returns the envelope of a request for speech. */
  public static TaskOrder speechTask(@Nullable String callbackUrl) {
    return order(TaskType.FISH_TTS, callbackUrl);
  }

  private static TaskOrder order(TaskType type, @Nullable String callbackUrl) {
    return new TaskOrder(
        type,
        JsonNodeFactory.instance.objectNode().put("asked", "in a test"),
        IdSource.random().uuid(),
        new Delivery(callbackUrl, callbackUrl != null));
  }

  /** Returns the number of rows of a table, perhaps followed by a condition. */
  public long count(String table) {
    return database.<Long>read(
        transaction ->
            transaction
                .handle()
                .createQuery("select count(*) from " + table)
                .mapTo(Long.class)
                .one());
  }

  /** Returns the only column of a query. */
  public List<String> strings(String sql) {
    return database.read(
        transaction -> transaction.handle().createQuery(sql).mapTo(String.class).list());
  }

  /** Returns the files of this process that should mean nothing after it. */
  public List<Path> workFiles() throws IOException {
    try (Stream<Path> files = Files.list(slot.folder())) {
      return files.filter(file -> !file.endsWith("lock")).toList();
    }
  }

  /** Returns the bytes of a stored file. */
  public byte[] bytes(String blobId) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BlobContent content = blobs.open(blobId)) {
      content.transferTo(out);
    }
    return out.toByteArray();
  }

  /** Stops as the server does: nothing new, a short grace, the rest back into the queues. */
  @Override
  public void close() {
    pool.stop(GRACE);
    cloneQueue.stop(GRACE);
    speechQueue.stop(GRACE);
    callbackQueue.stop(GRACE);
    permits.close();
    decoder.close();
    network.close();
    database.close();
    try {
      slot.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
