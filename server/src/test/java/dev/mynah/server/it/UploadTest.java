package dev.mynah.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files handed in at {@code /api/v1/files/} and named by their link in later requests. The server
 * opens connections to public addresses only, and its own is a loopback one.
 */
final class UploadTest {
  private static final String FILES = "/api/v1/files/";
  private static final int LARGEST = 2 << 20; // as testing.Services sets it

  @TempDir private Path folder;
  private TestServer server;
  private Api ann;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.startGuarded(folder);
    ann = server.client("ann");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aFileHandedInBecomesAVoiceByItsLink() {
    byte[] recording = Recordings.tone(220, 3, 16_000);
    JsonNode file = handIn(ann, "My voice.WAV", recording);
    String url = file.path("url").asText();

    assertThat(file.path("file_url").asText()).isEqualTo(url);
    assertThat(url).contains("/my_voice.wav?");
    assertThat(file.path("size").asInt()).isEqualTo(recording.length);
    assertThat(server.clientWithKey(null).get(url).http().body()).isEqualTo(recording);
    Api.Reply voice = ann.post("/fish/voices", Map.of("voice_url", url, "title", "Mine"));
    assertThat(voice.status()).as(voice.json().toString()).isEqualTo(200);
    assertThat(voice.json().at("/data/state").asText()).isEqualTo("trained");
    Api.Reply model = ann.post("/fish/model", Map.of("voices", url, "title", "Mine too"));
    assertThat(model.status()).as(model.json().toString()).isEqualTo(200);
    Api.Reply spoken =
        ann.post(
            "/fish/tts",
            Map.of("text", "Hi", "references", List.of(Map.of("audio", url, "text", "hi"))));
    assertThat(spoken.status()).as(spoken.json().toString()).isEqualTo(200);
  }

  @Test
  void aPictureHandedInBecomesACover() {
    String voice = handIn(ann, "me.wav", Recordings.tone(220, 3, 16_000)).path("url").asText();
    String picture = handIn(ann, "me.gif", Recordings.gif()).path("url").asText();
    JsonNode made =
        ann.post("/fish/voices", Map.of("voice_url", voice, "image_url", picture)).json();
    Api.Reply cover = ann.get(made.at("/data/cover_image").asText());
    assertThat(cover.http().body()).isEqualTo(Recordings.gif());
  }

  @Test
  void aForgedLinkIsRefusedAsAnyPrivateAddress() {
    String url = handIn(ann, "me.wav", Recordings.tone(220, 3, 16_000)).path("url").asText();
    String last = url.substring(url.length() - 1);
    for (String forged :
        List.of(
            url.substring(0, url.length() - 1) + (last.equals("0") ? "1" : "0"),
            url.replaceFirst("expires=\\d+", "expires=99999999999"),
            url.replaceFirst("me\\.wav", "you.wav"),
            url.replaceFirst("&signature=.*", ""),
            url + "&more=1",
            url.replaceFirst("\\?.*", ""))) {
      Api.Reply refused = ann.post("/fish/voices", Map.of("voice_url", forged));
      assertThat(refused.status()).as(forged).isEqualTo(400);
      assertThat(refused.code()).as(forged).isEqualTo("token_mismatched");
      assertThat(refused.message()).as(forged).startsWith("voice_url ");
    }
  }

  @Test
  void anotherServersLinkIsNotOurs() throws Exception {
    String foreign;
    try (TestServer other = TestServer.startGuarded(folder.resolve("other"))) {
      foreign =
          handIn(other.client("ann"), "me.wav", Recordings.tone(220, 3, 16_000))
              .path("url")
              .asText();
    }
    assertThat(ann.post("/fish/voices", Map.of("voice_url", foreign)).status()).isEqualTo(400);
  }

  @Test
  void noCallbackGoesToOurOwnLinks() {
    String url = handIn(ann, "me.wav", Recordings.tone(220, 3, 16_000)).path("url").asText();
    Api.Reply refused = ann.post("/fish/voices", Map.of("voice_url", url, "callback_url", url));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).startsWith("callback_url ");
  }

  @Test
  void handsInWithAKeyThatMakesVoicesOrLooksAfterKeys() {
    byte[] file = {1, 2, 3};
    for (Scope scope : List.of(Scope.CLONE, Scope.MANAGE, Scope.ADMIN)) {
      Api key = server.client("ann", EnumSet.of(scope), null);
      assertThat(upload(key, "a.bin", file).status()).as(scope.name()).isEqualTo(201);
    }
    Api speaker = server.client("ann", EnumSet.of(Scope.SPEAK), null);
    assertThat(upload(speaker, "a.bin", file).code()).isEqualTo("token_mismatched");
    assertThat(upload(server.clientWithKey(null), "a.bin", file).status()).isEqualTo(401);
  }

  @Test
  void takesNoFileAboveTheLimitAndNoneThatIsEmpty() throws IOException {
    assertThat(upload(ann, "a.bin", new byte[LARGEST]).status()).isEqualTo(201);
    Api.Reply large = upload(ann, "a.bin", new byte[LARGEST + 1]);
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.code()).isEqualTo("content_too_large");
    Api.Reply empty = upload(ann, "a.bin", new byte[0]);
    assertThat(empty.status()).isEqualTo(400);
    assertThat(empty.code()).isEqualTo("bad_request");
    assertThat(server.services.workFiles()).isEmpty();
  }

  @Test
  void anOwnerFillsOnlyItsOwnRoom() {
    for (int i = 0; i < 10; i++) {
      assertThat(upload(ann, "a.bin", new byte[LARGEST]).status()).isEqualTo(201);
    }
    Api.Reply full = upload(ann, "a.bin", new byte[1]);
    assertThat(full.status()).isEqualTo(413);
    assertThat(full.message()).contains("Your files fill");
    assertThat(upload(server.client("bob"), "a.bin", new byte[1]).status()).isEqualTo(201);
  }

  @Test
  void aFileOfAnotherFieldIsNoFile() {
    Api.Reply refused = ann.upload(FILES, "document", "a.wav", "audio/wav", new byte[] {1});
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).startsWith("file is required");
  }

  @Test
  void whatABrowserCouldRunIsOnlyOffered() {
    for (String type : List.of("text/html", "image/svg+xml", "audio/x;evil", "application/pdf")) {
      Api.Reply made = ann.upload(FILES, "file", "a.html", type, "<script>".getBytes(UTF_8));
      assertThat(made.status()).as(type).isEqualTo(201);
      Api.Reply served = ann.get(made.json().path("url").asText());
      if (!type.startsWith("audio/")) {
        assertThat(served.header("content-type")).as(type).isEqualTo("application/octet-stream");
        assertThat(served.header("content-disposition")).as(type).startsWith("attachment");
      }
      assertThat(served.header("x-content-type-options")).isEqualTo("nosniff");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no form at all",
        "--edge\r\n",
        "--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc",
        "--edge\r\nContent-Disposition: form-data; name=\"fi\r\n\r\nabc\r\n--edge--\r\n",
        "--edge--\r\n",
      })
  void aBrokenFormIsRefused(String body) throws IOException {
    refused(body);
  }

  @Test
  void oneFormHoldsOneFile() throws IOException {
    String part = "--edge\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\na\r\n";
    refused(part + part + "--edge--\r\n");
  }

  private void refused(String form) throws IOException {
    Api.Reply refused =
        ann.send(
            ann.request(FILES)
                .header("content-type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    assertThat(refused.status()).as(form).isEqualTo(400);
    assertThat(refused.code()).as(form).isEqualTo("bad_request");
    assertThat(server.services.workFiles()).isEmpty();
  }

  @Test
  void onlyAFormIsTaken() {
    assertThat(ann.post(FILES, "{}").code()).isEqualTo("bad_request");
    Api.Reply unnamed =
        ann.send(
            ann.request(FILES)
                .header("content-type", "multipart/form-data")
                .POST(HttpRequest.BodyPublishers.ofString("x")));
    assertThat(unnamed.code()).isEqualTo("bad_request");
  }

  @Test
  void aFileSentAgainUnderItsKeyHasTheSameLink() throws IOException {
    byte[] file = Recordings.tone(220, 1, 16_000);
    Api.Reply first = uploadOnce(ann, "me.wav", file);
    Api.Reply again = uploadOnce(ann, "me.wav", file);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(server.services.count("upload")).isEqualTo(1);
    for (Api.Reply other :
        List.of(
            uploadOnce(ann, "you.wav", file),
            uploadOnce(ann, "me.wav", Recordings.tone(221, 1, 16_000)))) {
      assertThat(other.status()).isEqualTo(400);
      assertThat(other.message()).isEqualTo("Idempotency-Key was used for another request.");
    }
    JsonNode bobs = uploadOnce(server.client("bob"), "me.wav", file).json();
    assertThat(bobs.path("url")).isNotEqualTo(first.json().path("url"));
    assertThat(server.services.count("upload")).isEqualTo(2);
    assertThat(server.services.workFiles()).isEmpty();
  }

  @Test
  void theFileThatFilledTheRoomMayBeSentAgain() {
    for (int i = 0; i < 9; i++) {
      assertThat(upload(ann, "a.bin", new byte[LARGEST]).status()).isEqualTo(201);
    }
    Api.Reply last = uploadOnce(ann, "a.bin", new byte[LARGEST]);
    assertThat(last.status()).isEqualTo(201);
    assertThat(uploadOnce(ann, "a.bin", new byte[LARGEST]).json()).isEqualTo(last.json());
    Api.Reply more =
        ann.upload(FILES, "file", "b.bin", "audio/wav", new byte[1], "idempotency-key", "other");
    assertThat(more.status()).isEqualTo(413);
  }

  @Test
  void aRecordingHandedInGoesWithItsVoice() throws Exception {
    byte[] recording = Recordings.tone(231, 3, 16_000);
    Api.Reply sent = uploadOnce(ann, "me.wav", recording);
    String url = sent.json().path("url").asText();
    String unused = handIn(ann, "me.wav", Recordings.tone(233, 3, 16_000)).path("url").asText();
    String voice = voiceFrom(url);
    assertThat(ann.get(url).status()).isEqualTo(200);
    assertThat(kept(recording)).isTrue();

    assertThat(ann.delete("/model/" + voice).status()).isEqualTo(200);

    assertThat(ann.get(url).status()).isEqualTo(404);
    assertThat(kept(recording)).isFalse();
    assertThat(ann.get(unused).status()).isEqualTo(200);
    assertThat(ann.post("/fish/voices", Map.of("voice_url", url)).status()).isEqualTo(400);
    // Sent once more it is there once more, as the same request for a new voice would be.
    Api.Reply anew = uploadOnce(ann, "me.wav", recording);
    assertThat(anew.status()).isEqualTo(201);
    assertThat(ann.get(anew.json().path("url").asText()).http().body()).isEqualTo(recording);
  }

  @Test
  void whatOthersHandedInStays() {
    byte[] recording = Recordings.tone(232, 3, 16_000);
    String bobs = handIn(server.client("bob"), "me.wav", recording).path("url").asText();
    String voice = voiceFrom(bobs);

    assertThat(ann.delete("/model/" + voice).status()).isEqualTo(200);

    assertThat(ann.get(bobs).http().body()).isEqualTo(recording);
  }

  private String voiceFrom(String url) {
    Api.Reply made = ann.post("/fish/voices", Map.of("voice_url", url, "title", "Mine"));
    assertThat(made.status()).as("%s", made.json()).isEqualTo(200);
    return made.json().at("/data/_id").asText();
  }

  /** Whether any file of the data folder is this one. */
  private boolean kept(byte[] content) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.size(file) == content.length
            && Arrays.equals(Files.readAllBytes(file), content)) {
          return true;
        }
      }
      return false;
    }
  }

  private static Api.Reply uploadOnce(Api client, String name, byte[] file) {
    return client.upload(FILES, "file", name, "audio/wav", file, "idempotency-key", "once");
  }

  private static JsonNode handIn(Api client, String name, byte[] file) {
    Api.Reply made = upload(client, name, file);
    assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    return made.json();
  }

  private static Api.Reply upload(Api client, String name, byte[] file) {
    return client.upload(FILES, "file", name, "audio/wav", file);
  }
}
