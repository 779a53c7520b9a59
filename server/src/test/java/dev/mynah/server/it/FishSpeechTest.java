package dev.mynah.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.testing.Promptness;
import dev.mynah.server.testing.RawHttp;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Speech by Fish Audio's own paths, over a socket. */
@TestInstance(Lifecycle.PER_CLASS)
final class FishSpeechTest {
  private static final String TTS = "/v1/tts";
  private static final String EVENTS = "/v1/tts/stream/with-timestamp";
  private static final double PITCH = 330; // Hz
  private static final int RATE = 24_000; // Hz
  private static final double LETTER = 0.02; // seconds the engine takes for a letter
  private static final String TWO_SENTENCES = "One two. Three four five.";

  /** The engine may be held in the second sentence. */
  private static final String LONG_SENTENCES = "a".repeat(100) + ". " + "b".repeat(150);

  /** The second speaker's text can't be spoken. */
  private static final String LATE_FAILURE = "x".repeat(200) + ". <|speaker:0|>Привет.";

  private WebPeer web;
  private TestServer server;
  private Api api;
  private byte[] recording;

  @BeforeAll
  void start(@TempDir Path data) throws Exception {
    web = new WebPeer();
    server = TestServer.start(data);
    api = server.client("ann");
    recording = Recordings.tone(PITCH, 0.8, 8_000);
  }

  @AfterEach
  void letSpeak() {
    server.engine.release();
  }

  @AfterAll
  void stop() {
    server.close();
    web.close();
  }

  private static ObjectNode order(String text) {
    ObjectNode order = Api.JSON.createObjectNode();
    return order.put("text", text).put("format", "pcm").put("sample_rate", RATE);
  }

  private Api.Reply packed(ObjectNode order) {
    return api.send(
        api.request(TTS)
            .header("content-type", "application/msgpack")
            .POST(HttpRequest.BodyPublishers.ofByteArray(MessagePackTree.write(order))));
  }

  private static double seconds(byte[] pcm) {
    return pcm.length / 2.0 / RATE;
  }

  /** Returns the pitch of 16-bit samples, by their upward crossings of zero. */
  private static double pitch(byte[] pcm) {
    int crossings = 0;
    boolean below = false;
    for (int i = 0; i + 1 < pcm.length; i += 2) {
      int sample = (pcm[i] & 0xFF) | pcm[i + 1] << 8;
      if (sample < -300) {
        below = true;
      } else if (sample > 300 && below) {
        below = false;
        crossings++;
      }
    }
    return crossings / seconds(pcm);
  }

  private void assertSpoken(Api.Reply reply, double pitch) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("audio/pcm");
    assertThat(reply.header("transfer-encoding")).isEqualTo("chunked");
    assertThat(seconds(reply.http().body())).isBetween(10 * LETTER, 10 * LETTER + 0.2);
    assertThat(pitch(reply.http().body())).isBetween(pitch * 0.9, pitch * 1.1);
  }

  @Test
  void speaksWithTheNamedVoiceFromJson() {
    ObjectNode order = order("hello world").put("reference_id", Services.PRESET_ID);

    assertSpoken(api.post(TTS, order.toString()), Services.PRESET_PITCH);
  }

  @Test
  void clonesBytesOfMsgpack() {
    ObjectNode order = order("hello world");
    order.putArray("references").addObject().put("audio", recording).put("text", "hm");

    assertSpoken(packed(order), PITCH);
  }

  @Test
  void clonesBase64AndNodeBuffersAndUrlsOfJson() throws Exception {
    ObjectNode buffer = Api.JSON.createObjectNode().put("type", "Buffer");
    for (byte each : recording) {
      buffer.withArray("data").add(each & 0xFF);
    }
    JsonNode base64 = Api.JSON.valueToTree(Base64.getEncoder().encodeToString(recording));
    JsonNode url = Api.JSON.valueToTree(web.serve("/voice.wav", recording));
    for (JsonNode audio : List.of(buffer, base64, url)) {
      ObjectNode order = order("hello world");
      order.putArray("references").addObject().put("text", "hm").set("audio", audio);

      assertSpoken(api.post(TTS, order.toString()), PITCH);
    }
  }

  @Test
  void readsFormsOfBothKinds() {
    HttpRequest.Builder urlEncoded =
        api.request(TTS)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "text=hello+world&format=pcm&sample_rate=24000&normalize=true"));
    HttpRequest.Builder multipart =
        api.request(TTS)
            .header("content-type", "multipart/form-data; boundary=edge")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    Stream.of("text:hello world", "format:pcm", "sample_rate:24000")
                            .map(field -> field.split(":", 2))
                            .map(
                                field ->
                                    "--edge\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                        .formatted(field[0], field[1]))
                            .reduce("", String::concat)
                        + "--edge--\r\n"));

    assertSpoken(api.send(urlEncoded), Services.PRESET_PITCH);
    assertSpoken(api.send(multipart), Services.PRESET_PITCH);
  }

  @Test
  void speakersOfAListOfListsTakeTurns() {
    ObjectNode order = order("<|speaker:1|>aaaaaaaaaa <|speaker:0|>bbbbbbbbbb");
    order.putArray("references").addArray().addObject().put("audio", recording);
    order
        .withArray("references")
        .addArray()
        .addObject()
        .put("audio", Recordings.tone(200, 0.8, 8_000));

    Api.Reply reply = packed(order);

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    byte[] pcm = reply.http().body();
    assertThat(pitch(Arrays.copyOf(pcm, pcm.length / 4 * 2))).isBetween(180.0, 230.0);
    assertThat(pitch(Arrays.copyOfRange(pcm, pcm.length / 4 * 2, pcm.length)))
        .isBetween(290.0, 360.0);
  }

  @ParameterizedTest
  @CsvSource({
    "mp3,22050,audio/mpeg", "mp3,32000,audio/mpeg", "mp3,44100,audio/mpeg",
    "wav,8000,audio/wav", "wav,22050,audio/wav", "wav,44100,audio/wav",
    "pcm,16000,audio/pcm", "pcm,22050,audio/pcm", "pcm,32000,audio/pcm",
    "opus,48000,audio/ogg", "opus,24000,audio/ogg",
  })
  void speaksAtEveryRate(String format, int rate, String type) {
    Api.Reply reply =
        api.post(TTS, order("hi").put("format", format).put("sample_rate", rate).toString());

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo(type);
    assertThat(reply.http().body()).hasSizeGreaterThan(100);
  }

  @Test
  void theFirstSentenceIsHeardWhileTheSecondIsMade() throws Exception {
    server.engine.hold();
    try (InputStream in = open(TTS, order(LONG_SENTENCES)).body()) {
      assertThat(in.readNBytes(1_000)).hasSize(1_000);
      await().until(() -> server.engine.speaking() == 1);
      server.engine.release();
      assertThat(in.readAllBytes()).hasSizeGreaterThan(1_000);
    }
  }

  private HttpResponse<InputStream> open(String path, ObjectNode order) throws Exception {
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient()
            .send(
                api.postRequest(path, order.toString()).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response;
  }

  @Test
  void speakingStopsSoonAfterTheClientHasGone() throws Exception {
    server.engine.hold();
    String body = order(TWO_SENTENCES).toString();
    Promptness.assertWithin(
        Duration.ofMillis(300), // 100 are promised
        () -> {
          try (RawHttp client = new RawHttp(server.port())) {
            client.send(request(TTS, body));
            await().until(() -> server.engine.speaking() == 1);
          }
          long left = System.nanoTime();
          await().pollInterval(Duration.ofMillis(2)).until(() -> server.engine.speaking() == 0);
          return Promptness.since(left);
        });
  }

  private String request(String path, String body) {
    return """
        POST %s HTTP/1.1\r
        Host: localhost\r
        Authorization: Bearer %s\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(path, api.key(), body.getBytes(UTF_8).length, body);
  }

  /** The second sentence can't be spoken; the first is out already. */
  @Test
  void aFailureInTheMiddleBreaksTheConnection() throws Exception {
    ObjectNode order = order(LATE_FAILURE);
    try (RawHttp client = new RawHttp(server.port())) {
      client.send(request(TTS, order.toString()).getBytes(UTF_8));
      RawHttp.Reply reply = client.reply();

      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.header("transfer-encoding")).isEqualTo("chunked");
      assertThat(reply.body()).hasSizeGreaterThan(1_000);
      assertThat(new String(reply.body(), StandardCharsets.ISO_8859_1))
          .as("the end of a whole body")
          .doesNotEndWith("0\r\n\r\n")
          .doesNotContain("\"status\"");
    }
    assertThatThrownBy(() -> api.post(TTS, order.toString()))
        .hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void anEventStreamToldOfAFailureEndsBroken() throws Exception {
    ObjectNode order = order(LATE_FAILURE);
    try (RawHttp client = new RawHttp(server.port())) {
      client.send(request(EVENTS, order.toString()).getBytes(UTF_8));
      String body = client.reply().text();

      assertThat(body).contains("event: error\ndata: {\"status\":400,\"message\":");
      assertThat(body).doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void eventsCarryTheAudioAndTheTimesOfEachWord() throws Exception {
    List<JsonNode> events = new ArrayList<>();
    try (InputStream in = open(EVENTS, order(TWO_SENTENCES)).body()) {
      String body = new String(in.readAllBytes(), UTF_8);
      for (String event : body.strip().split("\n\n", -1)) {
        assertThat(event).startsWith("event: message\ndata: {");
        events.add(Api.JSON.readTree(event.substring(event.indexOf("data: ") + 6)));
      }
    }

    ByteArrayOutputStream audio = new ByteArrayOutputStream();
    for (JsonNode event : events) {
      assertThat(event.has("alignment")).isTrue();
      audio.writeBytes(Base64.getDecoder().decode(event.path("audio_base64").textValue()));
    }
    assertThat(seconds(audio.toByteArray())).isBetween(19 * LETTER, 19 * LETTER + 0.2);
    JsonNode last = events.getLast();
    assertThat(last.path("chunk_seq").intValue()).isEqualTo(1);
    assertThat(last.path("content").textValue()).isEqualTo("Three four five.");
    assertThat(last.path("chunk_audio_offset_sec").doubleValue()).isBetween(0.11, 0.13);
    JsonNode segments = last.path("alignment").path("segments");
    assertThat(segments.findValuesAsText("text")).containsExactly("Three", "four", "five.");
    assertThat(segments.path(1).path("start").doubleValue()).isBetween(0.09, 0.11);
    assertThat(last.path("alignment").path("audio_duration").doubleValue()).isBetween(0.25, 0.27);
  }

  @Test
  void answersAreAsFreshAsTheyComeThroughProxies() throws Exception {
    HttpResponse<InputStream> response = open(EVENTS, order("hello"));
    try (InputStream in = response.body()) {
      assertThat(in.readAllBytes()).isNotEmpty();
    }

    assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
    assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
    assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
  }

  @Test
  void theConnectionIsKeptAfterAStream() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      for (int i = 0; i < 2; i++) {
        socket.getOutputStream().write(request(TTS, order("hi").toString()).getBytes(UTF_8));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n0\r\n\r\n")) {
          int next = socket.getInputStream().read();
          assertThat(next).as("byte after %s", answer).isNotNegative();
          answer.append((char) next);
        }
        assertThat(answer).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void aBodyThatEndsWithItsConnectionIsResetOnFailure() throws Exception {
    String request = request(TTS, order(LATE_FAILURE).toString());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(request.replaceFirst("\r\n", "\r\nConnection: close\r\n").getBytes(UTF_8));

      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(IOException.class);
    }
  }
}
