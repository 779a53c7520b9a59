package dev.mynah.server.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches from real sockets on loopback, which the policy exempts here. */
@Timeout(30)
class MediaFetcherTest {
  private static final int KIB = 1024;
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final FetchLimits LIMITS =
      FetchLimits.AUDIO.withMaxBytes(256 * KIB).withTimes(LONG, LONG, LONG);

  @TempDir Path directory;
  private final OutboundNetwork network =
      OutboundNetwork.open(AddressPolicy.exempting("127.0.0.0/8,::1/128"));
  private final MediaFetcher fetcher = new MediaFetcher(network);

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void fetchesAFileAndWhatIsKnownAboutIt() throws Exception {
    byte[] audio = noise(200 * KIB);
    try (RawServer server = serving("Content-Type: Audio/WAV; rate=24000\r\n", audio)) {
      FetchedMedia media = fetch(server.url("/a/My%20Voice.wav?signature=x/y"));

      assertThat(media.file()).hasBinaryContent(audio).hasParent(directory);
      assertThat(media.size()).isEqualTo(audio.length);
      assertThat(media.contentType()).contains("audio/wav");
      assertThat(media.fileName()).isEqualTo("My Voice.wav");
    }
  }

  @Test
  void sendsNothingButWhatItMust() throws Exception {
    try (RawServer server = serving("", noise(10))) {
      fetch(server.url("/a?b=c"));

      assertThat(server.requests())
          .containsExactly(
              """
              GET /a?b=c HTTP/1.1
              Host: 127.0.0.1:PORT
              User-Agent: Mynah (self-hosted voice server)
              Accept: audio/*, video/*, application/ogg, */*;q=0.5
              Accept-Encoding: identity
              Connection: close

              """
                  .replace("PORT", Integer.toString(server.port()))
                  .replace("\n", "\r\n"));
    }
  }

  @Test
  void fetchesBodiesThatEndWithTheConnection() throws Exception {
    byte[] audio = noise(100 * KIB);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
              out.write(audio);
            })) {
      FetchedMedia media = fetch(server.url("/"));

      assertThat(media.file()).hasBinaryContent(audio);
      assertThat(media.contentType()).isEmpty();
      assertThat(media.fileName()).isEmpty();
    }
  }

  @Test
  void fetchesBodiesInChunks() throws Exception {
    try (RawServer server =
        RawServer.saying(
            lines(
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: chunked",
                "",
                "5",
                "RIFF1",
                "3;x=y",
                "234",
                "0",
                "Trailer: t",
                "",
                ""))) {
      assertThat(fetch(server.url("/")).file()).hasContent("RIFF1234");
    }
  }

  @Test
  void readsPastInformationalAnswers() throws Exception {
    try (RawServer server =
        RawServer.saying(
            lines(
                "HTTP/1.1 103 Early Hints",
                "Link: </x>",
                "",
                "HTTP/1.1 200 OK",
                "Content-Length: 4",
                "",
                "RIFF"))) {
      assertThat(fetch(server.url("/")).file()).hasContent("RIFF");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate"})
  void unpacksWhatWasPackedUnasked(String encoding) throws Exception {
    byte[] audio = noise(50 * KIB);
    byte[] packed = encoding.equals("deflate") ? deflate(audio) : gzip(audio);
    try (RawServer server = serving("Content-Encoding: " + encoding + "\r\n", packed)) {
      assertThat(fetch(server.url("/")).file()).hasBinaryContent(audio);
    }
  }

  @Test
  void refusesABombThatUnpacksToMoreThanTheLimit() throws Exception {
    byte[] bomb = gzip(new byte[64 * KIB * KIB]);
    assertThat(bomb.length).isLessThan(256 * KIB);
    try (RawServer server = serving("Content-Encoding: gzip\r\n", bomb)) {
      assertRefused(server.url("/"), "leads to a file larger than 256 KiB, the most allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate", "gzip, gzip", "br", "zstd", "rot13"})
  void refusesWhatItCanNotUnpack(String encoding) throws Exception {
    try (RawServer server =
        serving("Content-Encoding: " + encoding + "\r\n", ascii("not packed at all"))) {
      assertRefused(server.url("/"), "answered with compressed data that can't be unpacked");
    }
  }

  @Test
  void refusesPackedDataThatEndsEarly() throws Exception {
    byte[] packed = gzip(noise(50 * KIB));
    byte[] half = Arrays.copyOf(packed, packed.length / 2);
    try (RawServer server = serving("Content-Encoding: gzip\r\n", half)) {
      assertRefused(server.url("/"), "answered with compressed data that can't be unpacked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10737418240", "9223372036854775807", "262145"})
  void refusesAnAnnouncedSizeWithoutWaitingForIt(String length) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write(ascii("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n"));
              out.flush();
              over.await(); // the body never comes
            })) {
      assertRefused(server.url("/"), "leads to a file larger than 256 KiB, the most allowed");
      over.countDown();
    }
  }

  @Test
  void refusesAnEndlessBodyWhenItPassesTheLimit() throws Exception {
    byte[] block = noise(16 * KIB);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write(ascii("HTTP/1.1 200 OK\r\n\r\n"));
              while (true) {
                out.write(block);
              }
            })) {
      assertRefused(server.url("/"), "leads to a file larger than 256 KiB, the most allowed");
    }
  }

  @Test
  void takesAFileOfExactlyTheLimit() throws Exception {
    try (RawServer server = serving("", noise(256 * KIB))) {
      assertThat(fetch(server.url("/")).size()).isEqualTo(256 * KIB);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 204, 206, 300, 304, 400, 401, 403, 404, 410, 429, 500, 503, 999})
  void saysWithWhichStatusTheServerAnswered(int status) throws Exception {
    try (RawServer server =
        RawServer.saying("HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\n\r\n")) {
      assertRefused(server.url("/"), "answered with status " + status);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><body>Log in</body></html>",
        "\r\n  <HTML lang=en>",
        "\u00EF\u00BB\u00BF<!doctype HTML>"
      })
  void refusesAWebPage(String page) throws Exception {
    try (RawServer server =
        serving("Content-Type: text/html\r\n", page.getBytes(StandardCharsets.ISO_8859_1))) {
      assertRefused(server.url("/"), "leads to a web page, not to audio");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      })
  void refusesAnEmptyFile(String answer) throws Exception {
    try (RawServer server = RawServer.saying(answer)) {
      assertRefused(server.url("/"), "leads to an empty file");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nRIFF",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\nRIFF",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nRIFF\r\n",
        ""
      })
  void refusesAnAnswerThatBreaksOff(String answer) throws Exception {
    try (RawServer server = RawServer.saying(answer)) {
      assertRefused(server.url("/"), "broke off the connection before the answer was complete");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nRIFF",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nRIFF",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nRIFFRIFF\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gibberish\r\n\r\nRIFF",
        "HTTP/1.1 200 OK\r\nContent-Length: minus one\r\n\r\nRIFF",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nRIFF",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nRIFF",
        "HTTP/1.1 two hundred\r\n\r\n",
        "ICY 200 OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9.9\r\n",
        "220 mail.example ESMTP\r\n\r\n"
      })
  void refusesWhatIsNotHttp(String answer) throws Exception {
    try (RawServer server = RawServer.saying(answer)) {
      assertRefused(server.url("/"), "answered with something that is not valid HTTP");
    }
  }

  @Test
  void refusesHeadersThatAreTooLongOrTooMany() throws Exception {
    String longLine = "X: " + "a".repeat(100 * KIB) + "\r\n";
    String manyLines = "X: a\r\n".repeat(1000);
    for (String headers : List.of(longLine, manyLines)) {
      try (RawServer server =
          RawServer.saying("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: 1\r\n\r\na")) {
        assertRefused(server.url("/"), "answered with headers that are too long");
      }
    }
  }

  @Test
  void refusesInformationalAnswersWithoutEnd() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              while (true) {
                out.write(ascii("HTTP/1.1 103 Early Hints\r\n\r\n"));
              }
            })) {
      assertRefused(server.url("/"), "answered with something that is not valid HTTP");
    }
  }

  @Test
  void givesUpOnAServerThatFallsSilent() throws Exception {
    FetchLimits brief = LIMITS.withTimes(LONG, Duration.ofMillis(100), LONG);
    for (String start : List.of("", "HTTP/1.1 200 OK\r\nConte", "HTTP/1.1 200 OK\r\n\r\nRIFF")) {
      CountDownLatch over = new CountDownLatch(1);
      try (RawServer server =
          new RawServer(
              (request, out) -> {
                out.write(ascii(start));
                out.flush();
                over.await();
              })) {
        assertRefused(server.url("/"), brief, "stopped answering");
        over.countDown();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\n\r\n"})
  void endsAnEndlessDripWhenTheTimeIsUp(String start) throws Exception {
    FetchLimits brief = LIMITS.withTimes(LONG, Duration.ofMillis(400), Duration.ofMillis(500));
    try (RawServer server = dripping(start)) {
      assertRefused(server.url("/"), brief, "took longer than 0.5 seconds in all");
    }
  }

  @Test
  void endsTheDripOfARedirectChainWhenTheTimeOfAllIsUp() throws Exception {
    FetchLimits brief = LIMITS.withTimes(LONG, Duration.ofMillis(400), Duration.ofMillis(500));
    try (RawServer slow = dripping("HTTP/1.1 200 OK\r\n\r\n");
        RawServer first = RawServer.redirectingTo(slow.url("/"))) {
      assertRefused(
          first.url("/"), brief, "redirects to a URL that took longer than 0.5 seconds in all");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nX", "HTTP/1.1 200 OK\r\n\r\nRIFF"})
  void endsAtOnceWhenCancelled(String start) throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              out.write(ascii(start));
              out.flush();
              cancelled.set(true);
              over.await();
            })) {
      MynahException ended =
          catchThrowableOfType(
              MynahException.class,
              () -> fetcher.fetch("f", server.url("/"), LIMITS, directory, cancelled::get));

      assertThat(ended.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(ended).hasMessage("The work was cancelled.");
      assertThat(directory).isEmptyDirectory();
      over.countDown();
    }
  }

  @Test
  void endsWhenTheCallingThreadIsInterrupted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (request, out) -> {
                  asked.countDown();
                  over.await();
                });
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<ErrorCode> codes = new ArrayList<>();
      Future<?> call =
          threads.submit(
              () ->
                  codes.add(
                      catchThrowableOfType(MynahException.class, () -> fetch(server.url("/")))
                          .code()));
      asked.await();
      threads.shutdownNow();

      assertThat(catchThrowableOfType(Exception.class, call::get)).isNull();
      assertThat(codes).containsExactly(ErrorCode.UNAVAILABLE);
      over.countDown();
    }
  }

  @Test
  void saysThatAClosedPortCouldNotBeReached() throws Exception {
    RawServer server = RawServer.saying("");
    server.close();

    assertRefused(server.url("/"), "could not be reached");
  }

  @Test
  void followsFiveRedirectsAndNotSix() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) -> {
              int left = Integer.parseInt(request.substring(5, request.indexOf(' ', 5)));
              out.write(
                  ascii(
                      left == 0
                          ? "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nRIFF"
                          : "HTTP/1.1 30"
                              + (left == 4 ? 8 : 2)
                              + " Go\r\nSet-Cookie: a=b\r\nLocation: "
                              + (left - 1)
                              + "\r\nContent-Length: 0\r\n\r\n"));
            })) {
      assertThat(fetch(server.url("/5")).file()).hasContent("RIFF");
      assertThat(server.requests()).hasSize(6).noneMatch(request -> request.contains("Cookie"));

      clear();
      assertRefused(server.url("/6"), "redirects more than 5 times");
      assertThat(server.requests()).hasSize(12);
    }
  }

  @Test
  void noticesACircle() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) ->
                out.write(
                    ascii(
                        "HTTP/1.1 301 Go\r\nLocation: "
                            + (request.startsWith("GET /a ") ? "/b" : "/a#x")
                            + "\r\nContent-Length: 0\r\n\r\n")))) {
      assertRefused(server.url("/a"), "redirects in a circle");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://127.0.0.1/a | uses the scheme ftp; only http and https are allowed",
        "file:///etc/passwd | uses the scheme file; only http and https are allowed",
        "javascript:alert(1) | uses the scheme javascript; only http and https are allowed",
        "data:audio/wav;base64,AA | uses the scheme data; only http and https are allowed",
        "http://me:pw@127.0.0.1/ | holds a user name or password, which is not allowed",
        "http://10.0.0.1/ | leads to a private address; only public internet addresses are allowed",
        "http://0x7f.1/ | has a numeric host in an unusual form; IPv4 addresses are written as"
            + " four decimal numbers from 0 to 255 without leading zeros"
      })
  void tellsOfWhatARedirectLedTo(String location, String reason) throws Exception {
    try (RawServer server = RawServer.redirectingTo(location)) {
      assertRefused(server.url("/"), "redirects to a URL that " + reason);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Location: /a\r\nLocation: /b\r\n"})
  void refusesARedirectThatDoesNotSayWhereTo(String headers) throws Exception {
    try (RawServer server =
        RawServer.saying("HTTP/1.1 302 Go\r\n" + headers + "Content-Length: 0\r\n\r\n")) {
      assertRefused(server.url("/"), "answered with a redirect that doesn't say where to");
    }
  }

  @Test
  void readsRedirectsWrittenInUtf8() throws Exception {
    try (RawServer server =
        new RawServer(
            (request, out) ->
                out.write(
                    request.startsWith("GET / ")
                        ? "HTTP/1.1 302 Go\r\nLocation: /stra\u00DFe 1.wav\r\n\r\n"
                            .getBytes(StandardCharsets.UTF_8)
                        : ascii("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nRIFF")))) {
      assertThat(fetch(server.url("/")).fileName()).isEqualTo("stra\u00DFe 1.wav");
      assertThat(server.requests().getLast()).startsWith("GET /stra%C3%9Fe%201.wav HTTP/1.1");
    }
  }

  @Test
  void saysThatOurOwnDiskFailed() throws Exception {
    try (RawServer server = serving("", noise(10))) {
      Path missing = directory.resolve("missing");

      MynahException failed =
          catchThrowableOfType(
              MynahException.class,
              () -> fetcher.fetch("f", server.url("/"), LIMITS, missing, CancelSignal.NEVER));

      assertThat(failed.code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(failed).hasMessage("The server can't store the download just now.");
    }
  }

  @Test
  void fetchesManyAtOnceOnVirtualThreads() throws Exception {
    byte[] audio = noise(100 * KIB);
    try (RawServer server = serving("", audio);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<FetchedMedia>> fetches = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        fetches.add(threads.submit(() -> fetch(server.url("/"))));
      }
      for (Future<FetchedMedia> fetch : fetches) {
        assertThat(fetch.get().file()).hasBinaryContent(audio);
      }
    }
  }

  @Test
  void takesNoProxyFromTheProcess() throws Exception {
    System.setProperty("socksProxyHost", "127.0.0.1");
    System.setProperty("socksProxyPort", "1");
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", "1");
    try (RawServer server = serving("", noise(10))) {
      assertThat(fetch(server.url("/")).size()).isEqualTo(10);
    } finally {
      for (String name : List.of("socksProxyHost", "socksProxyPort", "http.proxyHost")) {
        System.clearProperty(name);
      }
      System.clearProperty("http.proxyPort");
    }
  }

  private FetchedMedia fetch(String url) {
    return fetcher.fetch("voice_url", url, LIMITS, directory, CancelSignal.NEVER);
  }

  private void assertRefused(String url, String predicate) {
    assertRefused(url, LIMITS, predicate);
  }

  private void assertRefused(String url, FetchLimits limits, String predicate) {
    MynahException refused =
        catchThrowableOfType(
            MynahException.class,
            () -> fetcher.fetch("voice_url", url, limits, directory, CancelSignal.NEVER));

    assertThat(refused).hasMessage("voice_url " + predicate + ".");
    assertThat(refused.code()).isEqualTo(ErrorCode.FETCH_REFUSED);
    assertThat(refused.field()).contains("voice_url");
    assertThat(directory).isEmptyDirectory();
  }

  private void clear() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static RawServer serving(String headers, byte[] body) throws IOException {
    return new RawServer(
        (request, out) -> {
          out.write(
              ascii(
                  "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n"));
          out.write(body);
        });
  }

  /** Sends its start and then a byte every 20 ms, for ever. */
  private static RawServer dripping(String start) throws IOException {
    return new RawServer(
        (request, out) -> {
          out.write(ascii(start));
          while (!Thread.currentThread().isInterrupted()) {
            out.write('a');
            out.flush();
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          }
        });
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] deflate(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static String lines(String... lines) {
    return String.join("\r\n", lines);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
