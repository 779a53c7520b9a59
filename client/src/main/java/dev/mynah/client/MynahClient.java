package dev.mynah.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Voices and speech of a Mynah server, of Fish Audio or of Ace Data Cloud.
 *
 * <pre>{@code
 * var mynah = MynahClient.builder().baseUrl("http://127.0.0.1:8080").apiKey(key).build();
 * var voice = mynah.voices().clone(CloneRequest.fromUrl("https://example.com/reading.mp3").title("Reader"));
 * try (InputStream speech = mynah.speech().stream(SpeechRequest.of("Good evening.").voice(voice.id()))) {
 *   Files.copy(speech, Path.of("evening.mp3"));
 * }
 * }</pre>
 *
 * <p>A client is thread-safe and meant to be kept: connections are shared by all calls. Calls block
 * and throw a {@link MynahClientException}; interrupting a thread gives its call up. Most calls
 * have a twin that returns a {@link java.util.concurrent.CompletableFuture}, whose {@code cancel}
 * gives the call up. What is given up ends on the wire, too, so that the service stops working on
 * it.
 *
 * <p>The key goes to the base URL and nowhere else: not to where redirects lead, not into
 * exceptions or {@code toString}.
 */
public final class MynahClient implements AutoCloseable {
  private final Settings settings;
  private final Transport transport;
  private final Background background;
  private final @Nullable ExecutorService ownThreads;
  private final Voices voices;
  private final Speech speech;
  private final Tasks tasks;
  private final Transcriptions transcriptions;
  private final Wallet wallet;

  private MynahClient(Settings settings, @Nullable Executor threads) {
    this.settings = settings;
    this.ownThreads = threads == null ? threads() : null;
    Executor executor = threads == null ? Objects.requireNonNull(ownThreads) : threads;
    HttpClient http = httpClient(settings, executor);
    this.transport = new Transport(http, settings);
    this.background = new Background(executor);
    Wire wire = new Wire(settings, transport, background);
    this.tasks = new Tasks(wire);
    this.voices = new Voices(wire, tasks);
    this.speech = new Speech(wire);
    this.transcriptions = new Transcriptions(wire);
    this.wallet = new Wallet(wire);
  }

  private static HttpClient httpClient(Settings settings, Executor executor) {
    boolean clear = settings.baseUrl().getScheme().equals("http");
    return HttpClient.newBuilder()
        .connectTimeout(settings.timeouts().connect())
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(clear ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2)
        .executor(executor)
        .build();
  }

  private static ExecutorService threads() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newCachedThreadPool(
        work -> {
          Thread thread = new Thread(work, "mynah-client-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Returns a builder of a client of Mynah; {@link Builder#service} makes it one of others. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a client of a service at its usual address. */
  public static MynahClient of(Service service, String apiKey) {
    return builder().service(service).apiKey(apiKey).build();
  }

  /** Returns what makes, finds, changes and deletes voices. */
  public Voices voices() {
    return voices;
  }

  /** Returns what speaks. */
  public Speech speech() {
    return speech;
  }

  /** Returns what tells of work that was asked for without waiting. */
  public Tasks tasks() {
    return tasks;
  }

  /** Returns what writes recordings down. */
  public Transcriptions transcriptions() {
    return transcriptions;
  }

  /** Returns what tells of credit and use. */
  public Wallet wallet() {
    return wallet;
  }

  /** Returns whom this talks to. */
  public Service service() {
    return settings.service();
  }

  /** Returns whether the service can do this. */
  public boolean supports(Capability capability) {
    return settings.service().supports(capability);
  }

  /** Gives up all calls and streams under way, and ends the client's threads. */
  @Override
  public void close() {
    background.close();
    transport.close();
    if (ownThreads != null) {
      ownThreads.shutdown();
    }
  }

  /** Tells service and address, not the key. */
  @Override
  public String toString() {
    return "MynahClient of " + settings;
  }

  /** Makes clients. */
  public static final class Builder {
    private static final String USER_AGENT = "mynah-client-java";
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]*");

    private Service service = Service.MYNAH;
    private @Nullable URI baseUrl;
    private String apiKey = "";
    private Timeouts timeouts = Timeouts.STANDARD;
    private RetryPolicy retries = RetryPolicy.STANDARD;
    private Clock clock = Clock.systemUTC();
    private RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    private Pauses pauses = Pauses.REAL;
    private @Nullable Executor executor;

    private Builder() {}

    /** Sets whom to talk to; {@link Service#MYNAH} unless set. */
    public Builder service(Service other) {
      service = other;
      return this;
    }

    /**
     * Sets the address, which may have a path; the service's own unless set.
     *
     * @throws InvalidRequestException if it is no http or https URL, or has a query
     */
    public Builder baseUrl(String url) {
      String trimmed = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
      URI checked = Check.webUrl("baseUrl", trimmed);
      if (checked.getRawQuery() != null
          || checked.getRawFragment() != null
          || checked.getRawUserInfo() != null) {
        throw new InvalidRequestException("baseUrl", "must have no user, query or fragment");
      }
      baseUrl = checked;
      return this;
    }

    /** Sets the key that goes with every call; none unless set. */
    public Builder apiKey(String key) {
      if (!KEY.matcher(key.strip()).matches()) {
        throw new InvalidRequestException("apiKey", "must be printable ASCII without spaces");
      }
      apiKey = key.strip();
      return this;
    }

    /** Sets how long to wait; {@link Timeouts#STANDARD} unless set. */
    public Builder timeouts(Timeouts other) {
      timeouts = other;
      return this;
    }

    /** Sets how often to try again; {@link RetryPolicy#STANDARD} unless set. */
    public Builder retries(RetryPolicy other) {
      retries = other;
      return this;
    }

    /** Sets what tells the time where a service names a date; the system's clock unless set. */
    public Builder clock(Clock other) {
      clock = other;
      return this;
    }

    /**
     * Sets what spreads the waits between tries; it must be thread-safe if the client is shared.
     */
    public Builder random(RandomGenerator other) {
      random = other;
      return this;
    }

    /**
     * Sets the threads that futures and publishers run on, which then outlive the client. They must
     * be able to block, so a pool of fixed size is no good choice; virtual threads are. A pool of
     * its own, ended by {@link MynahClient#close}, unless set.
     */
    public Builder executor(Executor other) {
      executor = other;
      return this;
    }

    Builder pauses(Pauses other) {
      pauses = other;
      return this;
    }

    /** Returns a client. Nothing is sent yet. */
    public MynahClient build() {
      return new MynahClient(
          new Settings(
              service,
              baseUrl == null ? service.defaultBaseUrl() : baseUrl,
              apiKey,
              timeouts,
              retries,
              clock,
              random,
              pauses,
              USER_AGENT),
          executor);
    }
  }
}
