package dev.mynah.server.it;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.stream.Collectors;

/**
 * A request and its answer, as they went over the wire.
 *
 * @param path without the query
 * @param query as it was sent, empty if there was none
 * @param requestHeaders by their names in lower case
 */
record Exchange(
    String method,
    String path,
    String query,
    Map<String, String> requestHeaders,
    byte[] requestBody,
    int status,
    String contentType,
    byte[] body) {

  /** Records an exchange of the platform's own client. */
  static Exchange of(HttpRequest request, HttpResponse<byte[]> response) {
    Map<String, String> headers =
        request.headers().map().entrySet().stream()
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
                    header -> String.join(", ", header.getValue()),
                    (one, other) -> one,
                    TreeMap::new));
    String query = request.uri().getRawQuery();
    return new Exchange(
        request.method(),
        request.uri().getPath(),
        query == null ? "" : query,
        headers,
        request.bodyPublisher().map(Exchange::bytes).orElseGet(() -> new byte[0]),
        response.statusCode(),
        response.headers().firstValue("content-type").orElse(""),
        response.body());
  }

  /** Returns the same with another answer. */
  Exchange answered(int otherStatus, String otherType, byte[] otherBody) {
    return new Exchange(
        method, path, query, requestHeaders, requestBody, otherStatus, otherType, otherBody);
  }

  /** Returns the same with another body sent. */
  Exchange sent(byte[] otherBody) {
    return new Exchange(method, path, query, requestHeaders, otherBody, status, contentType, body);
  }

  boolean succeeded() {
    return status >= 200 && status < 300;
  }

  String header(String name) {
    return requestHeaders.getOrDefault(name, "");
  }

  @Override
  public String toString() {
    return method + " " + path + (query.isEmpty() ? "" : "?" + query) + " -> " + status;
  }

  private static byte[] bytes(HttpRequest.BodyPublisher publisher) {
    Collector collector = new Collector();
    publisher.subscribe(collector);
    return collector.done.join();
  }

  private static final class Collector implements Flow.Subscriber<ByteBuffer> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> done = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ByteBuffer part) {
      byte[] copy = new byte[part.remaining()];
      part.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(bytes.toByteArray());
    }
  }
}
