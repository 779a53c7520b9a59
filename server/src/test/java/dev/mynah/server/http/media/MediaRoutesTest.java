package dev.mynah.server.http.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.blob.Blob;
import dev.mynah.server.blob.LocalBlobStore;
import dev.mynah.server.blob.MediaLinks;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.http.HttpServer;
import dev.mynah.server.http.HttpSettings;
import dev.mynah.server.testing.RawHttp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MediaRoutesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final int SIZE = 300_000;

  @TempDir private Path folder;
  private final byte[] content = new byte[SIZE];
  private final HttpClient client = HttpClient.newHttpClient();
  private Database database;
  private LocalBlobStore blobs;
  private MediaLinks links;
  private HttpServer server;
  private Blob audio;

  @BeforeEach
  void start() throws IOException {
    new Random(7).nextBytes(content);
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    database = Database.open(DatabaseSettings.inFolder(folder));
    blobs = new LocalBlobStore(folder.resolve("blobs"), database, IdSource.random(), clock);
    audio = stored(content, "audio/mpeg");
    links = new MediaLinks("", new byte[32], clock);
    server =
        HttpServer.start(
            HttpSettings.listeningOn("127.0.0.1", 0),
            List.of(new MediaRoutes(blobs, links, clock)),
            IdSource.random()::uuid,
            exchange -> assertThat(exchange.route()).doesNotContain("signature"));
  }

  @AfterEach
  void stop() {
    client.close(); // or the stop would wait a second for its idle connections
    server.close();
    database.close();
  }

  @Test
  void servesTheWholeFile() throws Exception {
    HttpResponse<byte[]> answer = get(link(audio, "speech.mp3"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    assertThat(header(answer, "content-type")).isEqualTo("audio/mpeg");
    assertThat(header(answer, "content-length")).isEqualTo("300000");
    assertThat(header(answer, "accept-ranges")).isEqualTo("bytes");
    assertThat(header(answer, "content-disposition")).isEqualTo("inline; filename=\"speech.mp3\"");
    assertThat(header(answer, "cache-control")).isEqualTo("private, immutable, max-age=600");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(answer, "content-security-policy")).contains("sandbox", "default-src 'none'");
    assertThat(header(answer, "access-control-allow-origin")).isEqualTo("*");
    assertThat(header(answer, "etag")).startsWith("\"").endsWith("\"");
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() throws Exception {
    HttpResponse<byte[]> answer =
        send(request(link(audio, "a.mp3")).method("HEAD", HttpRequest.BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-length")).isEqualTo("300000");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void servesAPart() throws Exception {
    HttpResponse<byte[]> answer =
        send(request(link(audio, "a.mp3")).header("Range", "bytes=1000-1999"));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(header(answer, "content-range")).isEqualTo("bytes 1000-1999/300000");
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, 1000, 2000));
  }

  @Test
  void servesTheEnd() throws Exception {
    HttpResponse<byte[]> answer = send(request(link(audio, "a.mp3")).header("Range", "bytes=-7"));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, SIZE - 7, SIZE));
  }

  @Test
  void refusesAPartBeyondTheEnd() throws Exception {
    HttpResponse<byte[]> answer =
        send(request(link(audio, "a.mp3")).header("Range", "bytes=300000-"));

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(header(answer, "content-range")).isEqualTo("bytes */300000");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void answersSeveralPartsWithTheWhole() throws Exception {
    HttpResponse<byte[]> answer =
        send(request(link(audio, "a.mp3")).header("Range", "bytes=0-1,5-9"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
  }

  @Test
  void servesAPartOnlyOfTheFileTheClientKnows() throws Exception {
    String link = link(audio, "a.mp3");
    String tag = header(get(link), "etag");

    HttpResponse<byte[]> same =
        send(request(link).header("Range", "bytes=5-6").header("If-Range", tag));
    HttpResponse<byte[]> other =
        send(request(link).header("Range", "bytes=5-6").header("If-Range", "\"other\""));

    assertThat(same.statusCode()).isEqualTo(206);
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(content);
  }

  @Test
  void sendsNothingAgainToWhoHasIt() throws Exception {
    String link = link(audio, "a.mp3");
    String tag = header(get(link), "etag");

    HttpResponse<byte[]> answer = send(request(link).header("If-None-Match", "\"x\", W/" + tag));

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "etag")).isEqualTo(tag);
  }

  @Test
  void answersEveryBadLinkLikeAMissingFile() throws Exception {
    String good = link(audio, "a.mp3");
    String expired = links.link(audio.id(), "a.mp3", NOW.minusSeconds(1));
    String missing = links.link("0".repeat(32), "a.mp3", NOW.plusSeconds(60));
    String path = good.substring(0, good.indexOf('?'));
    List<String> bad =
        List.of(
            expired,
            missing,
            path,
            path + "?expires=&signature=",
            path + "?expires=abc&signature=zz",
            path + "?expires=99999999999999999999&signature=00",
            good.replace("expires=1", "expires=2"),
            good.replace("a.mp3", "b.mp3"),
            good.substring(0, good.length() - 1) + (good.endsWith("0") ? "1" : "0"),
            good.replace(audio.id(), "x"));

    for (String link : bad) {
      HttpResponse<byte[]> answer = get(link);
      assertThat(answer.statusCode()).as(link).isEqualTo(404);
      String body = new String(answer.body(), UTF_8);
      assertThat(body.replaceAll("\"trace_id\":\"[^\"]*\"", "\"trace_id\":\"\""))
          .as(link)
          .isEqualTo(
              "{\"error\":{\"code\":\"not_found\",\"message\":\"There is no such file, or the link"
                  + " to it has expired.\"},\"trace_id\":\"\"}");
      assertThat(header(answer, "cache-control")).as(link).isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "image/svg+xml", "application/pdf"})
  void offersWhatABrowserMightRunAsADownload(String mediaType) throws Exception {
    Blob page = stored("<script>alert(1)</script>".getBytes(UTF_8), mediaType);

    HttpResponse<byte[]> answer = get(link(page, "x.html"));

    assertThat(header(answer, "content-type")).isEqualTo("application/octet-stream");
    assertThat(header(answer, "content-disposition")).startsWith("attachment");
  }

  @Test
  void servesAnEmptyFile() throws Exception {
    HttpResponse<byte[]> answer = get(link(stored(new byte[0], "audio/wav"), "e.wav"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-length")).isEqualTo("0");
  }

  @Test
  void survivesAListenerWhoHangsUp() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (RawHttp connection = new RawHttp(server.port())) {
        connection.send("GET " + link(audio, "a.mp3") + " HTTP/1.1\r\nHost: h\r\n\r\n");
      }
    }
    assertThat(get(link(audio, "a.mp3")).statusCode()).isEqualTo(200);
  }

  @Test
  void drawsAPictureForEveryIdAndAlwaysTheSame() throws Exception {
    HttpResponse<byte[]> first = get("/covers/7f3a.png");
    HttpResponse<byte[]> again = get("/covers/7f3a.png");
    HttpResponse<byte[]> other = get("/covers/7f3b.png");

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(header(first, "content-type")).isEqualTo("image/png");
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(first.body()));
    assertThat(picture.getWidth()).isEqualTo(256);
    assertThat(picture.getHeight()).isEqualTo(256);
    assertThat(Arrays.stream(picture.getRGB(0, 0, 256, 256, null, 0, 256)).distinct().count())
        .isEqualTo(2);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(other.body()).isNotEqualTo(first.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/covers/a.svg", "/covers/.png", "/covers/a..png", "/covers/"})
  void drawsNothingForOtherNames(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  private Blob stored(byte[] bytes, String mediaType) {
    Blob blob = blobs.put(bytes, mediaType);
    database.writing(transaction -> blobs.record(transaction, blob));
    return blob;
  }

  private String link(Blob blob, String fileName) {
    return links.link(blob.id(), fileName, NOW.plusSeconds(600));
  }

  private HttpResponse<byte[]> get(String path) throws Exception {
    return send(request(path));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .timeout(Duration.ofSeconds(30));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
