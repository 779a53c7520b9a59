package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.audio.Pcm;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Relay;
import dev.mynah.server.testing.S3Server;
import dev.mynah.server.testing.WebPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole server with its files in S3, the network to which may fail. */
final class S3ServerTest {
  private static final String SENTENCE = "The ship sails at half past nine tomorrow morning.";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path data;

  private final S3Server s3 = S3Server.shared();
  private final Relay relay = new Relay(s3.port());
  private final String bucket = s3.newBucket();
  private HttpClient stranger;
  private WebPeer web;

  @BeforeEach
  void open() throws IOException {
    stranger = HttpClient.newHttpClient(); // shows no key, as browsers that follow a link
    web = new WebPeer();
  }

  @AfterEach
  void close() {
    web.close();
    stranger.close();
    relay.close();
  }

  @Test
  void clonesAndSpeaksWithLinksThatLeadOnToS3() throws Exception {
    try (RealServer server = start("true")) {
      Api client = server.client;
      String passage = spoken(client, preset(client), RealServer.PASSAGE);
      URI direct = direct(client, passage);
      assertThat(direct.toString()).startsWith("http://127.0.0.1:" + relay.port() + "/" + bucket);
      String recording = web.serve("/passage.wav", follow(direct).body());

      Api.Reply made =
          client.post("/fish/voices", Map.of("voice_url", recording, "title", "Cloned"));
      assertThat(made.status()).as("%s", made.json()).isEqualTo(200);
      JsonNode voice = made.json().path("data");
      assertThat(voice.path("samples").size()).isEqualTo(2);
      for (JsonNode sample : voice.path("samples")) {
        HttpResponse<byte[]> heard = follow(direct(client, sample.path("audio").asText()));
        assertThat(heard.statusCode()).isEqualTo(200);
        assertThat(header(heard, "content-type")).startsWith("audio/");
      }

      String speech = spoken(client, voice.path("_id").asText(), SENTENCE);
      HttpResponse<byte[]> whole = follow(direct(client, speech));
      assertThat(header(whole, "content-type")).isEqualTo("audio/wav");
      assertThat(header(whole, "content-disposition")).startsWith("inline; filename=\"");
      Pcm pcm = Recordings.read(whole.body());
      assertThat(pcm.seconds()).isBetween(2.0, 6.0);
      HttpResponse<byte[]> part =
          stranger.send(
              HttpRequest.newBuilder(direct(client, speech)).header("Range", "bytes=4-43").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Arrays.copyOfRange(whole.body(), 4, 44));
      assertHeadersAlone(client, speech, whole.body().length);
      assertNothingIsInTheDataFolder();
    }
  }

  @Test
  void streamsFromS3ItselfAndOutlivesAnOutage() throws Exception {
    try (RealServer server = start("false")) {
      Api client = server.client;
      String voice = preset(client);
      String speech = spoken(client, voice, SENTENCE);
      Api.Reply whole = client.get(speech);
      assertThat(whole.status()).isEqualTo(200);
      assertThat(whole.header("content-type")).isEqualTo("audio/wav");
      Api.Reply part = client.get(speech, "Range", "bytes=4-43");
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.http().body()).isEqualTo(Arrays.copyOfRange(whole.http().body(), 4, 44));
      assertThat(client.get("/readyz").status()).isEqualTo(200);
      JsonNode later =
          client
              .post("/fish/tts", Map.of("text", SENTENCE, "reference_id", voice, "async", true))
              .json();
      client.finishedTask(later.path("task_id").asText());

      relay.cut();
      Api.Reply during = client.get(speech);
      assertThat(during.status()).isEqualTo(503);
      assertThat(during.header("cache-control")).doesNotContain("immutable");
      assertThat(client.head(speech).status()).as("the row alone answers").isEqualTo(200);
      assertThat(client.post("/fish/tts", Map.of("text", SENTENCE)).status()).isEqualTo(503);
      await().atMost(PATIENCE).until(() -> client.get("/readyz").status() == 503);
      assertThat(client.get("/readyz").json().path("checks").path("files").asText())
          .isEqualTo("the S3 store can't be reached");
      String accepted =
          client
              .post("/fish/tts", Map.of("text", SENTENCE, "reference_id", voice, "async", true))
              .json()
              .path("task_id")
              .asText();
      assertThat(accepted).as("work is taken on although it has to wait").isNotEmpty();

      relay.mend();
      await().atMost(PATIENCE).until(() -> client.get("/readyz").status() == 200);
      JsonNode task = client.finishedTask(accepted);
      assertThat(task.path("response").path("success").asBoolean()).as("%s", task).isTrue();
      assertThat(client.get(speech).http().body()).isEqualTo(whole.http().body());
    }
  }

  private RealServer start(String presignedLinks) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("blob-store", "s3");
    settings.put("s3-endpoint", "http://127.0.0.1:" + relay.port());
    settings.put("s3-bucket", bucket);
    settings.put("s3-access-key", S3Server.KEYS.access());
    settings.put("s3-secret-key", S3Server.KEYS.secret());
    settings.put("s3-presigned-links", presignedLinks);
    return RealServer.start(data, settings);
  }

  private static String preset(Api client) {
    return client.get("/fish/model").json().path("items").path(0).path("_id").asText();
  }

  private static String spoken(Api client, String voice, String text) {
    Api.Reply reply =
        client.post("/fish/tts", Map.of("text", text, "reference_id", voice, "format", "wav"));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    return reply.json().path("audio_url").asText();
  }

  /** Returns where a link of the server leads on to. */
  private static URI direct(Api client, String link) {
    Api.Reply reply = client.get(link);
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.http().body()).isEmpty();
    assertThat(reply.header("cache-control")).isEqualTo("private, max-age=1800");
    return URI.create(reply.header("location"));
  }

  private void assertHeadersAlone(Api client, String link, int size) throws Exception {
    Api.Reply reply = client.head(link);
    assertThat(reply.status()).isEqualTo(302);
    HttpResponse<byte[]> headers =
        stranger.send(
            HttpRequest.newBuilder(URI.create(reply.header("location"))).HEAD().build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(headers.statusCode()).isEqualTo(200);
    assertThat(header(headers, "content-length")).isEqualTo(Integer.toString(size));
  }

  private void assertNothingIsInTheDataFolder() throws IOException {
    try (Stream<Path> files = Files.walk(data.resolve("blobs").resolve("files"))) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(s3.ids(bucket)).hasSizeGreaterThan(4);
  }

  private HttpResponse<byte[]> follow(URI uri) throws Exception {
    return stranger.send(
        HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }
}
