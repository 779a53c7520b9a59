package dev.mynah.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls: with the key, within the times, and again where that does no harm. The thread that
 * calls waits; interrupting it gives the call up and closes its connection, which ends the
 * service's work. Redirects are followed to the same scheme, host and port only, so that the key
 * goes nowhere else; downloads go without it and may lead anywhere but from https to http.
 */
final class Transport implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;
  private static final int MAX_ERROR_BYTES = 64 << 10;
  private static final int MAX_JSON_BYTES = 128 << 20; // transcripts and lists; audio has no limit
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final int TOO_MANY = 429; // was told before anything was done

  private final HttpClient http;
  private final Settings settings;
  private final ErrorReader errors;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Transport(HttpClient http, Settings settings) {
    this.http = http;
    this.settings = settings;
    this.errors = new ErrorReader(settings.clock(), settings.apiKey());
  }

  /** Makes something of an answer. */
  private interface Reader<T> {
    T read(HttpResponse<Flow.Publisher<List<ByteBuffer>>> response, BodyStream body)
        throws IOException;
  }

  /** What came back, whole. */
  record Reply(int status, String contentType, byte[] body) {}

  /** Returns the whole answer, at most so many bytes of JSON. */
  Reply send(Call call) {
    return attempt(
        call,
        (response, body) -> {
          try (body) {
            byte[] bytes = body.readNBytes(MAX_JSON_BYTES);
            if (bytes.length == MAX_JSON_BYTES) {
              throw UnexpectedAnswerException.of(
                  call.words() + " was answered with more than " + MAX_JSON_BYTES + " bytes.");
            }
            return new Reply(response.statusCode(), contentType(response), bytes);
          }
        });
  }

  /** Returns a whole file. */
  byte[] fetch(Call call) {
    return attempt(
        call,
        (response, body) -> {
          try (body) {
            refuseText(call, response, body);
            return body.readAllBytes();
          }
        });
  }

  /** Returns an answer of audio as it comes. The caller closes it. */
  BodyStream open(Call call) {
    return attempt(
        call,
        (response, body) -> {
          refuseText(call, response, body);
          return body;
        });
  }

  /** Returns an answer of any kind as it comes. The caller closes it. */
  BodyStream openEvents(Call call) {
    return attempt(call, (response, body) -> body);
  }

  /** Takes care that this is closed with the client. */
  void register(Closeable resource) {
    open.add(resource);
    if (closed) {
      closeQuietly(resource);
    }
  }

  void forget(Closeable resource) {
    open.remove(resource);
  }

  ErrorReader errors() {
    return errors;
  }

  /** A page of a proxy or a login form isn't audio. */
  private static void refuseText(Call call, HttpResponse<?> response, BodyStream body) {
    String type = contentType(response);
    if (type.startsWith("text/") || type.startsWith("application/json")) {
      body.close();
      throw UnexpectedAnswerException.of(
          call.words() + " was answered with " + type + " instead of audio.");
    }
  }

  private static String contentType(HttpResponse<?> response) {
    return response.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
  }

  private <T> T attempt(Call call, Reader<T> reader) {
    Deadline deadline = Deadline.in(settings.timeouts().deadline());
    for (int tries = 1; ; tries++) {
      MynahClientException failure;
      try {
        return once(call, reader, deadline);
      } catch (ServiceException | ConnectionException | TimeoutException e) {
        failure = e;
      }
      Duration wait = settings.retries().delay(tries, settings.random());
      Duration asked = failure.retryAfter().orElse(Duration.ZERO);
      wait = asked.compareTo(wait) > 0 ? asked : wait;
      if (tries >= settings.retries().attempts()
          || !mayRepeat(call, failure)
          || asked.compareTo(settings.retries().maxRetryAfter()) > 0
          || wait.compareTo(deadline.left()) >= 0) {
        throw failure;
      }
      pause(wait, call);
    }
  }

  private static boolean mayRepeat(Call call, MynahClientException failure) {
    if (failure instanceof ConnectionException lost) {
      return call.repeatable() || lost.isBeforeSending();
    }
    if (failure instanceof ServiceException) {
      int status = failure.status().orElse(0);
      return status == TOO_MANY || (call.repeatable() && PASSING.contains(status));
    }
    return call.repeatable();
  }

  private void pause(Duration wait, Call call) {
    try {
      settings.pauses().take(wait);
    } catch (InterruptedException e) {
      throw interrupted(call, e);
    }
  }

  private static CancelledException interrupted(Call call, Exception cause) {
    Thread.currentThread().interrupt();
    return new CancelledException(call.words() + " was given up.", cause);
  }

  private <T> T once(Call first, Reader<T> reader, Deadline deadline) {
    Call call = first;
    for (int hops = 0; ; hops++) {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response = exchange(call, deadline);
      BodyStream body = bodyOf(response, call.patient() ? deadline.left() : null);
      int status = response.statusCode();
      if (status >= 300 && status < 400) {
        body.close();
        call = redirected(call, response, hops);
        continue;
      }
      if (status < 200 || status >= 300) {
        throw errors.read(call.words(), status, response.headers(), errorBody(body));
      }
      return read(call, reader, response, body);
    }
  }

  private <T> T read(
      Call call,
      Reader<T> reader,
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response,
      BodyStream body) {
    try {
      return reader.read(response, body);
    } catch (InterruptedIOException e) {
      throw interrupted(call, e);
    } catch (HttpTimeoutException e) {
      throw new TimeoutException(
          "The rest of the answer to " + call.words(), settings.timeouts().idle(), e);
    } catch (IOException e) {
      if (closed) {
        throw new CancelledException("The client was closed.", e);
      }
      throw new ConnectionException(
          "The answer to " + call.words() + " broke off before its end.", false, e);
    }
  }

  /** What an error says is read as far as it comes; the status is known anyway. */
  private static byte[] errorBody(BodyStream body) {
    try (body) {
      return body.readNBytes(MAX_ERROR_BYTES);
    } catch (IOException brokenOff) {
      return new byte[0];
    }
  }

  private BodyStream bodyOf(
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response, @Nullable Duration patience) {
    Duration idle = settings.timeouts().idle();
    BodyStream body = newBody(patience != null && patience.compareTo(idle) > 0 ? patience : idle);
    response.body().subscribe(body);
    return body;
  }

  /** Returns what takes bytes in, and is closed with the client. */
  BodyStream newBody() {
    return newBody(settings.timeouts().idle());
  }

  private BodyStream newBody(Duration idle) {
    BodyStream body = new BodyStream(idle, open::remove);
    register(body);
    return body;
  }

  /**
   * Opens a WebSocket.
   *
   * @param model goes with it as a header, if there is one
   * @throws ServiceException if it is refused
   */
  WebSocket connect(URI url, @Nullable String model, WebSocket.Listener listener) {
    WebSocket.Builder builder =
        http.newWebSocketBuilder().connectTimeout(settings.timeouts().connect());
    settings.authorization().ifPresent(value -> builder.header("Authorization", value));
    builder.header("User-Agent", settings.userAgent());
    if (model != null) {
      builder.header("model", model);
    }
    Call call = Call.get(url);
    URI address = URI.create("ws" + url.toString().substring("http".length()));
    return await(call, builder.buildAsync(address, listener), settings.timeouts().firstByte());
  }

  private HttpResponse<Flow.Publisher<List<ByteBuffer>>> exchange(Call call, Deadline deadline) {
    if (closed) {
      throw new CancelledException("The client is closed.", null);
    }
    Duration limit =
        call.patient() ? deadline.left() : deadline.atMost(settings.timeouts().firstByte());
    return await(call, http.sendAsync(request(call), BodyHandlers.ofPublisher()), limit);
  }

  private <T> T await(Call call, CompletableFuture<T> answer, Duration limit) {
    Closeable pending = () -> answer.cancel(true);
    register(pending);
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw interrupted(call, e);
    } catch (java.util.concurrent.TimeoutException e) {
      answer.cancel(true);
      throw new TimeoutException("The answer to " + call.words(), limit, e);
    } catch (java.util.concurrent.CancellationException e) {
      throw new CancelledException("The client was closed.", e);
    } catch (ExecutionException e) {
      throw failed(call, e.getCause() == null ? e : e.getCause());
    } finally {
      open.remove(pending);
    }
  }

  private MynahClientException failed(Call call, Throwable cause) {
    if (closed) {
      return new CancelledException("The client was closed.", cause);
    }
    if (cause instanceof WebSocketHandshakeException refused) {
      HttpResponse<?> response = refused.getResponse();
      return errors.read(call.words(), response.statusCode(), response.headers(), new byte[0]);
    }
    String where = call.url().getScheme() + "://" + call.url().getAuthority();
    if (cause instanceof HttpConnectTimeoutException) {
      return new ConnectionException(
          "No connection to " + where + " within " + Words.of(settings.timeouts().connect()) + ".",
          true,
          cause);
    }
    if (cause instanceof ConnectException || cause instanceof UnresolvedAddressException) {
      return new ConnectionException("No connection to " + where + ".", true, cause);
    }
    return new ConnectionException(
        "The connection to " + where + " was lost before an answer to " + call.words() + ".",
        false,
        cause);
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request = HttpRequest.newBuilder(call.url());
    Body body = call.body();
    request.method(call.method(), body == null ? BodyPublishers.noBody() : body.publisher().get());
    if (body != null) {
      request.header("Content-Type", body.contentType());
    }
    call.headers().forEach(request::header);
    if (call.keyed()) {
      request.header("Accept", "*/*");
      settings.authorization().ifPresent(value -> request.header("Authorization", value));
    }
    request.header("User-Agent", settings.userAgent());
    return request.build();
  }

  private static Call redirected(Call call, HttpResponse<?> response, int hops) {
    int status = response.statusCode();
    String location = response.headers().firstValue("location").orElse("");
    URI target = resolved(call.url(), location);
    if (target == null || hops >= MAX_REDIRECTS || !mayFollow(call, target)) {
      throw new UnexpectedAnswerException(
          call.words() + " was redirected elsewhere, which is not followed with the key.",
          new MynahClientException.Details(status, "redirect_refused", null, null, null),
          null);
    }
    boolean same = status == 307 || status == 308 || call.method().equals("GET");
    return same ? call.at(target) : call.asGetAt(target);
  }

  private static @Nullable URI resolved(URI base, String location) {
    try {
      URI target = base.resolve(location);
      boolean web = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
      return location.isEmpty() || !web || target.getHost() == null ? null : target;
    } catch (IllegalArgumentException noUrl) {
      return null;
    }
  }

  private static boolean mayFollow(Call call, URI target) {
    boolean downgrade = call.url().getScheme().equals("https") && target.getScheme().equals("http");
    return call.keyed() ? sameOrigin(call.url(), target) : !downgrade;
  }

  private static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : url.getScheme().equals("https") ? 443 : 80;
  }

  /** Gives up all that is under way. */
  @Override
  public void close() {
    closed = true;
    List.copyOf(open).forEach(Transport::closeQuietly);
  }

  private static void closeQuietly(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing in memory", e); // none of ours can fail
    }
  }
}
