package dev.mynah.engine.model;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A web folder: a public home or the operator's mirror. A download that breaks off goes on where it
 * stopped, in this run or the next, as long as the server says the file is still the same one (a
 * strong entity tag with If-Range) or names no tag at all; the hash decides in the end.
 */
final class WebOrigin implements Origin {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ATTEMPTS = 4;

  private final String description;
  private final List<URI> bases;
  private final Duration idleLimit;
  private final Duration retryDelay;

  /**
   * @param description for messages
   * @param bases folders tried in order for each file, each ending with a slash
   * @param idleLimit how long a server may stay silent
   * @param retryDelay wait before the second attempt, doubled for each further one
   */
  WebOrigin(String description, List<URI> bases, Duration idleLimit, Duration retryDelay) {
    this.description = description;
    this.bases = List.copyOf(bases);
    this.idleLimit = idleLimit;
    this.retryDelay = retryDelay;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void fetch(Staging staging, ModelProgress progress)
      throws OriginException, IOException, InterruptedException {
    for (ModelFile file : staging.missing()) {
      URI from = download(file, staging, progress);
      staging.accept(file, staging.part(file), from.toString());
      DurableFiles.remove(tagFile(staging, file));
      progress.bytes(staging.stagedBytes(), staging.manifest().totalBytes());
    }
  }

  /** Completes the unfinished copy of a file and returns the URL it came from. */
  private URI download(ModelFile file, Staging staging, ModelProgress progress)
      throws OriginException, IOException, InterruptedException {
    OriginException failure = null;
    for (URI base : bases) {
      URI url = address(base, file);
      try {
        downloadWithRetries(url, file, staging, progress);
        return url;
      } catch (AbsentException e) {
        failure = new OriginException(url + " is not there (" + e.getMessage() + ").", e);
      }
    }
    throw failure == null ? new OriginException(description + " has no address.", null) : failure;
  }

  private static URI address(URI base, ModelFile file) throws OriginException {
    try {
      return base.resolve(new URI(null, null, file.path(), null));
    } catch (URISyntaxException e) {
      throw new OriginException("No URL can be made for " + file.path() + ".", e);
    }
  }

  private void downloadWithRetries(URI url, ModelFile file, Staging staging, ModelProgress progress)
      throws OriginException, IOException, AbsentException, InterruptedException {
    Duration delay = retryDelay;
    for (int attempt = 1; ; attempt++) {
      try {
        downloadOnce(url, file, staging, progress);
        return;
      } catch (NetworkException e) {
        if (attempt == ATTEMPTS || e.hopeless()) {
          throw new OriginException(e.getMessage(), e);
        }
        progress.step(e.getMessage() + " Trying again.");
        Thread.sleep(delay);
        delay = delay.multipliedBy(2);
      }
    }
  }

  private void downloadOnce(URI url, ModelFile file, Staging staging, ModelProgress progress)
      throws IOException, AbsentException, NetworkException {
    Path part = staging.part(file);
    long have = Files.exists(part) ? Files.size(part) : 0;
    if (have == file.size()) {
      return;
    }
    if (have > file.size()) {
      Files.delete(part);
      have = 0;
    }
    Path tagFile = tagFile(staging, file);
    String tag = have > 0 && Files.exists(tagFile) ? Files.readString(tagFile) : null;
    HttpURLConnection connection = open(url, have, tag);
    try {
      int status = answer(connection, url);
      if (status == 416) {
        Files.delete(part); // the server's file is shorter than what we have: start afresh
        throw new NetworkException(url + " refused to go on from byte " + have + ".", null, false);
      }
      if (status == HttpURLConnection.HTTP_NOT_FOUND || status == HttpURLConnection.HTTP_GONE) {
        throw new AbsentException("HTTP " + status);
      }
      boolean goesOn = status == HttpURLConnection.HTTP_PARTIAL && startsAt(connection, have);
      if (!goesOn && status != HttpURLConnection.HTTP_OK) {
        throw new NetworkException(url + " answered HTTP " + status + ".", null, status < 500);
      }
      remember(connection.getHeaderField("ETag"), tagFile);
      copy(connection, url, goesOn ? have : 0, file, part, staging, progress);
    } finally {
      connection.disconnect();
    }
  }

  private HttpURLConnection open(URI url, long have, @Nullable String tag) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setConnectTimeout(Math.toIntExact(CONNECT_LIMIT.toMillis()));
    connection.setReadTimeout(Math.toIntExact(idleLimit.toMillis()));
    connection.setRequestProperty("Accept-Encoding", "identity");
    if (have > 0) {
      connection.setRequestProperty("Range", "bytes=" + have + "-");
      if (tag != null) {
        connection.setRequestProperty("If-Range", tag);
      }
    }
    return connection;
  }

  private static int answer(HttpURLConnection connection, URI url) throws NetworkException {
    try {
      return connection.getResponseCode();
    } catch (UnknownHostException e) {
      throw new NetworkException(
          "The name " + url.getHost() + " can't be resolved: no network, or no name server.",
          e,
          true);
    } catch (SocketTimeoutException e) {
      throw new NetworkException(url.getHost() + " doesn't answer.", e, true);
    } catch (IOException e) {
      throw new NetworkException(
          url.getHost() + " can't be reached (" + e.getMessage() + ").", e, true);
    }
  }

  private static boolean startsAt(HttpURLConnection connection, long have) {
    String range = connection.getHeaderField("Content-Range");
    return range != null && range.startsWith("bytes " + have + "-");
  }

  private static void remember(@Nullable String tag, Path tagFile) throws IOException {
    if (tag == null || tag.startsWith("W/")) {
      Files.deleteIfExists(tagFile);
    } else {
      Files.writeString(tagFile, tag);
    }
  }

  /** Appends what comes; more than the file should hold is not taken. */
  private static void copy(
      HttpURLConnection connection,
      URI url,
      long have,
      ModelFile file,
      Path part,
      Staging staging,
      ModelProgress progress)
      throws IOException, NetworkException {
    long stagedBefore = staging.stagedBytes();
    long total = staging.manifest().totalBytes();
    long done = have;
    try (InputStream in = body(connection, url);
        OutputStream out =
            Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                have > 0 ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      while (done <= file.size()) {
        int count = read(in, buffer, url);
        if (count < 0) {
          break;
        }
        out.write(buffer, 0, count);
        done += count;
        progress.bytes(Math.min(total, stagedBefore + done), total);
      }
    }
    if (done < file.size()) {
      throw new NetworkException(
          url + " ended after " + done + " of " + file.size() + " bytes.",
          new EOFException(),
          false);
    }
  }

  private static InputStream body(HttpURLConnection connection, URI url) throws NetworkException {
    try {
      return connection.getInputStream();
    } catch (IOException e) {
      throw new NetworkException(url + " broke off.", e, false);
    }
  }

  private static int read(InputStream in, byte[] buffer, URI url) throws NetworkException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new NetworkException(url + " broke off (" + e.getMessage() + ").", e, false);
    }
  }

  private static Path tagFile(Staging staging, ModelFile file) throws IOException {
    Path part = staging.part(file);
    return part.resolveSibling(part.getFileName() + ".etag");
  }

  /** The server says there is no such file. */
  private static final class AbsentException extends Exception {
    private static final long serialVersionUID = 1L;

    AbsentException(String message) {
      super(message);
    }
  }

  /** The network or the server failed, as opposed to our disk. */
  private static final class NetworkException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean hopeless;

    NetworkException(String message, @Nullable Throwable cause, boolean hopeless) {
      super(message, cause);
      this.hopeless = hopeless;
    }

    boolean hopeless() {
      return hopeless;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
