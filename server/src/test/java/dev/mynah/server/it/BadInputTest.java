package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.RawHttp;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a caller can get wrong, and what it is told: a 4xx that names the field. */
@TestInstance(Lifecycle.PER_CLASS)
final class BadInputTest {
  private static final String BAD = "token_mismatched";

  private WebPeer web;
  private TestServer server;

  /** A server that lets no request reach this machine or network, as servers do by default. */
  private TestServer guarded;

  private Api client;
  private Api guardedClient;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path guardedFolder) throws Exception {
    web = new WebPeer();
    server = TestServer.start(folder);
    guarded = TestServer.startGuarded(guardedFolder);
    client = server.client("ann");
    guardedClient = guarded.client("ann");
  }

  @AfterAll
  void stop() {
    guarded.close();
    server.close();
    web.close();
  }

  static Stream<Arguments> wrongBodies() {
    return Stream.of(
        // Bodies that aren't JSON objects.
        row("empty body", "/fish/tts", "", "empty"),
        row("blank body", "/fish/tts", "  \n", "empty"),
        row("not JSON", "/fish/tts", "text=hello", "not valid JSON"),
        row("cut JSON", "/fish/voices", "{\"voice_url\":\"http", "not valid JSON"),
        row("array", "/fish/tts", "[]", "must be a JSON object, not an array"),
        row("string", "/fish/tts", "\"hello\"", "must be a JSON object, not a string"),
        row("null", "/fish/tts", "null", "must be a JSON object"),
        row("two objects", "/fish/tts", "{\"text\":\"a\"}{}", "not valid JSON"),
        row("NaN", "/fish/tts", "{\"text\":\"a\",\"prosody\":{\"speed\":NaN}}", "not valid JSON"),
        row("deep nesting", "/fish/tts", "[".repeat(100_000), "beyond what is read"),
        row("long number", "/fish/tts", "{\"seed\":" + "9".repeat(9999) + "}", "64 characters"),
        // Wrong types and values.
        row("no text", "/fish/tts", "{}", "text is required"),
        row("null text", "/fish/tts", "{\"text\":null}", "text is required"),
        row("empty text", "/fish/tts", "{\"text\":\"\"}", "text must not be empty"),
        row("blank text", "/fish/tts", "{\"text\":\" \\t\\n\"}", "text must not be empty"),
        row("text a number", "/fish/tts", "{\"text\":1}", "text must be a string, not a number"),
        row("text an object", "/fish/tts", "{\"text\":{}}", "text must be a string"),
        row("only punctuation", "/fish/tts", "{\"text\":\"?!... --\"}", ""),
        row("only NUL", "/fish/tts", "{\"text\":\"\\u0000\"}", "text must not be empty"),
        row("only a lone surrogate", "/fish/tts", "{\"text\":\"\\ud800\"}", ""),
        row("only right-to-left marks", "/fish/tts", "{\"text\":\"\\u200f\\u202e\"}", ""),
        row("only emoji variation", "/fish/tts", "{\"text\":\"\\ufe0f\"}", ""),
        row("huge text", "/fish/tts", tts("a".repeat(200_000)), "200000 characters; at most"),
        row("foreign language", "/fish/tts", tts("Привет, мир"), "Russian"),
        row("speed 0", "/fish/tts", prosody("speed", "0"), "prosody.speed must be between 0.5"),
        row("speed -1", "/fish/tts", prosody("speed", "-1"), "prosody.speed must be between"),
        row("speed 1e9", "/fish/tts", prosody("speed", "1e9"), "prosody.speed must be between"),
        row("speed 1e999", "/fish/tts", prosody("speed", "1e999"), "prosody.speed must be between"),
        row("speed a text", "/fish/tts", prosody("speed", "\"NaN\""), "prosody.speed must be a n"),
        row("speed a list", "/fish/tts", prosody("speed", "[1]"), "prosody.speed must be a number"),
        row("volume 99", "/fish/tts", prosody("volume", "99"), "prosody.volume must be between"),
        row("prosody a text", "/fish/tts", field("prosody", "\"x\""), "prosody must be an object"),
        row("unknown format", "/fish/tts", field("format", "\"flac\""), "format must be one of"),
        row("odd sample rate", "/fish/tts", field("sample_rate", "44101"), "sample_rate"),
        row("sample rate 0", "/fish/tts", field("sample_rate", "0"), "sample_rate must be between"),
        row("odd bitrate", "/fish/tts", field("mp3_bitrate", "100"), "mp3_bitrate must be one of"),
        row("temperature 2", "/fish/tts", field("temperature", "2"), "temperature must be between"),
        row("latency", "/fish/tts", field("latency", "\"warp\""), "latency must be one of"),
        row("async a text", "/fish/tts", field("async", "\"yes\""), "async must be true or false"),
        row("empty voice id", "/fish/tts", field("reference_id", "\"\""), "reference_id must not"),
        row("no voice ids", "/fish/tts", field("reference_id", "[]"), "reference_id must not be"),
        row(
            "references a text",
            "/fish/tts",
            field("references", "\"x\""),
            "references must be an"),
        row(
            "reference without audio",
            "/fish/tts",
            field("references", "[{}]"),
            "[0].audio is req"),
        row(
            "reference file://",
            "/fish/tts",
            references("file:///etc/passwd"),
            "references uses the scheme"),
        row("callback a number", "/fish/tts", field("callback_url", "1"), "callback_url must be a"),
        row("callback ftp", "/fish/tts", field("callback_url", "\"ftp://a.b/\""), "callback_url"),
        row("no voice_url", "/fish/voices", "{\"title\":\"x\"}", "voice_url is required"),
        row("voice_url empty", "/fish/voices", voice(""), "voice_url must not be empty"),
        row(
            "voice_url a number",
            "/fish/voices",
            "{\"voice_url\":5}",
            "voice_url must be a string"),
        row("title a number", "/fish/voices", "{\"voice_url\":\"http://a\",\"title\":1}", "title"),
        row("voice_url ftp", "/fish/voices", voice("ftp://example.com/a.wav"), "voice_url"),
        row("voice_url file", "/fish/voices", voice("file:///etc/passwd"), "voice_url"),
        row("voice_url javascript", "/fish/voices", voice("javascript:alert(1)"), "voice_url"),
        row("voice_url relative", "/fish/voices", voice("/a.wav"), "voice_url"),
        row("voice_url words", "/fish/voices", voice("not a url"), "voice_url"),
        row("voice_url userinfo", "/fish/voices", voice("http://u:p@example.com/a"), "voice_url"),
        row("voice_url port", "/fish/voices", voice("http://example.com:99999/"), "voice_url"),
        row("voice_url no host", "/fish/voices", voice("http:///a.wav"), "voice_url"),
        row("voice_url long", "/fish/voices", voice("http://a/" + "x".repeat(9000)), "voice_url"),
        row(
            "voice_url broken data",
            "/fish/voices",
            voice("data:audio/wav;base64,@@"),
            "voice_url"),
        row("visibility", "/fish/voices", voice("http://a\",\"visibility\":\"x"), "visibility"),
        row("no prompt", "/fish/audios", "{\"voice_id\":\"x\"}", "prompt is required"),
        row(
            "no voice_id",
            "/fish/audios",
            "{\"prompt\":\"x\"}",
            "voice_id is required when action"),
        row("no task id", "/fish/tasks", "{}", "id is required"),
        row("task id a number", "/fish/tasks", "{\"id\":7}", "id must be a string"),
        row("unknown action", "/fish/tasks", "{\"action\":\"guess\"}", "action must be one of"),
        row(
            "ids a text",
            "/fish/tasks",
            "{\"action\":\"retrieve_batch\",\"ids\":\"x\"}",
            "ids must"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongBodies")
  void refusesAWrongBody(Sent sent, String fragment) {
    Api.Reply reply = client.post(sent.path(), sent.body());

    assertRefused(reply, 400, BAD, fragment);
  }

  static Stream<String> inwardHosts() {
    return Stream.of(
        "127.0.0.1",
        "127.1",
        "localhost",
        "LOCALHOST.",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fc00::1]",
        "[fe80::1]",
        "169.254.169.254",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "0177.0.0.1",
        "0x7f.1",
        "127.0.0.1.",
        "224.0.0.1",
        "255.255.255.255");
  }

  @ParameterizedTest
  @MethodSource("inwardHosts")
  void fetchesNothingFromWithin(String host) {
    String url = "http://" + host + ":8080/a.wav";

    assertRefused(
        guardedClient.post("/fish/voices", Map.of("voice_url", url)), 400, BAD, "voice_url");
  }

  @ParameterizedTest
  @MethodSource("inwardHosts")
  void callsNobodyWithin(String host) {
    String url = "http://" + host + ":8080/hook";

    assertRefused(
        guardedClient.post("/fish/tts", Map.of("text", "a", "callback_url", url)),
        400,
        BAD,
        "callback_url");
  }

  @Test
  void refusesAnInwardCallbackBeforeAnythingIsMade() {
    Api.Reply reply =
        guardedClient.post(
            "/fish/voices",
            Map.of(
                "voice_url", "http://93.184.216.34/a.wav",
                "callback_url", "http://127.0.0.1:9/hook"));

    assertRefused(reply, 400, BAD, "callback_url");
    assertThat(guardedClient.get("/fish/model?self=true").json().path("total").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/missing|404",
        "/html|",
        "/text|",
        "/empty|",
        "/noise|",
        "/lying-wav|",
        "/short|",
      })
  void refusesWhatIsNoRecording(String path, String fragment) {
    serveBadFiles();
    Api newcomer = server.client("newcomer");

    Api.Reply reply = newcomer.post("/fish/voices", Map.of("voice_url", web.url(path)));

    assertRefused(reply, 400, BAD, fragment == null ? "" : fragment);
    assertThat(newcomer.get("/fish/model?self=true").json().path("total").asInt()).isZero();
  }

  private void serveBadFiles() {
    byte[] wav = Recordings.tone(200, 2, 16_000);
    web.serve("/html", "<!doctype html><title>Log in</title>".getBytes(StandardCharsets.UTF_8));
    web.serve("/text", "just words".repeat(100).getBytes(StandardCharsets.UTF_8));
    web.serve("/empty", new byte[0]);
    byte[] noise = new byte[100_000];
    new java.util.Random(3).nextBytes(noise);
    web.serve("/noise", noise);
    byte[] lying = Arrays.copyOf(wav, 48);
    ByteBuffer.wrap(lying).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -1).putShort(34, (short) 1);
    web.serve("/lying-wav", lying);
    web.serve("/short", Recordings.tone(200, 0.1, 16_000));
  }

  @ParameterizedTest
  @CsvSource({"8000", "48000", "192000"})
  void takesRecordingsOfUnusualRates(int rate) {
    String url = web.serve("/rate" + rate, Recordings.tone(200, 2, rate));

    Api.Reply reply = client.post("/fish/voices", Map.of("voice_url", url, "visibility", "unlist"));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
  }

  static Stream<Arguments> speakableTexts() {
    return Stream.of(
        Arguments.of(named("one character", "a")),
        Arguments.of(named("NUL within", "a\u0000b")),
        Arguments.of(named("lone surrogate within", "a\ud800b")),
        Arguments.of(named("right-to-left marks", "\u202eabc\u202c \u200fdef")),
        Arguments.of(named("mixed languages", "Hello 你好 bonjour مرحبا")),
        Arguments.of(named("emoji", "Well done 🎉👩‍🚀")),
        Arguments.of(named("combining marks", "Z\u0351\u036b\u0343a\u0334lgo")),
        Arguments.of(named("control characters", "a\u0001\u001b[31mb")),
        Arguments.of(named("as long as allowed", "ab ".repeat(1000))));
  }

  @ParameterizedTest
  @MethodSource("speakableTexts")
  void speaksOddTextWithoutFailing(String text) throws Exception {
    StringBuilder escaped = new StringBuilder();
    text.chars().forEach(unit -> escaped.append("\\u%04x".formatted(unit)));

    Api.Reply reply = client.post("/fish/tts", "{\"text\":\"" + escaped + "\"}");

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    byte[] audio = client.get(reply.json().path("audio_url").asText()).http().body();
    assertThat(Heard.in(audio).peak()).isGreaterThan(0.05);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/fish/tts", "/fish/voices", "/fish/audios", "/fish/tasks"})
  void asksForAKeyBeforeItReadsTheBody(String path) {
    assertRefused(
        server.clientWithKey(null).post(path, "not even JSON"),
        401,
        "invalid_token",
        "No token specified for the request.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Wr0ng", "sk-0000", "🔑"})
  void refusesAWrongKey(String key) throws Exception {
    RawHttp.Reply reply =
        RawHttp.exchange(
            server.port(),
            "GET /fish/model HTTP/1.1\r\nHost: h\r\nConnection: close\r\nAuthorization: Bearer "
                + new String(key.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                + "\r\n\r\n");

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.text()).contains("\"code\":\"invalid_token\"").doesNotContain(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic dTpw", "Bearer", "Token x", "bearer  "})
  void refusesOtherWaysToShowAKey(String header) {
    Api nobody = server.clientWithKey(null);

    assertRefused(
        nobody.send(nobody.request("/fish/model").header("authorization", header)),
        401,
        "invalid_token",
        "");
  }

  @Test
  void refusesUnknownVoices() {
    assertRefused(client.get("/fish/model/nope"), 404, "not_found", "");
    assertRefused(client.get("/fish/model/" + "f".repeat(32)), 404, "not_found", "");
    assertRefused(client.get("/fish/model/%3Cscript%3E"), 404, "not_found", "");
    Api.Reply spoken =
        client.post("/fish/tts", Map.of("text", "a", "reference_id", "f".repeat(32)));
    assertThat(spoken.status()).isBetween(400, 404);
    assertThat(spoken.json().has("audio_url")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "page_size=0,page_size", "page_size=101,page_size", "page_size=x,page_size",
    "page_number=0,page_number", "page_number=-1,page_number", "self=perhaps,self",
    "sort_by=luck,sort_by", "page_size=99999999999,page_size",
  })
  void refusesWrongQueries(String query, String field) {
    assertRefused(client.get("/fish/model?" + query), 400, BAD, field);
  }

  @Test
  void refusesUnknownModelsPathsAndMethods() {
    assertRefused(
        client.send(client.postRequest("/fish/tts", tts("a")).header("model", "gpt-9")),
        400,
        "bad_request",
        "model is invalid.");
    assertRefused(client.get("/fish/nothing"), 404, "no_api", "API does not exist");
    assertRefused(client.get("/fish"), 404, "no_api", "");
    assertRefused(client.get("/fish/tts"), 400, "api_not_implemented", "");
    assertRefused(
        client.send(client.request("/fish/model/x").DELETE()), 400, "api_not_implemented", "");
    assertRefused(
        client.send(client.request("/fish/voices").PUT(HttpRequest.BodyPublishers.noBody())),
        400,
        "api_not_implemented",
        "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-8",
        "application/json;charset=\"UTF-8\"",
        "APPLICATION/JSON",
        "application/vnd.api+json",
      })
  void readsJsonWhateverItsTypeIsCalled(String contentType) {
    Api.Reply reply =
        client.send(
            client
                .request("/fish/tasks")
                .header("content-type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"x\"}")));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "content-type,multipart/form-data; boundary=x,application/json",
    "content-type,application/json; charset=utf-16,UTF-8",
    "content-encoding,gzip,Content-Encoding",
  })
  void refusesWhatItCanNotRead(String header, String value, String fragment) {
    assertRefused(
        client.send(
            client
                .request("/fish/tasks")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString("{\"id\":\"x\"}"))),
        400,
        BAD,
        fragment);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    byte[] body = {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xC3, '"', '}'};

    assertRefused(
        client.send(client.request("/fish/tts").POST(HttpRequest.BodyPublishers.ofByteArray(body))),
        400,
        BAD,
        "UTF-8");
  }

  @Test
  void refusesAHugeBody() {
    assertRefused(client.post("/fish/tts", tts("a".repeat(5 << 20))), 413, "content_too_large", "");
  }

  @Test
  void refusesASlowBody() throws Exception {
    try (RawHttp connection = new RawHttp(server.port())) {
      connection.send(
          "POST /fish/tts HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
              + server.client("slow").key()
              + "\r\nContent-Length: 100000\r\n\r\n{");
      RawHttp.Reply reply = connection.reply();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.text()).contains("\"success\":false", "\"code\":\"timeout\"", "trace_id");
    }
  }

  @Test
  void ignoresUnknownFieldsAndHeaders() {
    Api.Reply reply =
        client.send(
            client
                .postRequest(
                    "/fish/tts", "{\"text\":\"a\",\"voice\":1,\"x\":{\"y\":[null]},\"text \":5}")
                .header("x-record-exempt", "true")
                .header("model", "s1"));

    assertThat(reply.status()).isEqualTo(200);
  }

  @Test
  void theAliasesThatClientsNameAreThere() {
    assertThat(
            client.get("/fish/model/933563129e564b19a115bedd57b7406a").json().path("_id").asText())
        .isEqualTo(Services.PRESET_ID);
  }

  /**
   * A request.
   *
   * @param name what is wrong with it
   */
  record Sent(String name, String path, String body) {
    @Override
    public String toString() {
      return path + ": " + name;
    }
  }

  private static Arguments row(String name, String path, String body, String fragment) {
    return Arguments.of(new Sent(name, path, body), fragment);
  }

  private static String tts(String text) {
    return "{\"text\":\"" + text + "\"}";
  }

  private static String field(String name, String value) {
    return "{\"text\":\"a\",\"" + name + "\":" + value + "}";
  }

  private static String prosody(String name, String value) {
    return field("prosody", "{\"" + name + "\":" + value + "}");
  }

  private static String references(String audio) {
    return field("references", "[{\"audio\":\"" + audio + "\"}]");
  }

  private static String voice(String url) {
    return "{\"voice_url\":\"" + url + "\"}";
  }

  private static void assertRefused(Api.Reply reply, int status, String code, String fragment) {
    JsonNode body = reply.json();
    assertThat(reply.status()).as("%s", body).isEqualTo(status);
    assertThat(reply.code()).as("%s", body).isEqualTo(code);
    assertThat(reply.message()).isNotBlank().contains(fragment);
    assertThat(body.path("success").asBoolean(true)).isFalse();
    assertThat(body.path("trace_id").asText()).hasSize(36);
    assertThat(List.copyOf(body.properties())).hasSize(3);
    assertThat(reply.message())
        .doesNotContain("Exception", "dev.mynah", "java.", "/tmp", folderName());
  }

  private static String folderName() {
    return Path.of("").toAbsolutePath().toString();
  }
}
