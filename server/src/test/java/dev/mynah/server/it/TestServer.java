package dev.mynah.server.it;

import dev.mynah.server.blob.MediaLinks;
import dev.mynah.server.consent.ConsentService;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Secrets;
import dev.mynah.server.fetch.AddressPolicy;
import dev.mynah.server.http.ConnectionLimits;
import dev.mynah.server.http.HttpServer;
import dev.mynah.server.http.HttpSettings;
import dev.mynah.server.http.ace.AceDialect;
import dev.mynah.server.http.ace.AceOutcomes;
import dev.mynah.server.http.ace.AceSettings;
import dev.mynah.server.http.console.ConsoleCalls;
import dev.mynah.server.http.console.ConsoleDialect;
import dev.mynah.server.http.console.KeyEndpoints;
import dev.mynah.server.http.console.TaskEndpoints;
import dev.mynah.server.http.console.TaskEntities;
import dev.mynah.server.http.console.UsageEndpoints;
import dev.mynah.server.http.console.WebhookEndpoints;
import dev.mynah.server.http.entity.ModelEntities;
import dev.mynah.server.http.entity.PublicLinks;
import dev.mynah.server.http.fish.FishCalls;
import dev.mynah.server.http.fish.FishDialect;
import dev.mynah.server.http.fish.HealthEndpoint;
import dev.mynah.server.http.fish.ModelEndpoints;
import dev.mynah.server.http.fish.ReferenceEndpoints;
import dev.mynah.server.http.fish.SpeechEndpoints;
import dev.mynah.server.http.fish.VoiceDesignEndpoint;
import dev.mynah.server.http.fish.VoiceOrders;
import dev.mynah.server.http.fish.WalletEndpoints;
import dev.mynah.server.http.fish.live.LiveEndpoints;
import dev.mynah.server.http.fish.live.LiveLimits;
import dev.mynah.server.http.media.MediaRoutes;
import dev.mynah.server.http.openai.OpenAiDialect;
import dev.mynah.server.http.openai.OpenAiServices;
import dev.mynah.server.http.openai.OpenAiSettings;
import dev.mynah.server.http.ops.Metrics;
import dev.mynah.server.http.ops.OpsRoutes;
import dev.mynah.server.http.platform.PlatformDialect;
import dev.mynah.server.http.wire.Admission;
import dev.mynah.server.http.wire.BodyLimits;
import dev.mynah.server.http.wire.BodyMemory;
import dev.mynah.server.http.wire.BodyReader;
import dev.mynah.server.http.wire.RequestBodies;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.ToneEngine;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.voice.CloneSettings;
import dev.mynah.server.webhook.WebhookSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A whole server on a data folder: everything real, the engine a small one. */
final class TestServer implements AutoCloseable {
  static final Duration WAIT_LIMIT = Duration.ofSeconds(30);
  static final int MAX_TEXT = 20_000;
  static final BodyLimits BODY_LIMITS =
      new BodyLimits(4 << 20, Duration.ofMillis(800), 100_000, Duration.ofSeconds(20));

  static final BodyMemory BODY_MEMORY = new BodyMemory(64 << 20);
  static final LiveLimits LIVE_LIMITS = LiveLimits.of(BODY_LIMITS, MAX_TEXT);
  private static final AddressPolicy LOOPBACK = AddressPolicy.exempting("127.0.0.0/8");

  final ToneEngine engine = new ToneEngine("1");
  final Services services;
  private final HttpServer http;
  private final TokenService tokens;
  private final String baseUrl;

  private TestServer(
      Path folder,
      int port,
      int maxWaiting,
      Duration waitLimit,
      AddressPolicy addresses,
      LiveLimits live)
      throws IOException {
    Clock clock = Clock.systemUTC();
    IdSource ids = IdSource.random();
    baseUrl = "http://127.0.0.1:" + port;
    // The key of the links is in the database, which the services open.
    LateLinks late = new LateLinks();
    services =
        new Services(
                DatabaseKind.SQLITE,
                folder,
                engine,
                maxWaiting,
                CloneSettings.DEFAULT,
                voices -> task -> new AceOutcomes(late.links(), voices).render(task),
                addresses)
            .start();
    MediaLinks mediaLinks =
        new MediaLinks(
            baseUrl, new Secrets(services.database, new SecureRandom()).key("media-links"), clock);
    PublicLinks links = new PublicLinks(mediaLinks, baseUrl, Duration.ofDays(1), clock);
    late.links = links;
    tokens = services.tokens;
    AceDialect ace =
        new AceDialect(
            tokens,
            new Admission(tokens, services.permits),
            services.voices,
            services.clones,
            services.speech,
            services.tasks,
            links,
            new BodyReader(BODY_LIMITS, BODY_MEMORY, System::nanoTime),
            new AceSettings(waitLimit, MAX_TEXT));
    PlatformDialect platform =
        new PlatformDialect(
            tokens,
            services.usage,
            services.uploads,
            services.once,
            mediaLinks,
            new BodyReader(BODY_LIMITS, BODY_MEMORY, System::nanoTime),
            MAX_TEXT,
            clock);
    Metrics metrics = new Metrics();
    http =
        HttpServer.start(
            HttpSettings.listeningOn("127.0.0.1", port)
                .with(
                    ConnectionLimits.DEFAULT
                        .withNumbers(200, 0)
                        .withTimes(Duration.ofSeconds(10), Duration.ofSeconds(10)))
                .withDrainTimeout(Duration.ofSeconds(20)),
            List.of(
                ace,
                platform,
                openAi(services, waitLimit),
                fish(services, links, waitLimit, live),
                console(services, links),
                new MediaRoutes(services.blobs, mediaLinks, clock),
                new OpsRoutes(List.of(), metrics)),
            ids::uuid,
            metrics);
  }

  private static ConsoleDialect console(Services services, PublicLinks links) {
    ConsoleCalls calls =
        new ConsoleCalls(
            services.tokens,
            new Admission(services.tokens, services.permits),
            new RequestBodies(
                new BodyReader(BODY_LIMITS, BODY_MEMORY, System::nanoTime), services.workFolder));
    Clock clock = Clock.systemUTC();
    return new ConsoleDialect(
        List.of(
            new KeyEndpoints(
                calls,
                services.tokens,
                services.usage,
                new WebhookSecrets(services.database, new SecureRandom(), clock),
                clock),
            new UsageEndpoints(calls, services.tokens, services.usage, clock),
            new TaskEndpoints(
                calls,
                services.tasks,
                services.webhooks,
                new TaskEntities(links, services.voices, new AceOutcomes(links, services.voices))),
            new WebhookEndpoints(calls, services.webhooks)));
  }

  private static OpenAiDialect openAi(Services services, Duration waitLimit) {
    return new OpenAiDialect(
        services.tokens,
        new Admission(services.tokens, services.permits),
        new RequestBodies(
            new BodyReader(BODY_LIMITS, BODY_MEMORY, System::nanoTime), services.workFolder),
        new OpenAiServices(
            services.voices,
            services.erasure,
            services.clones,
            services.tasks,
            new ConsentService(
                services.database, services.blobs, IdSource.random(), Clock.systemUTC()),
            services.speech,
            null),
        new OpenAiSettings("tone", "", waitLimit, MAX_TEXT));
  }

  private static FishDialect fish(
      Services services, PublicLinks links, Duration waitLimit, LiveLimits live) {
    FishCalls calls =
        new FishCalls(
            services.tokens,
            new Admission(services.tokens, services.permits),
            new RequestBodies(
                new BodyReader(BODY_LIMITS, BODY_MEMORY, System::nanoTime), services.workFolder));
    VoiceOrders orders =
        new VoiceOrders(services.clones, services.tasks, services.voices, waitLimit);
    return new FishDialect(
        List.of(
            new HealthEndpoint(),
            new SpeechEndpoints(calls, services.speech),
            new ModelEndpoints(
                calls,
                services.voices,
                orders,
                services.erasure,
                services.pictures,
                new ModelEntities(links),
                BODY_LIMITS.maxBytes()),
            new ReferenceEndpoints(
                calls, orders, services.names, services.erasure, BODY_LIMITS.maxBytes()),
            new WalletEndpoints(calls, services.tokens, services.usage),
            new VoiceDesignEndpoint(calls, services.designs),
            new LiveEndpoints(
                calls, services.tokens, services.permits, services.speech, BODY_MEMORY, live)));
  }

  /** Links that are set before the first callback is written. */
  private static final class LateLinks {
    private volatile @Nullable PublicLinks links;

    PublicLinks links() {
      PublicLinks set = links;
      if (set == null) {
        throw new IllegalStateException("a callback before the server was up");
      }
      return set;
    }
  }

  static TestServer start(Path folder) throws IOException {
    return start(folder, freePort());
  }

  static TestServer start(Path folder, int port) throws IOException {
    return new TestServer(folder, port, 16, WAIT_LIMIT, LOOPBACK, LIVE_LIMITS);
  }

  /** A server whose URLs may lead to public addresses only. */
  static TestServer startGuarded(Path folder) throws IOException {
    return new TestServer(
        folder, freePort(), 16, WAIT_LIMIT, AddressPolicy.publicOnly(), LIVE_LIMITS);
  }

  /** A server that takes few texts at a time and waits shortly. */
  static TestServer startTiny(Path folder, int maxWaiting, Duration waitLimit) throws IOException {
    return new TestServer(folder, freePort(), maxWaiting, waitLimit, LOOPBACK, LIVE_LIMITS);
  }

  /** A server whose sockets have limits of their own. */
  static TestServer startLive(Path folder, LiveLimits limits) throws IOException {
    return new TestServer(folder, freePort(), 16, WAIT_LIMIT, LOOPBACK, limits);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  int openConnections() {
    return http.openConnections();
  }

  int port() {
    return http.port();
  }

  /** Returns a client with a key of this owner. */
  Api client(String owner) {
    return client(owner, EnumSet.allOf(Scope.class), null);
  }

  Api client(String owner, Set<Scope> scopes, @Nullable Instant expiresAt) {
    return client(owner, KeySettings.of(owner, scopes).withExpiresAt(expiresAt));
  }

  Api client(String owner, KeySettings settings) {
    String ownerId = "%032x".formatted(owner.hashCode() & 0xFFFFFFFFL);
    return new Api(baseUrl, tokens.issue(new NewToken(KeyKind.SERVICE, ownerId, settings)).key());
  }

  /** Returns a client with a key that may do everything within these settings. */
  Api client(String owner, UnaryOperator<KeySettings> settings) {
    String ownerId = "%032x".formatted(owner.hashCode() & 0xFFFFFFFFL);
    KeySettings all = KeySettings.of(owner, EnumSet.allOf(Scope.class));
    NewToken order = new NewToken(KeyKind.SERVICE, ownerId, settings.apply(all));
    return new Api(baseUrl, tokens.issue(order).key());
  }

  /** Returns a client that shows this key, or none. */
  Api clientWithKey(@Nullable String key) {
    return new Api(baseUrl, key);
  }

  /** Stops as SIGTERM does: first no more requests, then no more work. */
  @Override
  public void close() {
    http.close();
    services.close();
  }
}
