package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mynah.server.testing.Recordings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples for reverse proxies, each really run, with TLS, in front of a server. */
final class ReverseProxyTest {
  /** The page whose examples are run here. */
  static final String PAGE = "docs/OPERATIONS.md";

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TEXT = "This is a text of some length. It is spoken to its middle.";

  static List<ManualBlock> examples() throws IOException {
    return ManualBlock.of(PAGE).stream()
        .filter(block -> List.of("nginx", "caddyfile").contains(block.language()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void passesOnWhatSpeechNeeds(ManualBlock example, @TempDir Path folder) throws Exception {
    boolean nginx = example.language().equals("nginx");
    ForeignProgram.require(nginx ? "nginx" : "caddy", example.place());
    int port = freePort();
    String base =
        "https://127.0.0.1:" + port + (example.text().contains("/mynah/") ? "/mynah" : "");
    TestCertificate certificate = TestCertificate.in(folder);
    Path scratch = Files.createDirectory(folder.resolve("proxy"));
    try (ToneServer server =
            ToneServer.start(
                folder.resolve("data"),
                Map.of("public-url", base, "connections-per-address", "0"));
        ProxyProcess proxy = start(example, scratch, port, server, certificate);
        HttpClient web = HttpClient.newBuilder().sslContext(certificate.trusting()).build()) {
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .until(() -> !proxy.runs() || get(web, base + "/healthz").statusCode() == 200);
      assertThat(proxy.runs()).as(proxy.log()).isTrue();
      linksLeadBackThroughTheProxy(web, base);
      anUploadOfMegabytesArrives(web, base);
      eventsComeWhileTheTextIsBeingSpoken(web, base, server);
      liveSpeechIsHeard(web, base);
    }
  }

  private static ProxyProcess start(
      ManualBlock example, Path folder, int port, ToneServer server, TestCertificate certificate)
      throws IOException {
    String target = URI.create(server.address()).getAuthority();
    return example.language().equals("nginx")
        ? ProxyProcess.nginx(example.text(), folder, port, target, certificate)
        : ProxyProcess.caddy(example.text(), folder, port, target, certificate);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static HttpRequest.Builder request(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(SOON)
        .header("authorization", "Bearer " + ToneServer.KEY);
  }

  private static HttpResponse<byte[]> get(HttpClient web, String url) throws Exception {
    return web.send(request(url).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static HttpRequest json(String url, Map<String, ?> body) throws IOException {
    return request(url)
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
        .build();
  }

  private static void linksLeadBackThroughTheProxy(HttpClient web, String base) throws Exception {
    HttpResponse<byte[]> spoken =
        web.send(
            json(base + "/fish/tts", Map.of("text", "Hello.", "format", "wav")),
            HttpResponse.BodyHandlers.ofByteArray());
    JsonNode answer = JSON.readTree(spoken.body());
    assertThat(spoken.statusCode()).as("%s", answer).isEqualTo(200);
    String link = answer.findValue("audio_url").asText();
    assertThat(link).startsWith(base + "/");
    HttpResponse<byte[]> audio = get(web, link);
    assertThat(audio.statusCode()).isEqualTo(200);
    assertThat(Recordings.read(audio.body()).seconds()).isGreaterThan(0.05);
  }

  private static void anUploadOfMegabytesArrives(HttpClient web, String base) throws Exception {
    byte[] recording = Recordings.tone(220, 60, 44_100);
    assertThat(recording.length).isGreaterThan(5_000_000);
    HttpRequest upload =
        new Form()
            .with("title", "Long")
            .withFile("voices", "long.wav", recording)
            .in(request(base + "/model"), "POST")
            .build();
    HttpResponse<String> made = web.send(upload, HttpResponse.BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
  }

  /** The engine waits in the middle of the text until its beginning has been heard. */
  private static void eventsComeWhileTheTextIsBeingSpoken(
      HttpClient web, String base, ToneServer server) throws Exception {
    server.engine.hold();
    try (BufferedReader events =
        new BufferedReader(
            new InputStreamReader(
                web.sendAsync(
                        json(
                            base + "/v1/tts/stream/with-timestamp",
                            Map.of("text", TEXT, "format", "pcm")),
                        HttpResponse.BodyHandlers.ofInputStream())
                    .get(SOON.toSeconds(), TimeUnit.SECONDS)
                    .body(),
                StandardCharsets.UTF_8))) {
      String line = events.readLine();
      while (line != null && !line.startsWith("data:")) {
        line = events.readLine();
      }
      assertThat(line).as("an event before the text has been spoken").contains("audio_base64");
      assertThat(server.engine.speaking()).isEqualTo(1);
      server.engine.release();
      long more = events.lines().filter(each -> each.startsWith("data:")).count();
      assertThat(more).as("further events").isPositive();
    } finally {
      server.engine.release();
    }
  }

  private static void liveSpeechIsHeard(HttpClient web, String base) throws Exception {
    Messages messages = new Messages();
    WebSocket socket =
        web.newWebSocketBuilder()
            .header("authorization", "Bearer " + ToneServer.KEY)
            .buildAsync(URI.create(base.replace("https:", "wss:") + "/v1/tts/live"), messages)
            .get(SOON.toSeconds(), TimeUnit.SECONDS);
    for (Object event :
        List.of(
            Map.of("event", "start", "request", Map.of("text", "", "format", "pcm")),
            Map.of("event", "text", "text", "Hello there."),
            Map.of("event", "stop"))) {
      socket.sendText(JSON.writeValueAsString(event), true).get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
    JsonNode first = messages.next();
    assertThat(first.path("event").asText()).as("%s", first).isEqualTo("audio");
    JsonNode last = first;
    while (last.path("event").asText().equals("audio")) {
      last = messages.next();
    }
    assertThat(last.path("reason").asText()).as("%s", last).isEqualTo("stop");
    socket.abort();
  }

  /** Whole text messages, as they come. */
  private static final class Messages implements WebSocket.Listener {
    private final BlockingQueue<String> whole = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();

    JsonNode next() throws Exception {
      String message = whole.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(message).as("a message in time").isNotNull();
      return JSON.readTree(message);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      part.append(text);
      if (last) {
        whole.add(part.toString());
        part.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
