package dev.mynah.server.app.wiring;

import dev.mynah.audio.decode.DecodeLimits;
import dev.mynah.audio.decode.MediaDecoder;
import dev.mynah.audio.encode.AudioEncoders;
import dev.mynah.engine.model.ModelStore;
import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.engine.spi.EngineException;
import dev.mynah.engine.spi.EngineInfo;
import dev.mynah.server.app.config.Configuration;
import dev.mynah.server.app.config.ConfigurationException;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.LinkSignatures;
import dev.mynah.server.blob.SignedFiles;
import dev.mynah.server.blob.WorkFolder;
import dev.mynah.server.consent.ConsentService;
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
import dev.mynah.server.http.ops.ReadinessCheck;
import dev.mynah.server.model.ModelShelf;
import dev.mynah.server.recognition.RecognitionService;
import dev.mynah.server.rendering.SpeechRenderer;
import dev.mynah.server.speech.ReferenceVoices;
import dev.mynah.server.speech.SpeechService;
import dev.mynah.server.speech.SpeechSessions;
import dev.mynah.server.speech.SpeechSettings;
import dev.mynah.server.speech.SpeechStudio;
import dev.mynah.server.speech.SpeechWorker;
import dev.mynah.server.speech.SynthesisPool;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.OnceOnly;
import dev.mynah.server.task.Pace;
import dev.mynah.server.task.ProgressBoard;
import dev.mynah.server.task.QueueSettings;
import dev.mynah.server.task.TaskCounts;
import dev.mynah.server.task.TaskProgress;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.token.ConcurrencyPermits;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.upkeep.Housekeeper;
import dev.mynah.server.upkeep.Retention;
import dev.mynah.server.upload.UploadCopies;
import dev.mynah.server.upload.UploadService;
import dev.mynah.server.upload.UploadSettings;
import dev.mynah.server.usage.SessionLedger;
import dev.mynah.server.usage.UsageHistory;
import dev.mynah.server.usage.UsageLedger;
import dev.mynah.server.voice.CandidateVoices;
import dev.mynah.server.voice.CloneService;
import dev.mynah.server.voice.CloneSettings;
import dev.mynah.server.voice.CloneWorker;
import dev.mynah.server.voice.ConfinedDecoder;
import dev.mynah.server.voice.PictureFetcher;
import dev.mynah.server.voice.PresetSamples;
import dev.mynah.server.voice.PresetVoice;
import dev.mynah.server.voice.SampleMaker;
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
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services over one data folder, wired but idle: nothing works on the queues until {@link
 * #startCloning} or {@link #startAll} says so. A server starts all of it, a command what it needs.
 */
public final class Services implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Services.class);
  private static final int MAX_ATTEMPTS = 5;
  private static final int QUEUED_SPEECH = 1000;
  private static final long MAX_INLINE_BYTES = 20_000_000;
  private static final int MOST_WATCHERS = 1000; // of tasks, at a time
  private static final double LOOKED_AT_SECONDS = 120; // of a recording that is drawn
  private static final Duration CLONE_GUESS = Duration.ofSeconds(3);

  private final Configuration configuration;
  private final Clock clock;
  private final LoadedEngine engine;
  private final IdSource ids = IdSource.random();
  private final SecureRandom random = new SecureRandom();
  private final Database database;
  private final NodeSlot slot;
  private final OutboundNetwork network;
  private final OutboundPost post;
  private final OwnFiles ownFiles;
  private final MediaFetcher fetcher;
  private final MediaDecoder decoder;
  private final BlobStore blobs;
  private final WorkFolder workFolder;
  private final WorkQueue cloneQueue;
  private final WorkQueue speechQueue;
  private final WorkQueue callbackQueue;
  private final WebhookSecrets webhookSecrets;
  private final Webhooks webhooks;
  private final TokenService tokens;
  private final ConcurrencyPermits permits;
  private final UsageLedger ledger;
  private final UsageHistory usage;
  private final OnceOnly once;
  private final UploadService uploads;
  private final TaskCounts taskCounts = new TaskCounts();
  private final TaskService tasks;
  private final AudioEncoders encoders;
  private final SpeechRenderer renderer;
  private final VoiceMaker maker;
  private final VoiceCatalogue voices;
  private final VoiceNames names;
  private final VoiceErasure erasure;
  private final SampleMaker samples;
  private final CloneSettings cloneSettings;
  private final Pace clonePace = new Pace(CLONE_GUESS);
  private final ProgressBoard board = new ProgressBoard();
  private final CloneService clones;
  private final TaskProgress progress;
  private final SynthesisPool pool;
  private final SpeechSettings speechSettings;
  private final SpeechStudio studio;
  private final SpeechSessions sessions;
  private final SpeechService speech;
  private final RecognitionWiring recognition;
  private final ModelShelf models;
  private final Housekeeper housekeeper;

  /**
   * Wires the services.
   *
   * @param database open; closed with the services
   * @param engine ready; closed with the services
   * @param cache folder for what can be made again
   * @param software name and version of this program, for the containers of audio
   * @throws IOException if the codecs can't be loaded
   */
  public Services(
      Configuration configuration,
      Database database,
      LoadedEngine engine,
      Path cache,
      String software,
      Clock clock)
      throws IOException {
    this.configuration = configuration;
    this.database = database;
    this.engine = engine;
    this.clock = clock;
    slot = NodeSlot.take(configuration.data().resolve("work"), ids);
    Path natives = cache.resolve("natives");
    network = OutboundNetwork.open(policy(configuration));
    post = new OutboundPost(network, PostLimits.DEFAULT);
    decoder = new MediaDecoder(natives, configuration.cloneWorkers() + 1);
    blobs = BlobStores.open(configuration, database, random, ids, clock);
    ownFiles = new SignedFiles(blobs, new LinkSignatures(mediaKey(), clock));
    fetcher = new MediaFetcher(network, ownFiles);
    workFolder = new WorkFolder(slot.folder(), ids);
    cloneQueue = queue(WorkQueue.Kind.CLONE, configuration.cloneWorkers());
    speechQueue = queue(WorkQueue.Kind.SPEECH, configuration.synthesisWorkers());
    callbackQueue = queue(WorkQueue.Kind.CALLBACK, WebhookDispatcher.LANES);
    tokens = new TokenService(database, ids, random, clock);
    permits = new ConcurrencyPermits(database, tokens, configuration.keyConcurrency(), ids);
    ledger = new UsageLedger(tokens, ids);
    usage = new UsageHistory(database);
    IdempotencyKeys requestKeys = new IdempotencyKeys(configuration.idempotencyLifetime(), clock);
    once = new OnceOnly(database, requestKeys);
    uploads =
        new UploadService(
            database,
            blobs,
            workFolder,
            once,
            UploadSettings.of(configuration.fetchMaxBytes(), configuration.signedUrlLifetime()),
            clock);
    tasks =
        new TaskService(
            database,
            List.of(
                ledger,
                new CallbackOutbox(callbackQueue, configuration.callbackLifetime(), ids, clock),
                taskCounts),
            requestKeys,
            ids,
            clock);
    progress = new TaskProgress(tasks, board, cloneQueue::place, MOST_WATCHERS);
    webhookSecrets = new WebhookSecrets(database, random, clock);
    webhooks =
        new Webhooks(
            database, webhookSecrets, callbackQueue, configuration.callbackLifetime(), ids, clock);
    encoders = new AudioEncoders(natives);
    renderer = new SpeechRenderer(engine.engine(), encoders, software);
    maker =
        new VoiceMaker(
            engine.engine(),
            new ConfinedDecoder(decoder, DecodeLimits.DEFAULT, engine.engine().info().sampleRate()),
            fetcher,
            fetchLimits(configuration),
            workFolder);
    AuditLog audit = new AuditLog(database, ids, clock);
    voices =
        new VoiceCatalogue(
            database, blobs, maker, workFolder, FamiliarIds.of(configuration), audit, clock);
    names = new VoiceNames(database, voices, audit, clock);
    erasure =
        new VoiceErasure(
            database,
            tasks,
            blobs,
            voices,
            new CallbackBodyEraser()::erase,
            new UploadCopies()::of,
            audit);
    samples = new SampleMaker(renderer, encoders, blobs, workFolder);
    UrlPolicy urls = new UrlPolicy(network, ownFiles);
    cloneSettings = cloneSettings(configuration);
    clones =
        new CloneService(
            database,
            tasks,
            cloneQueue,
            blobs,
            ledger,
            urls,
            post,
            cloneSettings,
            clonePace,
            ids,
            clock);
    pool = new SynthesisPool(configuration.synthesisWorkers(), configuration.synthesisQueue());
    speechSettings = speechSettings(configuration, engine);
    studio =
        new SpeechStudio(
            voices,
            new ReferenceVoices(
                maker, workFolder, MAX_INLINE_BYTES, configuration.cloneWorkers() + 1),
            renderer,
            pool,
            blobs,
            workFolder,
            speechSettings,
            ids);
    sessions =
        new SpeechSessions(
            studio,
            pool,
            ledger,
            new SessionLedger(database, ledger, slot.id(), clock),
            voices,
            speechSettings,
            ids,
            clock);
    speech =
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
            speechSettings,
            clock);
    recognition =
        new RecognitionWiring(
            configuration, database, blobs, ledger, fetcher, workFolder, natives, ids, clock);
    models =
        new ModelShelf(
            new ModelStore(configuration.models(), configuration.modelMirror()),
            Set.of(configuration.engine(), configuration.recognizer()),
            configuration.modelMirror() != null,
            clock);
    housekeeper =
        new Housekeeper(
            tasks,
            webhooks,
            voices,
            blobs,
            Retention.DEFAULT.withDeadCallbacks(configuration.callbackRetention()),
            clock);
    voices.installPresets(engine.presets(), cloneSettings.defaultText());
    FamiliarIds.check(voices);
  }

  private WorkQueue queue(WorkQueue.Kind kind, int threads) {
    QueueSettings settings = new QueueSettings(configuration.queuePoll(), configuration.takeover());
    return new WorkQueue(database, kind, threads, slot.id(), settings, clock);
  }

  private static AddressPolicy policy(Configuration configuration) {
    try {
      return AddressPolicy.exempting(String.join(",", configuration.fetchAllow()));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(List.of("fetch-allow: " + e.getMessage()));
    }
  }

  private static FetchLimits fetchLimits(Configuration configuration) {
    FetchLimits usual = FetchLimits.AUDIO;
    return usual
        .withMaxBytes(configuration.fetchMaxBytes())
        .withTimes(usual.connect(), usual.idle(), configuration.fetchTimeout());
  }

  private static CloneSettings cloneSettings(Configuration configuration) {
    return new CloneSettings(
        configuration.cloneWorkers(),
        Math.max(1, configuration.cloneQueue()),
        configuration.fetchMaxBytes(),
        MAX_ATTEMPTS,
        CloneSettings.DEFAULT.defaultText(),
        configuration.requireConsent(),
        configuration.clonePrice());
  }

  private static SpeechSettings speechSettings(Configuration configuration, LoadedEngine engine) {
    String chosen = configuration.defaultVoice();
    String voice =
        chosen != null
            ? chosen
            : engine.presets().stream().map(PresetVoice::id).findFirst().orElse("");
    return new SpeechSettings(
        configuration.synthesisWorkers(),
        configuration.synthesisQueue(),
        QUEUED_SPEECH,
        configuration.maxTextCharacters(),
        MAX_INLINE_BYTES,
        configuration.signedUrlLifetime(),
        voice,
        MAX_ATTEMPTS,
        configuration.speechPrice());
  }

  /**
   * Starts making the voices that wait. Whoever calls is alone on the data folder, if on SQLite.
   */
  public void startCloning() {
    cloneQueue.start(
        new CloneWorker(
            database,
            tasks,
            blobs,
            maker,
            samples,
            fetcher,
            workFolder,
            cloneSettings,
            clonePace,
            board,
            ids,
            clock));
  }

  /**
   * Starts everything a server does on its own account. Whoever calls is alone on the data folder,
   * if on SQLite.
   *
   * @param bodies writes what callbacks carry
   * @param meters takes the figures of callbacks
   */
  void startAll(CallbackBodies bodies, MeterRegistry meters) {
    sessions.adopt();
    startCloning();
    speechQueue.start(
        new SpeechWorker(
            database, tasks, blobs, speech, studio, workFolder, speechSettings, clock));
    startCallbacks(bodies, meters);
    housekeeper.start();
    recognition.start();
  }

  private void startCallbacks(CallbackBodies bodies, MeterRegistry meters) {
    RetryPolicy policy =
        RetryPolicy.of(configuration.callbackLifetime(), configuration.callbackDelay());
    WebhookMetrics metrics = new WebhookMetrics(meters);
    metrics.watch(webhooks);
    webhooks.adopt();
    callbackQueue.start(
        new WebhookDispatcher(
            database,
            tasks,
            post,
            bodies,
            webhookSecrets,
            policy,
            callbackQueue,
            ids,
            random,
            metrics,
            clock));
  }

  /** Shows how much waits and how work ends. */
  void measure(Gauges gauges) {
    gauges.queues(Map.of("clone", cloneQueue, "speech", speechQueue, "callback", callbackQueue));
    gauges.synthesis(pool);
    gauges.watchers(progress);
    gauges.encoders(encoders);
    gauges.bind(taskCounts);
  }

  /** Returns whether the database can be written, each time it is asked. */
  ReadinessCheck databaseCheck() {
    return new DatabaseCheck(database);
  }

  /** Does what makes the first requests fast and the presets audible; for after the start. */
  void warmUp(CancelSignal cancel) throws IOException, EngineException, InterruptedException {
    engine.warmUp().run();
    decoder.prepare();
    new PresetSamples(database, blobs, samples, fetcher, workFolder, ids)
        .fillIn(engine.presets(), cancel);
  }

  /**
   * Lets work finish, then breaks it off; what was broken off stays in the queues.
   *
   * @param grace how long work may go on
   */
  void stopWork(Duration grace) {
    models.close();
    pool.stop(grace);
    recognition.stop(grace);
    cloneQueue.stop(grace);
    speechQueue.stop(grace);
    callbackQueue.stop(grace);
  }

  /** Ends the making of voices that {@link #startCloning} began. */
  public void stopCloning(Duration grace) {
    cloneQueue.stop(grace);
  }

  /** Returns the secret that signs links to audio, the same after a restart. */
  byte[] mediaKey() {
    return new Secrets(database, random).key("media-links");
  }

  /** Returns what designs voices from words. */
  DesignService designs() {
    return new DesignService(
        engine.engine(),
        renderer,
        pool,
        new CandidateVoices(blobs, ids, clock),
        ledger,
        database,
        workFolder,
        new DesignSettings(configuration.designPrice(), DesignSettings.USUALLY_KEPT),
        ids,
        clock);
  }

  /** Returns what keeps recordings of consent. */
  ConsentService consents() {
    return new ConsentService(database, blobs, ids, clock);
  }

  /** Returns the name of the engine that speaks. */
  String engineName() {
    return engine.engine().info().name();
  }

  /** Returns what the engine that speaks is. */
  EngineInfo engineInfo() {
    return engine.engine().info();
  }

  /** Returns the voice that speaks when a request names none, or an empty text. */
  String defaultVoiceId() {
    return speechSettings.defaultVoiceId();
  }

  IdSource ids() {
    return ids;
  }

  BlobStore blobs() {
    return blobs;
  }

  /** Returns the folder for files that last no longer than their request. */
  WorkFolder workFolder() {
    return workFolder;
  }

  /** Returns the keys. */
  public TokenService tokens() {
    return tokens;
  }

  /** Returns what counts the requests in flight. */
  ConcurrencyPermits permits() {
    return permits;
  }

  /** Returns the record of callbacks. */
  Webhooks webhooks() {
    return webhooks;
  }

  /** Returns what signs callbacks. */
  WebhookSecrets webhookSecrets() {
    return webhookSecrets;
  }

  /** Returns what tells the time. */
  Clock clock() {
    return clock;
  }

  /** Returns what keys have used. */
  UsageHistory usage() {
    return usage;
  }

  /** Returns what makes things at most once to a request. */
  OnceOnly once() {
    return once;
  }

  /** Returns what takes files in. */
  UploadService uploads() {
    return uploads;
  }

  /** Returns the record of work. */
  public TaskService tasks() {
    return tasks;
  }

  /** Returns what follows the work. */
  TaskProgress progress() {
    return progress;
  }

  /** Lets nobody follow the work any more, for the server's end waits for all answers. */
  void endWatching() {
    board.close();
  }

  /** Returns the voices. */
  public VoiceCatalogue voices() {
    return voices;
  }

  /** Returns what owners call their voices. */
  VoiceNames names() {
    return names;
  }

  /** Returns what downloads pictures. */
  PictureFetcher pictures() {
    return new PictureFetcher(fetcher, workFolder);
  }

  /** Returns what deletes voices. */
  VoiceErasure erasure() {
    return erasure;
  }

  /** Returns what tells everything of voices. */
  VoiceDossiers dossiers() {
    return new VoiceDossiers(database, voices, tasks);
  }

  /** Returns what measures voices, with a memory of its own. */
  VoiceAnalyzer analyzer() {
    DecodeLimits usual = DecodeLimits.DEFAULT;
    DecodeLimits limits =
        new DecodeLimits(
            usual.inputBytes(),
            LOOKED_AT_SECONDS,
            DecodeLimits.Overlong.CUT,
            usual.wallTime(),
            usual.memoryBytes());
    return new VoiceAnalyzer(
        voices,
        blobs,
        new ConfinedDecoder(decoder, limits, engine.engine().info().sampleRate()),
        workFolder,
        new SpeakerLikeness(new ModelStore(configuration.models(), configuration.modelMirror())));
  }

  /** Returns what writes voices into archives. */
  VoiceArchives archives() {
    return new VoiceArchives(database, voices, blobs, new AuditLog(database, ids, clock), clock);
  }

  /** Returns what takes voices out of archives. */
  public VoiceImporter importer() {
    return new VoiceImporter(
        database,
        blobs,
        maker,
        samples,
        workFolder,
        cloneSettings,
        new AuditLog(database, ids, clock),
        ids,
        clock);
  }

  /** Returns what makes voices. */
  public CloneService clones() {
    return clones;
  }

  /** Returns what speaks for callers of the server. */
  SpeechService speech() {
    return speech;
  }

  /** Returns what writes recordings down. */
  RecognitionService recognition() {
    return recognition.service();
  }

  /** Returns the models on this machine. */
  ModelShelf models() {
    return models;
  }

  /** Returns what speaks into a file. */
  public SpeechRenderer renderer() {
    return renderer;
  }

  @Override
  public void close() {
    housekeeper.close();
    permits.close();
    pool.close();
    recognition.close();
    try {
      decoder.close();
      network.close();
    } finally {
      engine.engine().close();
      blobs.close();
      database.close();
      leave(slot);
    }
  }

  private static void leave(NodeSlot slot) {
    try {
      slot.close();
    } catch (IOException e) {
      LOG.warn("The place in the work folder could not be left", e);
    }
  }
}
