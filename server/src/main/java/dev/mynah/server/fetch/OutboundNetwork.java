package dev.mynah.server.fetch;

import dev.mynah.engine.spi.CancelSignal;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way out: looks names up, vets every address, and opens connections to vetted addresses. One
 * for the whole server; {@link MediaFetcher}, {@link OutboundPost} and {@link UrlPolicy} share it.
 */
public final class OutboundNetwork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundNetwork.class);

  static final Duration RESOLVE_TIMEOUT = Duration.ofSeconds(10);

  /**
   * The system resolver can't be interrupted; a slow name server holds these and nothing else. So
   * many that a few dozen names with dead servers delay nobody; they end when idle.
   */
  private static final int RESOLVER_THREADS = 128;

  private static final int RESOLVER_QUEUE = 256;

  private final AddressPolicy policy;
  private final HostResolver resolver;
  private final Dialer dialer;
  private final ScheduledThreadPoolExecutor watchdog;
  private final ExecutorService resolverThreads;

  OutboundNetwork(
      AddressPolicy policy, HostResolver resolver, SSLContext tls, Connector connector) {
    this.policy = policy;
    this.resolver = resolver;
    this.dialer = new Dialer(tls.getSocketFactory(), connector);
    this.watchdog = new ScheduledThreadPoolExecutor(1, named("mynah-fetch-watchdog"));
    watchdog.setRemoveOnCancelPolicy(true);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            RESOLVER_THREADS,
            RESOLVER_THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(RESOLVER_QUEUE),
            named("mynah-fetch-resolver"));
    threads.allowCoreThreadTimeOut(true);
    this.resolverThreads = threads;
  }

  /** Opens the way out with the system's resolver and trusted certificates. */
  public static OutboundNetwork open(AddressPolicy policy) {
    return open(policy, HostResolver.SYSTEM);
  }

  /** Opens the way out with a resolver of one's own. */
  public static OutboundNetwork open(AddressPolicy policy, HostResolver resolver) {
    try {
      return new OutboundNetwork(policy, resolver, SSLContext.getDefault(), Connector.DIRECT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java can't speak TLS", e);
    }
  }

  FetchGuard guard(Duration total, CancelSignal cancel) {
    return new FetchGuard(watchdog, total, cancel);
  }

  /**
   * Connects to a URL's host, vetted in this very call.
   *
   * @param connect most time to spend on one address, and again on the TLS handshake
   * @param idle most time to wait for the next bytes
   */
  HttpConnection connect(WebUrl url, Duration connect, Duration idle, FetchGuard guard)
      throws FetchFailure {
    return dialer.dial(url, vettedAddresses(url, guard), connect, idle, guard);
  }

  /**
   * Returns where a URL leads, if all of it may be connected to. One private address among public
   * ones refuses the name: an honest name has no reason to mix them, and a dishonest one hopes that
   * somebody picks the wrong one. A name without any address gets the very same answer, so that the
   * names of a private network can't be told from names that don't exist.
   */
  List<InetAddress> vettedAddresses(WebUrl url, FetchGuard guard) throws FetchFailure {
    if (url.literal().isPresent()) {
      String reason = policy.refusal(url.literal().get()).orElse("");
      if (!reason.isEmpty()) {
        throw FetchFailure.refused(
            "leads to " + reason + "; only public internet addresses are allowed");
      }
      return List.of(url.literalAddress());
    }
    List<InetAddress> addresses = resolve(url.host(), guard);
    for (InetAddress address : addresses) {
      String reason = policy.refusal(address.getAddress()).orElse("");
      if (!reason.isEmpty()) {
        LOG.info(
            "Refused the host {}: it resolves to {} ({}); fetch-allow can exempt it",
            url.host(),
            address.getHostAddress(),
            reason);
        throw noPublicAddress(FailureKind.REFUSED);
      }
    }
    if (addresses.isEmpty()) {
      throw noPublicAddress(FailureKind.UNRESOLVED);
    }
    return addresses;
  }

  private List<InetAddress> resolve(String name, FetchGuard guard) throws FetchFailure {
    Future<List<InetAddress>> lookUp;
    try {
      lookUp = resolverThreads.submit(() -> List.copyOf(resolver.resolve(name)));
    } catch (RejectedExecutionException e) {
      throw new FetchFailure(
          FailureKind.TIMED_OUT, "has a host whose address could not be looked up in time", e);
    }
    guard.hold(() -> lookUp.cancel(true));
    try {
      return lookUp.get(guard.millisWithin(RESOLVE_TIMEOUT), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      LOG.debug("The host {} has no address", name);
      throw noPublicAddress(FailureKind.UNRESOLVED);
    } catch (CancellationException | TimeoutException e) {
      guard.throwIfStopped();
      throw new FetchFailure(
          FailureKind.TIMED_OUT, "has a host whose address could not be looked up in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchFailure(FailureKind.CANCELLED, "was cancelled", e);
    } finally {
      lookUp.cancel(true);
    }
  }

  private static FetchFailure noPublicAddress(FailureKind kind) {
    return new FetchFailure(
        kind, "has a host without a public internet address; only public addresses are allowed");
  }

  private static ThreadFactory named(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  /** Ends the threads; calls under way lose their time limits and should be over by then. */
  @Override
  public void close() {
    watchdog.shutdownNow();
    resolverThreads.shutdownNow();
  }
}
