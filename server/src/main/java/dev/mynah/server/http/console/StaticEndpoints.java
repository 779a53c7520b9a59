package dev.mynah.server.http.console;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.http.wire.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Pages and their files. No key is asked for: they are the same for everybody, and hold nothing but
 * the program.
 */
public final class StaticEndpoints implements ConsoleEndpoints {
  /**
   * Nothing is loaded from elsewhere, nothing inline runs, no form is sent, nobody frames us; what
   * was recorded or made in the page may be shown and played.
   */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self';"
          + " font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String PERMISSIONS =
      "microphone=(self), camera=(), geolocation=(), payment=(), usb=(), display-capture=()";

  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final String ASK_FIRST = "no-cache";
  private static final List<String> FOLDERS = List.of("js", "css", "icons");

  private final ConsoleFiles files;

  public StaticEndpoints(ConsoleFiles files) {
    this.files = files;
  }

  @Override
  public void addRoutes(RoutesConfig routes) {
    Routes.get(routes, "/", context -> send(context, "index.html", ASK_FIRST));
    Routes.get(routes, "/docs", context -> send(context, "docs.html", ASK_FIRST));
    Routes.get(routes, "/console", StaticEndpoints::leadHome);
    for (String folder : FOLDERS) {
      Routes.get(
          routes,
          "/console/" + folder + "/<file>",
          context -> send(context, folder + "/" + context.pathParam("file"), ASK_FIRST));
    }
    Routes.get(routes, "/console/-/{version}/<file>", this::sendVersioned);
  }

  /** A relative way, for a reverse proxy may have put a path before ours. */
  private static void leadHome(Context context) {
    context.header("Location", context.path().endsWith("/") ? "../" : "./");
    context.status(308);
  }

  /** A page of another version may still ask for its files, and gets those there are. */
  private void sendVersioned(Context context) {
    boolean current = context.pathParam("version").equals(files.version());
    send(context, context.pathParam("file"), current ? FOR_GOOD : ASK_FIRST);
  }

  private void send(Context context, String name, String caching) {
    ConsoleFile file =
        files
            .find(name)
            .orElseThrow(
                () -> MynahException.of(ErrorCode.NO_SUCH_PATH, "There is nothing at this path."));
    byte[] zipped = file.zipped();
    boolean inGzip = zipped != null && takesGzip(context.header("Accept-Encoding"));
    describe(context, file, file.tagOf(inGzip), caching);
    if (matches(context.header("If-None-Match"), file)) {
      context.status(304);
      return;
    }
    context.contentType(file.mediaType());
    if (zipped != null && inGzip) {
      context.header("Content-Encoding", "gzip");
      context.result(zipped);
    } else {
      context.result(file.content());
    }
  }

  private static void describe(Context context, ConsoleFile file, String tag, String caching) {
    context.header("Content-Security-Policy", CONTENT_POLICY);
    context.header("Permissions-Policy", PERMISSIONS);
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("X-Frame-Options", "DENY");
    context.header("Cache-Control", caching);
    context.header("ETag", tag);
    if (file.zipped() != null) {
      context.header("Vary", "Accept-Encoding");
    }
  }

  private static boolean takesGzip(@Nullable String header) {
    return header != null
        && Arrays.stream(header.toLowerCase(Locale.ROOT).split(",", -1))
            .map(coding -> coding.replace(" ", ""))
            .anyMatch(
                coding ->
                    coding.equals("gzip")
                        || (coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0(\\.0*)?")));
  }

  private static boolean matches(@Nullable String header, ConsoleFile file) {
    return header != null
        && Arrays.stream(header.split(",", -1))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(
                tag ->
                    tag.equals("*")
                        || tag.equals(file.tagOf(false))
                        || tag.equals(file.tagOf(true)));
  }
}
