package dev.mynah.server.http.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.db.IdSource;
import dev.mynah.server.http.HttpServer;
import dev.mynah.server.http.HttpSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StaticEndpointsTest {
  private static final Pattern FILE = Pattern.compile("(?:src|href)=\"(console/[^\"]+)\"");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        HttpServer.start(
            HttpSettings.listeningOn("127.0.0.1", 0),
            List.of(new ConsoleDialect(List.of(new StaticEndpoints(ConsoleFiles.load())))),
            IdSource.random()::uuid,
            exchange -> {});
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void sendsThePageUnderAStrictPolicy() throws Exception {
    HttpResponse<byte[]> page = send("GET", "/");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "content-type")).isEqualTo("text/html;charset=utf-8");
    assertThat(header(page, "content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header(page, "permissions-policy")).startsWith("microphone=(self), camera=()");
    assertThat(header(page, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(page, "cache-control")).isEqualTo("no-cache");
    assertThat(text(page)).doesNotContain("style=\"").doesNotContainPattern("<script>");
  }

  @Test
  void sendsEveryFileThePageNamesForGood() throws Exception {
    Matcher named = FILE.matcher(text(send("GET", "/")));

    int count = 0;
    while (named.find()) {
      HttpResponse<byte[]> file = send("GET", "/" + named.group(1));
      assertThat(file.statusCode()).as(named.group(1)).isEqualTo(200);
      assertThat(header(file, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
      assertThat(header(file, "cross-origin-resource-policy")).isEqualTo("same-origin");
      count++;
    }
    assertThat(count).as("files named").isGreaterThan(8);
  }

  @Test
  void asksForTheFilesOfAnotherVersionAgain() throws Exception {
    HttpResponse<byte[]> old = send("GET", "/console/-/0123456789abcdef/js/dom.js");

    assertThat(old.statusCode()).isEqualTo(200);
    assertThat(header(old, "cache-control")).isEqualTo("no-cache");
  }

  @Test
  void sendsGzipToThoseWhoTakeIt() throws Exception {
    HttpResponse<byte[]> plain = send("GET", "/console/css/base.css");
    HttpResponse<byte[]> zipped =
        send("GET", "/console/css/base.css", "Accept-Encoding", "br, gzip;q=0.8");
    HttpResponse<byte[]> refused =
        send("GET", "/console/css/base.css", "Accept-Encoding", "gzip;q=0");

    assertThat(header(plain, "content-encoding")).isEmpty();
    assertThat(header(plain, "vary")).isEqualTo("Accept-Encoding");
    assertThat(header(zipped, "content-encoding")).isEqualTo("gzip");
    assertThat(header(zipped, "etag")).isNotEqualTo(header(plain, "etag"));
    assertThat(refused.body()).isEqualTo(plain.body());
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain.body());
    }
  }

  @Test
  void sendsNothingThatTheBrowserHasAlready() throws Exception {
    String tag = header(send("GET", "/console/js/dom.js"), "etag");

    HttpResponse<byte[]> again =
        send("GET", "/console/js/dom.js", "If-None-Match", "\"x\", W/" + tag);

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "etag")).isEqualTo(tag);
  }

  @Test
  void answersHeadAndOptionsLikeOtherRoutes() throws Exception {
    HttpResponse<byte[]> head = send("HEAD", "/console/icons/mynah.svg");
    HttpResponse<byte[]> options = send("OPTIONS", "/");
    HttpResponse<byte[]> post = send("POST", "/");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "content-type")).isEqualTo("image/svg+xml");
    assertThat(head.body()).isEmpty();
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(header(options, "allow")).isEqualTo("GET, HEAD, OPTIONS");
    assertThat(header(options, "access-control-allow-origin")).isEmpty();
    assertThat(post.statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/js/none.js",
        "/console/js/",
        "/console/index.html",
        "/console/js/pages",
        "/console/-/x/ConsoleFiles.class",
        "/console/-/x/../index.html",
        "/console/api/none"
      })
  void knowsNoOtherFiles(String path) throws Exception {
    HttpResponse<byte[]> none = send("GET", path);

    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(text(none)).contains("\"code\":\"no_such_path\"");
    assertThat(header(none, "content-security-policy")).contains("sandbox");
  }

  @Test
  void leadsFromTheFolderToThePage() throws Exception {
    HttpResponse<byte[]> folder = send("GET", "/console/");

    assertThat(folder.statusCode()).isEqualTo(308);
    assertThat(header(folder, "location")).isEqualTo("../");
  }

  private static HttpResponse<byte[]> send(String method, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<byte[]> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
