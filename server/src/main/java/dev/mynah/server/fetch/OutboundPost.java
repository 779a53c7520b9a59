package dev.mynah.server.fetch;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.MynahException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Delivers JSON to callback URLs under the same policy as fetching. Redirects are not followed. The
 * URL is vetted when the request comes in, so that its sender hears of it, and again at every
 * delivery.
 */
public final class OutboundPost {
  private final OutboundNetwork network;
  private final PostLimits limits;
  private final UrlPolicy urls;

  public OutboundPost(OutboundNetwork network, PostLimits limits) {
    this.network = network;
    this.limits = limits;
    this.urls = new UrlPolicy(network);
  }

  /**
   * Checks a callback URL when it is given; opens no connection. A name that can't be resolved now
   * is let through, for a receiver that is down must never fail the request: the delivery vets it
   * anew, and fails where this check could not see.
   *
   * @param field wire name of the field that holds it, for messages
   * @throws MynahException with FETCH_REFUSED, if callbacks to it would be refused
   */
  public void vetCallbackUrl(String field, String url) {
    urls.vetCallback(field, url);
  }

  /**
   * Returns who receives what is sent to a URL: scheme, host and port in canonical form, the same
   * for all URLs of one server. For a URL nothing may be sent to it is empty.
   */
  public static String receiver(String url) {
    try {
      WebUrl parsed = WebUrl.parse(url);
      return (parsed.secure() ? "https://" : "http://") + parsed.host() + ":" + parsed.port();
    } catch (FetchFailure e) {
      return "";
    }
  }

  /**
   * Posts a body, once. Never throws for anything the receiver or the network does.
   *
   * @param json the body, UTF-8
   * @param headers to send besides the usual ones, e.g. {@code webhook-id}
   * @param cancel ends the delivery at once
   */
  public PostOutcome post(
      String url, byte[] json, Map<String, String> headers, CancelSignal cancel) {
    try (FetchGuard guard = network.guard(limits.total(), cancel)) {
      WebUrl parsed = WebUrl.parse(url);
      ClassicHttpRequest request = request(parsed, json, headers);
      try (HttpConnection connection =
          network.connect(parsed, limits.connect(), limits.total(), guard)) {
        ClassicHttpResponse response = connection.exchange(request, guard);
        return new PostOutcome.Answered(response.getCode(), start(response), retryAfter(response));
      }
    } catch (FetchFailure e) {
      return new PostOutcome.Failed(e.kind(), e.predicate());
    }
  }

  private static ClassicHttpRequest request(WebUrl url, byte[] json, Map<String, String> headers) {
    ClassicHttpRequest request = new BasicClassicHttpRequest("POST", url.target());
    request.addHeader(HttpHeaders.HOST, url.authority());
    request.addHeader(HttpHeaders.USER_AGENT, MediaFetcher.USER_AGENT);
    request.addHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    request.addHeader(HttpHeaders.CONNECTION, "close");
    request.addHeader(HttpHeaders.CONTENT_TYPE, "application/json; charset=utf-8");
    request.addHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(json.length));
    headers.forEach((name, value) -> request.addHeader(checked(name), checked(value)));
    request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
    return request;
  }

  private static String checked(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException("a header holds characters that would break the request");
    }
    return text;
  }

  private static @Nullable String retryAfter(ClassicHttpResponse response) {
    Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
    return header == null ? null : header.getValue();
  }

  /** The status has come and decides; what follows it is kept only as far as it comes. */
  private byte[] start(ClassicHttpResponse response) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    if (response.getEntity() == null) {
      return kept.toByteArray();
    }
    try {
      InputStream in = response.getEntity().getContent();
      while (kept.size() < limits.keptBytes()) {
        int c = in.read();
        if (c < 0) {
          break;
        }
        kept.write(c);
      }
    } catch (IOException e) {
      return kept.toByteArray();
    }
    return kept.toByteArray();
  }
}
