package dev.mynah.server.fetch;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.MynahException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;

/**
 * Fetches what a caller's URL leads to into a file. Safe for use by many threads; blocks, and runs
 * well on virtual threads.
 *
 * <p>At most {@link FetchLimits#maxRedirects} redirects are followed, each parsed, resolved and
 * vetted as if a caller had given it. An encrypted URL is never followed to an unencrypted one: who
 * wrote https asked that nobody on the way may hear or replace the recording. Nothing of one
 * request reaches the next: no cookies, no referrer, no credentials, and no connection, since each
 * is used once.
 */
public final class MediaFetcher {
  static final String USER_AGENT = "Mynah (self-hosted voice server)";

  private final OutboundNetwork network;
  private final OwnFiles ownFiles;

  /** A fetcher that opens a connection for every URL. */
  public MediaFetcher(OutboundNetwork network) {
    this(network, OwnFiles.NONE);
  }

  /**
   * @param ownFiles read without a connection, when a caller's URL is a link to one of them; never
   *     when a redirect leads there
   */
  public MediaFetcher(OutboundNetwork network, OwnFiles ownFiles) {
    this.network = network;
    this.ownFiles = ownFiles;
  }

  /**
   * Fetches a URL into a new file.
   *
   * @param field wire name of the field that held the URL, for messages
   * @param directory where the file is made; nothing is left there on failure
   * @param cancel asked every few milliseconds; ends the fetch at once
   * @throws MynahException with FETCH_REFUSED if the URL is refused or gives no such file, and
   *     UNAVAILABLE if the fetch was cancelled or our own disk failed
   */
  public FetchedMedia fetch(
      String field, String url, FetchLimits limits, Path directory, CancelSignal cancel) {
    return fetch(field, url, limits, directory, cancel, FetchProgress.NONE);
  }

  /**
   * Fetches a URL into a new file, as above.
   *
   * @param progress hears how much has come, many times a second
   */
  public FetchedMedia fetch(
      String field,
      String url,
      FetchLimits limits,
      Path directory,
      CancelSignal cancel,
      FetchProgress progress) {
    try (FetchGuard guard = network.guard(limits.total(), cancel)) {
      WebUrl parsed = WebUrl.parse(url);
      Optional<OwnFile> own = ownFiles.find(url);
      return own.isPresent()
          ? OwnFileReader.save(own.get(), limits, directory)
          : follow(parsed, limits, directory, guard, progress);
    } catch (FetchFailure e) {
      throw e.toMynahException(field);
    }
  }

  private FetchedMedia follow(
      WebUrl first, FetchLimits limits, Path directory, FetchGuard guard, FetchProgress progress)
      throws FetchFailure {
    Set<String> visited = new HashSet<>();
    WebUrl url = first;
    boolean redirected = false;
    while (visited.add(url.toString())) {
      try (HttpConnection connection =
          network.connect(url, limits.connect(), limits.idle(), guard)) {
        ClassicHttpResponse response = connection.exchange(request(url, limits), guard);
        Optional<String> location = location(response);
        if (location.isEmpty()) {
          return new BodyReader(limits, guard, progress).save(response, url.fileName(), directory);
        }
        redirected = true;
        url = url.redirectedTo(location.get());
      } catch (FetchFailure e) {
        throw redirected ? e.afterRedirect() : e;
      }
      if (visited.size() > limits.maxRedirects()) {
        throw new FetchFailure(
            FailureKind.BAD_ANSWER, "redirects more than " + limits.maxRedirects() + " times");
      }
    }
    throw new FetchFailure(FailureKind.BAD_ANSWER, "redirects in a circle");
  }

  private static ClassicHttpRequest request(WebUrl url, FetchLimits limits) {
    ClassicHttpRequest request = new BasicClassicHttpRequest("GET", url.target());
    request.addHeader(HttpHeaders.HOST, url.authority());
    request.addHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    request.addHeader(HttpHeaders.ACCEPT, limits.kind().accept());
    request.addHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    request.addHeader(HttpHeaders.CONNECTION, "close");
    return request;
  }

  /** Returns where a redirect leads; nothing for any other answer. */
  private static Optional<String> location(ClassicHttpResponse response) throws FetchFailure {
    boolean redirect =
        switch (response.getCode()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
    if (!redirect) {
      return Optional.empty();
    }
    Header[] locations = response.getHeaders(HttpHeaders.LOCATION);
    if (locations.length != 1 || locations[0].getValue() == null) {
      throw new FetchFailure(
          FailureKind.BAD_ANSWER, "answered with a redirect that doesn't say where to");
    }
    return Optional.of(utf8(locations[0].getValue()));
  }

  /** Header values arrive as one character per byte; addresses in them are UTF-8 in practice. */
  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  static Optional<String> mediaType(ClassicHttpResponse response) {
    Header header = response.getFirstHeader(HttpHeaders.CONTENT_TYPE);
    if (header == null || header.getValue() == null) {
      return Optional.empty();
    }
    String type = header.getValue().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return Optional.of(type)
        .filter(t -> t.matches("[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}"));
  }
}
