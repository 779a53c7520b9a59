package dev.mynah.server.http.media;

import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.BlobContent;
import dev.mynah.server.blob.BlobStore;
import dev.mynah.server.blob.LinkWish;
import dev.mynah.server.blob.MediaLinks;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Answer;
import dev.mynah.server.http.wire.Dialect;
import dev.mynah.server.http.wire.PlainErrors;
import dev.mynah.server.http.wire.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code GET /media/{blobId}/{fileName}?expires&signature} for stored files and {@code GET
 * /covers/{id}.png} for pictures of voices that came without one. A link that is forged, has
 * expired or leads to nothing is answered the same way, so that links can't be probed.
 */
public final class MediaRoutes implements Dialect {
  private static final String PREFIX = "/media/";
  private static final String COVER_PREFIX = "/covers/";
  private static final Pattern COVER_FILE = Pattern.compile("[A-Za-z0-9_-]{1,64}\\.png");
  private static final String COVER_CACHE = "public, max-age=604800, immutable";

  /** Types a browser may show; anything else is offered as a download. */
  private static final List<String> SHOWN_TYPES = List.of("audio/", "image/");

  private static final String UNKNOWN_TYPE = "application/octet-stream";

  /** Lets a browser's own player show the file, and nothing in the file run. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline';"
          + " frame-ancestors 'none'; sandbox";

  /** Long enough to listen, pause and wind back in, and short enough to be of no use later. */
  private static final Duration LONGEST_DIRECT_LINK = Duration.ofHours(1);

  private final BlobStore blobs;
  private final MediaLinks links;
  private final Clock clock;

  public MediaRoutes(BlobStore blobs, MediaLinks links, Clock clock) {
    this.blobs = blobs;
    this.links = links;
    this.clock = clock;
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(PREFIX) || path.startsWith(COVER_PREFIX);
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, PREFIX + "{blobId}/{fileName}", this::serve);
    Routes.get(routes, COVER_PREFIX + "{fileName}", MediaRoutes::serveCover);
  }

  @Override
  public Answer error(MynahException failure, String traceId) {
    return PlainErrors.render(failure, traceId);
  }

  @Override
  public boolean openToAllOrigins() {
    return true;
  }

  private void serve(Context context) throws IOException {
    String blobId = context.pathParam("blobId");
    String fileName = context.pathParam("fileName");
    String expires = Optional.ofNullable(context.queryParam("expires")).orElse("");
    String signature = Optional.ofNullable(context.queryParam("signature")).orElse("");
    if (!links.verify(blobId, fileName, expires, signature)) {
      throw noSuchFile();
    }
    try (BlobContent content = blobs.open(blobId)) {
      long secondsLeft = Long.parseLong(expires) - clock.instant().getEpochSecond();
      Shown shown = Shown.as(content.blob(), fileName);
      if (!leadOn(context, content, shown, secondsLeft)) {
        send(context, content, shown, secondsLeft);
      }
    } catch (MynahException missing) {
      throw missing.code() == ErrorCode.NOT_FOUND ? noSuchFile() : missing;
    }
  }

  /** Sends the client to the store of files itself, if that can be. */
  private static boolean leadOn(
      Context context, BlobContent content, Shown shown, long secondsLeft) {
    Duration life = Duration.ofSeconds(Math.clamp(secondsLeft, 1, LONGEST_DIRECT_LINK.toSeconds()));
    boolean head = context.method().equals(HandlerType.HEAD);
    Optional<URI> link =
        content.directLink(new LinkWish(head, shown.mediaType(), shown.disposition(), life));
    if (link.isEmpty()) {
      return false;
    }
    context.header("Location", link.get().toString());
    context.header("Cache-Control", "private, max-age=" + life.toSeconds() / 2);
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
    context.header("Referrer-Policy", "no-referrer");
    context.status(302);
    return true;
  }

  /**
   * How a browser is to take a file: to play or show what is known to be harmless, and to save
   * anything else.
   */
  private record Shown(String mediaType, String disposition) {
    static Shown as(Blob blob, String fileName) {
      boolean harmless =
          SHOWN_TYPES.stream().anyMatch(blob.mediaType().toLowerCase(Locale.ROOT)::startsWith)
              && !blob.mediaType().contains("svg");
      return new Shown(
          harmless ? blob.mediaType() : UNKNOWN_TYPE,
          (harmless ? "inline" : "attachment") + "; filename=\"" + fileName + "\"");
    }
  }

  private static void describe(Context context, Blob blob, Shown shown, long secondsLeft) {
    context.contentType(shown.mediaType());
    context.header("Content-Disposition", shown.disposition());
    context.header("Accept-Ranges", "bytes");
    context.header("ETag", tag(blob));
    context.header("Cache-Control", "private, immutable, max-age=" + Math.max(0, secondsLeft));
    showable(context);
  }

  private static void showable(Context context) {
    context.header("Content-Security-Policy", CONTENT_POLICY);
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
  }

  private static void send(Context context, BlobContent content, Shown shown, long secondsLeft)
      throws IOException {
    Blob blob = content.blob();
    if (matches(context.header("If-None-Match"), tag(blob))) {
      describe(context, blob, shown, secondsLeft);
      context.status(304);
      return;
    }
    boolean isGet = context.method().equals(HandlerType.GET);
    String ifRange = context.header("If-Range");
    boolean sameFile = ifRange == null || ifRange.strip().equals(tag(blob));
    ByteRange.Request asked =
        ByteRange.requested(isGet && sameFile ? context.header("Range") : null, blob.size());
    ByteRange range = asked.range();
    if (isGet) {
      content.prepare(range.offset(), range.length()); // may fail, so before anything is promised
    }
    describe(context, blob, shown, secondsLeft);
    switch (asked.kind()) {
      case UNSATISFIABLE -> {
        context.header("Content-Range", "bytes */" + blob.size());
        context.status(416);
      }
      case PART -> {
        long last = range.offset() + range.length() - 1;
        context.header("Content-Range", "bytes " + range.offset() + "-" + last + "/" + blob.size());
        context.status(206);
      }
      case WHOLE -> context.status(200);
    }
    context.res().setContentLengthLong(range.length());
    if (isGet && range.length() > 0) {
      content.transferTo(context.outputStream(), range.offset(), range.length());
    }
  }

  private static void serveCover(Context context) {
    String fileName = context.pathParam("fileName");
    if (!COVER_FILE.matcher(fileName).matches()) {
      throw noSuchFile();
    }
    String id = fileName.substring(0, fileName.lastIndexOf('.'));
    context.header("Cache-Control", COVER_CACHE);
    showable(context);
    context.contentType("image/png").result(CoverImage.png(id));
  }

  /** The same content has the same tag, whatever its id. */
  private static String tag(Blob blob) {
    return "\"" + blob.sha256().substring(0, 32) + "\"";
  }

  private static boolean matches(@org.jspecify.annotations.Nullable String header, String tag) {
    if (header == null) {
      return false;
    }
    for (String candidate : header.split(",", -1)) {
      String stripped = candidate.strip();
      if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }

  private static MynahException noSuchFile() {
    return MynahException.of(
        ErrorCode.NOT_FOUND, "There is no such file, or the link to it has expired.");
  }
}
