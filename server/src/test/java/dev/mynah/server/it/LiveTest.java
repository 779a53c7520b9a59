package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.http.wire.Json;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.Books;
import dev.mynah.server.testing.Promptness;
import dev.mynah.server.testing.RawHttp;
import dev.mynah.server.testing.RawWebSocket;
import dev.mynah.server.token.Scope;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Speech whose text is still being written, over real sockets. */
@TestInstance(Lifecycle.PER_CLASS)
final class LiveTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int BYTES_PER_LETTER = 24_000 / 50 * 2; // of the tone engine, as samples
  private static final int BYTES_PER_REST = 11_040; // 0.23 s, as after a sentence
  private static final int PADDING = 1026; // of a last message that would be too small

  /** What the limiter of the level looks ahead, and so holds back while a session waits. */
  private static final int LOOKAHEAD = 24_000 / 100 * 2;

  private TestServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(folder);
  }

  @AfterEach
  void nothingIsLeft() {
    server.engine.release();
    await().atMost(SOON).until(() -> server.engine.speaking() == 0);
    Books.areBalanced(server.services.database);
    await().atMost(SOON).until(() -> TestServer.BODY_MEMORY.kept() == 0);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private LiveClient open() throws IOException {
    return open(LiveClient.PATH, server.client("live").key());
  }

  private LiveClient open(String path, String key) throws IOException {
    return new LiveClient(server.port(), path, key);
  }

  private static void assertSpeaks(LiveClient.Heard heard, int letters) {
    assertSpeaks(heard, letters, 0);
  }

  /** What was heard has this many letters, and this many rests between texts. */
  private static void assertSpeaks(LiveClient.Heard heard, int letters, int rests) {
    assertThat(heard.finish().reason()).isEqualTo("stop");
    int bytes = letters * BYTES_PER_LETTER + rests * BYTES_PER_REST;
    assertThat(heard.audio().length).isBetween(bytes, bytes + PADDING);
  }

  @Test
  void speaksTextThatComesInDribblesCutAnywhere() throws IOException {
    try (LiveClient client = open()) {
      client.startPcm();
      for (String dribble : List.of("He", "", "llo the", "re. It is 3", ".", "5 cm", ". Y", "es")) {
        client.text(dribble);
      }
      client.stop();

      assertSpeaks(client.hear(), "HellothereItis35cmYes".length(), 1);
    }
  }

  @Test
  void takesTheKeyAsASubprotocolFromBrowsers() throws IOException {
    String key = server.client("browser").key();
    try (RawWebSocket socket = offering("mynah, " + subprotocol(key))) {
      assertThat(socket.status()).isEqualTo(101);
      assertThat(socket.header("sec-websocket-protocol")).isEqualTo("mynah");
    }
    try (RawWebSocket socket = offering("mynah, " + subprotocol("wrong"))) {
      assertThat(socket.status()).isEqualTo(401);
    }
    try (RawWebSocket socket = offering("mynah, mynah.key.***")) {
      assertThat(socket.status()).isEqualTo(401);
    }
    try (RawWebSocket socket = offering("graphql")) {
      assertThat(socket.status()).as("no key").isEqualTo(401);
    }
  }

  @Test
  void answersACloseBeforeTheConnectionEnds() throws IOException {
    for (int round = 0; round < 20; round++) { // what was wrong here was a race
      String key = server.client("closing").key();
      try (RawWebSocket socket = offering("mynah, " + subprotocol(key))) {
        socket.send(RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xE8}); // 1000
        assertThat(socket.receive().closeCode()).as("round %d", round).isEqualTo(1000);
      }
    }
  }

  private RawWebSocket offering(String subprotocols) throws IOException {
    return new RawWebSocket(
        server.port(), LiveClient.PATH, "Sec-WebSocket-Protocol: " + subprotocols + "\r\n");
  }

  private static String subprotocol(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return "mynah.key." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void speaksAWholeSentenceBeforeTheNextIsWritten() throws IOException {
    try (LiveClient client = open()) {
      client.startPcm();
      client.text("This is the first sentence. And");

      LiveClient.Event first = client.receive();
      assertThat(first.name()).isEqualTo("audio");
      assertThat(first.audio()).isNotEmpty();
      client.stop();
      assertThat(client.hear().finish().reason()).isEqualTo("stop");
    }
  }

  @Test
  void speaksAtOnceWhatIsFlushed() throws IOException {
    try (LiveClient client = open()) {
      client.startPcm();
      client.text("this is a text that ends within a wor");
      client.flush();

      int expected = "thisisatextthatendswithinawor".length() * BYTES_PER_LETTER;
      int heard = 0;
      while (heard < expected - LOOKAHEAD) {
        heard += client.receive().audio().length;
      }
      client.stop();
      assertThat(client.hear().finish().reason()).isEqualTo("stop");
    }
  }

  @Test
  void sendsAudioInMessagesThatEveryClientTakes() throws IOException {
    for (String format : List.of("pcm", "wav", "mp3", "opus")) {
      try (LiveClient client = open()) {
        client.start(Map.of("format", format, "text", "The text of the start is spoken, too. "));
        client.text("A sentence of some length follows it here. ".repeat(20));
        client.flush();
        client.text("End");
        client.stop();

        LiveClient.Heard heard = client.hear();
        assertThat(heard.finish().reason()).as(format).isEqualTo("stop");
        assertThat(heard.audioEvents())
            .as(format)
            .hasSizeGreaterThan(1)
            .allSatisfy(
                event -> {
                  assertThat(event.bytes()).isLessThan(64 << 10);
                  assertThat(event.fields().path("audio").isBinary()).isTrue();
                });
        int least = format.equals("mp3") || format.equals("opus") ? 1 : 1025;
        assertThat(heard.audioEvents().getLast().audio().length).isGreaterThanOrEqualTo(least);
        assertThat(heard.audioEvents().subList(0, heard.audioEvents().size() - 1))
            .allSatisfy(event -> assertThat(event.audio().length).isGreaterThan(1024));
        if (format.equals("pcm")) {
          assertThat(heard.audioEvents())
              .allSatisfy(event -> assertThat(event.audio().length % 2).isZero());
        }
      }
    }
  }

  @Test
  void speaksAgainOnTheSameSocket() throws IOException {
    try (LiveClient client = open()) {
      assertSpeaks(client.say("Once"), 4);
      assertSpeaks(client.say("Twice"), 5);
      client.startPcm();
      client.text("One. ");
      client.stop();
      client.startPcm(); // before the finish is read
      client.text("Three");
      client.stop();
      assertSpeaks(client.hear(), 3);
      assertSpeaks(client.hear(), 5);
    }
  }

  @Test
  void finishesWithoutAudioWhereThereIsNoText() throws IOException {
    try (LiveClient client = open()) {
      for (String text : List.of("", "  ", "...")) {
        client.startPcm();
        client.text(text);
        client.flush();
        client.stop();

        assertThat(client.hear().events()).as("<" + text + ">").hasSize(1);
      }
      client.startPcm();
      client.stop();
      assertThat(client.receive().reason()).isEqualTo("stop");
    }
  }

  @Test
  void refusesAStartWhileOneRunsAndTakesTheNext() throws IOException {
    try (LiveClient client = open()) {
      client.startPcm();
      client.startPcm();

      LiveClient.Event finish = client.receive();
      assertThat(finish.reason()).isEqualTo("error");
      assertThat(finish.message()).contains("start");
      client.text("passed over");
      client.stop();
      assertSpeaks(client.say("Well"), 4);
    }
  }

  @Test
  void saysOnceThatTextCameBeforeAStart() throws IOException {
    try (LiveClient client = open()) {
      client.text("Nobody");
      client.text("hears");
      client.flush();
      client.stop();
      client.startPcm();
      client.text("Well");
      client.stop();

      LiveClient.Event finish = client.receive();
      assertThat(finish.reason()).isEqualTo("error");
      assertThat(finish.message()).contains("start");
      assertSpeaks(client.hear(), 4);
    }
  }

  @Test
  void takesAStopWithoutAStart() throws IOException {
    try (LiveClient client = open()) {
      client.stop();

      assertThat(client.receive().reason()).isEqualTo("stop");
    }
  }

  @Test
  void passesOverWhatItDoesNotKnowAndTakesNullForNothing() throws IOException {
    try (LiveClient client = open()) {
      ObjectNode request = Json.object().put("text", "").put("format", "pcm");
      for (String field :
          List.of("references", "reference_id", "prosody", "latency", "temperature", "seed")) {
        request.putNull(field);
      }
      client.send(LiveClient.event("start").set("request", request.put("sample_rate", 24_000)));
      client.send(LiveClient.event("ping").put("text", 3));
      client.send(LiveClient.event("text").putNull("text"));
      client.send(LiveClient.event("text"));
      client.send(LiveClient.event("text").put("text", "Yes").put("more", true));
      client.stop();

      assertSpeaks(client.hear(), 3);
    }
  }

  @Test
  void startsWithDefaultsWhereThereIsNoRequest() throws IOException {
    try (LiveClient client = open()) {
      client.send(LiveClient.event("start"));
      client.text("Yes");
      client.stop();

      LiveClient.Heard heard = client.hear();
      assertThat(heard.finish().reason()).isEqualTo("stop");
      assertThat(heard.audio()[0]).as("begins an MPEG frame or tag").isIn((byte) 0xFF, (byte) 'I');
    }
  }

  @Test
  void tellsWhatIsWrongAndStaysOpen() throws IOException {
    Map<String, Object> wrong =
        Map.of(
            "format",
            "mp4",
            "sample_rate",
            12_345,
            "chunk_length",
            7,
            "latency",
            "soon",
            "reference_id",
            "f".repeat(32),
            "prosody",
            Map.of("speed", 9));
    try (LiveClient client = open()) {
      for (Map.Entry<String, Object> field : wrong.entrySet()) {
        client.start(Map.of(field.getKey(), field.getValue()));
        client.text("passed over");
        client.stop();

        LiveClient.Event finish = client.receive();
        assertThat(finish.reason()).as(field.getKey()).isEqualTo("error");
        assertThat(finish.message()).containsIgnoringCase(field.getKey().split("_", -1)[0]);
        assertThat(finish.fields().size()).isEqualTo(3);
      }
      assertSpeaks(client.say("Well"), 4);
    }
  }

  @Test
  void tellsWhatCanNotBeSpokenAndStaysOpen() throws IOException {
    try (LiveClient client = open()) {
      assertThat(client.say("Привет").finish().message()).contains("Russian");
      assertSpeaks(client.say("Well"), 4);
    }
  }

  @Test
  void staysOpenAfterMessagesItCanNotRead() throws IOException {
    List<byte[]> messages =
        List.of(
            new byte[0],
            new byte[] {(byte) 0xC1},
            new byte[] {(byte) 0x81},
            MessagePackTree.write(Json.object()),
            MessagePackTree.write(Json.object().put("event", 7.5).putArray("event")),
            MessagePackTree.write(Json.object().set("event", Json.object())),
            "no msgpack at all".getBytes(StandardCharsets.UTF_8));
    try (LiveClient client = open()) {
      for (byte[] message : messages) {
        client.startPcm();
        client.socket.send(RawWebSocket.BINARY, message);

        LiveClient.Event finish = client.receive();
        assertThat(finish.reason()).as(Arrays.toString(message)).isEqualTo("error");
      }
      assertSpeaks(client.say("Well"), 4);
    }
  }

  @Test
  void answersAWrongKeyLikeAnyRequest() throws IOException {
    try (LiveClient client = open(LiveClient.PATH, "wrong")) {
      assertThat(client.socket.status()).isEqualTo(401);
      assertThat(Json.read(client.socket.body()))
          .isEqualTo(Json.object().put("status", 401).put("message", "Invalid Token"));
      assertThat(client.socket.header("content-type")).isEqualTo("application/json");
    }
    try (RawWebSocket socket = new RawWebSocket(server.port(), LiveClient.ALIGNED_PATH, "")) {
      assertThat(socket.status()).isEqualTo(401);
      assertThat(socket.body()).contains("Missing `Authorization` header");
    }
    String cloner = server.client("cloner", EnumSet.of(Scope.CLONE), null).key();
    try (LiveClient client = open(LiveClient.PATH, cloner)) {
      assertThat(client.socket.status()).isEqualTo(403);
    }
    RawHttp.Reply plain =
        RawHttp.exchange(
            server.port(), "GET /v1/tts/live HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertThat(plain.status()).isEqualTo(426);
  }

  @Test
  void asksForTheKeyAgainAtEveryStart() throws IOException {
    Api api = server.client("revoked soon");
    try (LiveClient client = open(LiveClient.PATH, api.key())) {
      assertSpeaks(client.say("Well"), 4);
      String id = server.services.tokens.authenticate(api.key()).tokenId();
      assertThat(server.services.tokens.revoke(id)).isTrue();

      LiveClient.Heard heard = client.say("No more");

      assertThat(heard.finish().reason()).isEqualTo("error");
      assertThat(heard.finish().message()).isEqualTo("Invalid Token");
    }
  }

  @Test
  void countsSpeechAsARequestInFlightFromItsStartToItsFinish() throws IOException {
    String key = server.client("one at a time", settings -> settings.withConcurrency(1)).key();
    try (LiveClient first = open(LiveClient.PATH, key);
        LiveClient second = open(LiveClient.PATH, key)) {
      assertThat(second.socket.header("x-ratelimit-limit")).isEqualTo("1");
      server.engine.hold();
      first.startPcm();
      first.text("held");
      first.stop();
      await().atMost(SOON).until(() -> server.engine.speaking() == 1);

      LiveClient.Event refused = second.say("one too many").finish();
      assertThat(refused.reason()).isEqualTo("error");
      assertThat(refused.message()).contains("in flight");
      try (LiveClient third = open(LiveClient.PATH, key)) {
        assertThat(third.socket.status()).isEqualTo(429);
        assertThat(third.socket.header("retry-after")).isEqualTo("1");
      }
      server.engine.release();
      assertSpeaks(first.hear(), 4);
      assertSpeaks(second.say("now"), 3);
    }
  }

  @Test
  void chargesWhatWasSpoken() throws IOException {
    Api api = server.client("payer");
    try (LiveClient client = open(LiveClient.PATH, api.key())) {
      client.startPcm();
      client.text("Grüße. ");
      client.text("Bye");
      client.stop();
      assertThat(client.hear().finish().reason()).isEqualTo("stop");
    }
    String keyId = server.services.tokens.authenticate(api.key()).tokenId();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(server.services.usage.page(UsageQuery.all().ofToken(keyId)).entries())
                    .extracting(UsageEntry::type, UsageEntry::units)
                    .containsExactly(tuple(TaskType.TTS_LIVE, 8L + 3L)));
  }

  @Test
  void finishesWithAnErrorWhenTheCreditIsSpent() throws IOException {
    String key = server.client("poor", settings -> settings.withCreditLimit(8L)).key();
    try (LiveClient client = open(LiveClient.PATH, key)) {
      client.startPcm();
      client.text("Fine. ");
      client.flush();
      client.text("This is more than there is left.");
      client.stop();

      LiveClient.Event finish = client.hear().finish();
      assertThat(finish.reason()).isEqualTo("error");
      assertThat(finish.message()).isEqualTo("Insufficient Balance");
    }
  }

  @Test
  void stopsSpeakingWhenTheClientHasGone() throws Exception {
    server.engine.hold();
    Promptness.assertWithin(
        Duration.ofMillis(300), // a hundredth of a second where there is nothing else to do
        () -> {
          try (LiveClient client = open()) {
            client.startPcm();
            client.text("This is being spoken when the client goes. ".repeat(20));
            client.flush();
            await().atMost(SOON).until(() -> server.engine.speaking() == 1);
          }
          long left = System.nanoTime();
          await().pollInterval(Duration.ofMillis(2)).until(() -> server.engine.speaking() == 0);
          return Promptness.since(left);
        });
  }

  @Test
  void answersPingsWhileItSpeaks() throws IOException {
    try (LiveClient client = open()) {
      server.engine.hold();
      client.startPcm();
      client.text("held");
      client.stop();
      await().atMost(SOON).until(() -> server.engine.speaking() == 1);

      client.socket.send(RawWebSocket.PING, new byte[] {1, 2, 3});
      RawWebSocket.Frame frame = client.socket.receive();
      while (frame.opcode() == RawWebSocket.BINARY) {
        frame = client.socket.receive();
      }

      assertThat(frame.opcode()).isEqualTo(RawWebSocket.PONG);
      assertThat(frame.payload()).containsExactly(1, 2, 3);
      server.engine.release();
      assertThat(client.hear().finish().reason()).isEqualTo("stop");
    }
  }

  @Test
  void takesAMessageInPiecesWithPingsBetween() throws IOException {
    byte[] text = MessagePackTree.write(LiveClient.event("text").put("text", "In many pieces"));
    try (LiveClient client = open()) {
      client.startPcm();
      for (int i = 0; i < text.length; i++) {
        int opcode = i == 0 ? RawWebSocket.BINARY : RawWebSocket.CONTINUATION;
        int end = i == text.length - 1 ? RawWebSocket.FIN : 0;
        client.socket.sendFrame(end | opcode, new byte[] {text[i]});
        client.socket.send(RawWebSocket.PING, new byte[0]);
      }
      client.stop();

      assertSpeaks(client.hear(), "Inmanypieces".length());
    }
  }

  @Test
  void closesASocketWhoseMessageIsTooLarge() throws IOException {
    byte[] piece = new byte[1 << 20];
    try (LiveClient client = open()) {
      client.startPcm();
      client.socket.sendFrame(RawWebSocket.BINARY, piece);
      for (int sent = 1; sent <= TestServer.BODY_LIMITS.maxBytes() / piece.length; sent++) {
        client.socket.sendFrame(RawWebSocket.CONTINUATION, piece);
      }

      LiveClient.Event finish = client.receive();
      assertThat(finish.reason()).isEqualTo("error");
      assertThat(finish.message()).contains("larger than");
      assertThat(client.receive().closeCode()).isEqualTo(1009);
    }
  }

  @Test
  void refusesATextThatIsTooLong() throws IOException {
    try (LiveClient client = open()) {
      LiveClient.Event finish = client.say("a".repeat(TestServer.MAX_TEXT + 1)).finish();

      assertThat(finish.reason()).isEqualTo("error");
      assertThat(finish.message()).contains("text", "characters");
      assertSpeaks(client.say("Well"), 4);
    }
  }

  @Test
  void readsNoMoreThanItCanHoldWhileItSpeaks() throws Exception {
    byte[] dribble = MessagePackTree.write(LiveClient.event("text").put("text", "x".repeat(4000)));
    try (LiveClient client = open()) {
      server.engine.hold();
      client.startPcm();
      client.text("held");
      client.flush();
      await().atMost(SOON).until(() -> server.engine.speaking() == 1);
      Thread flood =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 20_000; i++) {
                        client.socket.send(RawWebSocket.BINARY, dribble);
                      }
                    } catch (IOException closed) {
                      // the test is over
                    }
                  });

      assertThat(flood.join(Duration.ofSeconds(2))).as("80 MB of text taken").isFalse();
    }
  }

  @Test
  void tellsWhatIsSaidWhen() throws IOException {
    String text = "This is the first sentence. And here is another one.";
    try (LiveClient client = open(LiveClient.ALIGNED_PATH, server.client("live").key())) {
      LiveClient.Heard heard = client.say(text);

      assertSpeaks(heard, (int) text.chars().filter(Character::isLetter).count(), 1);
      List<JsonNode> aligned =
          heard.audioEvents().stream()
              .map(LiveClient.Event::fields)
              .filter(fields -> fields.path("alignment").isObject())
              .toList();
      assertThat(aligned).isNotEmpty();
      double offset = 0;
      StringBuilder words = new StringBuilder();
      for (JsonNode event : aligned) {
        assertThat(event.path("chunk_audio_offset_sec").asDouble()).isBetween(offset, 60.0);
        offset = event.path("chunk_audio_offset_sec").asDouble();
        for (JsonNode segment : event.path("alignment").path("segments")) {
          assertThat(segment.path("end").asDouble())
              .isBetween(
                  segment.path("start").asDouble(),
                  event.path("alignment").path("audio_duration").asDouble() + 0.001);
          words.append(segment.path("text").asText()).append(' ');
        }
      }
      assertThat(words.toString().replaceAll("[^A-Za-z ]", "").strip())
          .isEqualTo(text.replaceAll("[^A-Za-z ]", ""));
      assertThat(heard.audioEvents())
          .allSatisfy(event -> assertThat(event.fields().has("chunk_seq")).isTrue());
    }
  }

  @Test
  void talksJsonToWhoeverBeginsInJson() throws IOException {
    try (LiveClient client = open()) {
      for (String event :
          List.of(
              "{\"event\":\"start\",\"request\":{\"format\":\"pcm\",\"sample_rate\":24000}}",
              "{\"event\":\"text\",\"text\":\"Yes\"}",
              "{\"event\":\"stop\"}")) {
        client.socket.send(RawWebSocket.TEXT, event.getBytes(StandardCharsets.UTF_8));
      }

      LiveClient.Heard heard = client.hear();
      assertSpeaks(heard, 3);
      assertThat(heard.audioEvents().getFirst().fields().path("audio").isTextual()).isTrue();
    }
  }

  @Test
  void closesASocketThatLiesIdle(@TempDir Path folder) throws IOException {
    try (TestServer impatient =
            TestServer.startLive(
                folder,
                TestServer.LIVE_LIMITS.withTimes(Duration.ofMillis(700), Duration.ofSeconds(5)));
        LiveClient client =
            new LiveClient(impatient.port(), LiveClient.PATH, impatient.client("live").key())) {
      client.socket.send(RawWebSocket.PING, new byte[0]);
      assertSpeaks(client.say("Well"), 4);

      assertThat(client.receive().closeCode()).isEqualTo(1000);
    }
  }

  @Test
  void breaksOffForAReaderThatDoesNotRead(@TempDir Path folder) throws Exception {
    try (TestServer impatient =
            TestServer.startLive(
                folder,
                TestServer.LIVE_LIMITS.withTimes(Duration.ofMinutes(5), Duration.ofMillis(500)));
        LiveClient client =
            new LiveClient(impatient.port(), LiveClient.PATH, impatient.client("live").key())) {
      client.startPcm();
      for (int i = 0; i < 40; i++) {
        client.text("A long text is spoken to somebody who doesn't listen at all. ".repeat(100));
      }
      client.stop();

      await().atMost(Duration.ofMinutes(1)).until(() -> impatient.openConnections() == 0);
      assertThat(impatient.engine.speaking()).isZero();
    }
  }

  @Test
  void finishesWhatIsUnderWayBeforeItStops(@TempDir Path folder) throws Exception {
    TestServer stopping = TestServer.start(folder);
    String key = stopping.client("live").key();
    try (LiveClient speaking = new LiveClient(stopping.port(), LiveClient.PATH, key);
        LiveClient idle = new LiveClient(stopping.port(), LiveClient.PATH, key)) {
      stopping.engine.hold();
      speaking.startPcm();
      speaking.text("Well");
      speaking.flush();
      await().atMost(SOON).until(() -> stopping.engine.speaking() == 1);
      Thread stop = Thread.ofVirtual().start(stopping::close);

      assertThat(idle.receive().closeCode()).isEqualTo(1001);
      stopping.engine.release();
      speaking.stop();
      assertSpeaks(speaking.hear(), 4);
      assertThat(speaking.receive().closeCode()).isEqualTo(1001);
      assertThat(stop.join(SOON)).isTrue();
    }
  }

  @Test
  void neverNamesAnInternalError() throws IOException {
    try (LiveClient client = open()) {
      client.start(Map.of("references", List.of(Map.of("audio", "http://[::1", "text", "x"))));

      LiveClient.Event finish = client.receive();
      assertThat(finish.reason()).isEqualTo("error");
      assertThat(finish.message())
          .doesNotContain("Exception", ErrorCode.INTERNAL.name(), "Internal");
    }
  }
}
