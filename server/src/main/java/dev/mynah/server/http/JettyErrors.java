package dev.mynah.server.http;

import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.RequestHead;
import dev.mynah.server.http.wire.Traces;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what Jetty refuses before any route sees it: lines it can't parse, header fields too
 * large, paths that try to climb, requests that come while the server stops.
 */
final class JettyErrors implements Request.Handler {
  private final DialectMap dialects;
  private final Supplier<String> traceIds;
  private final RequestObserver observer;

  JettyErrors(DialectMap dialects, Supplier<String> traceIds, RequestObserver observer) {
    this.dialects = dialects;
    this.traceIds = traceIds;
    this.observer = observer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String traceId =
        request.getAttribute(Traces.ATTRIBUTE) instanceof String given ? given : traceIds.get();
    String path = request.getHttpURI().getPath();
    Answer answer =
        dialects
            .owning(new RequestHead(path == null ? "" : path, request.getHeaders()::get))
            .error(PlainDialect.failureFor(response.getStatus()), traceId);
    response.setStatus(answer.status());
    answer.headers().forEach(response.getHeaders()::put);
    StandardHeaders.addTo(response.getHeaders()::put, traceId);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    observer.answered(
        new RequestObserver.Exchange(
            HttpServer.knownMethod(request.getMethod()),
            HttpServer.UNMATCHED,
            answer.status(),
            Duration.ofNanos(System.nanoTime() - request.getBeginNanoTime()),
            traceId));
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
    return true;
  }
}
