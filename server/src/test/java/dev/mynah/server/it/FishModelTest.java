package dev.mynah.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mynah.server.http.wire.MessagePackTree;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.Scope;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Voices as clients of Fish Audio make, find, change and delete them, in every encoding. */
final class FishModelTest {
  private static final byte[] TONE = Recordings.tone(220, 1, 16_000);
  private static final String FAMILIAR = "933563129e564b19a115bedd57b7406a";

  @TempDir Path folder;
  private WebPeer web;
  private TestServer server;
  private Api ann;
  private Api nobody;

  @BeforeEach
  void start() throws IOException {
    web = new WebPeer();
    server = TestServer.start(folder);
    ann = server.client("ann");
    nobody = server.clientWithKey(null);
  }

  @AfterEach
  void stop() {
    server.close();
    web.close();
  }

  @Test
  void makesAVoiceFromAFormAsThePythonClientSendsIt() {
    Api.Reply reply =
        send(
            new Form()
                .with("title", "Ann")
                .with("visibility", "private")
                .with("type", "tts")
                .with("train_mode", "fast")
                .with("texts", "One, two.", "Three.")
                .with("tags", "calm", "low")
                .with("enhance_audio_quality", "true")
                .withFile("voices", "upload", TONE)
                .withFile("voices", "upload", Recordings.tone(221, 1, 16_000))
                .withFile("cover_image", "upload", Recordings.gif()));

    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    JsonNode voice = reply.json();
    assertStrict(voice);
    assertThat(voice.path("state").asText()).isEqualTo("trained");
    assertThat(voice.path("visibility").asText()).isEqualTo("private");
    assertThat(texts(voice.path("tags"))).containsExactly("calm", "low");
    assertThat(voice.path("samples").findValuesAsText("text")).contains("One, two.", "Three.");
    Api.Reply cover = nobody.get(voice.path("cover_image").asText());
    assertThat(cover.http().body()).isEqualTo(Recordings.gif());
    assertNothingLeftInTheWorkFolder();
    JsonNode shown = ann.get("/fish/model/" + id(voice)).json();
    assertThat(shown.path("title").asText()).as("in the other dialect").isEqualTo("Ann");
  }

  @Test
  void takesPartsJoinedByCommasAsTheJavaScriptClientSendsThem() {
    JsonNode voice =
        send(new Form()
                .with("type", "tts")
                .with("title", "Bea")
                .with("train_mode", "fast")
                .withFile("voices", "a.wav", TONE)
                .withFile("voices", "b.wav", TONE)
                .with("texts", "one, two")
                .with("tags", "x,y , z"))
            .json();
    assertThat(texts(voice.path("tags"))).containsExactly("x", "y", "z");
    assertThat(voice.path("samples").findValuesAsText("text")).contains("one", "two");
    assertThat(voice.path("visibility").asText()).isEqualTo("public");

    JsonNode unclear =
        send(new Form()
                .with("title", "Unclear")
                .withFile("voices", "a.wav", TONE)
                .withFile("voices", "b.wav", TONE)
                .with("texts", "Well, one,two"))
            .json();
    assertThat(unclear.path("state").asText()).isEqualTo("trained");
    assertThat(unclear.path("samples").findValuesAsText("text"))
        .doesNotContain("Well", "Well, one");
    JsonNode single =
        send(new Form()
                .with("title", "Single")
                .withFile("voices", "a.wav", TONE)
                .with("texts", "Well, one,two"))
            .json();
    assertThat(single.path("samples").findValuesAsText("text")).contains("Well, one,two");
  }

  @Test
  void makesAVoiceFromJsonMessagePackAndAPlainForm() {
    String base64 = Base64.getEncoder().encodeToString(TONE);
    ObjectNode buffer = JsonNodeFactory.instance.objectNode().put("type", "Buffer");
    ArrayNode bytes = buffer.putArray("data");
    for (byte each : TONE) {
      bytes.add(each & 0xFF);
    }
    String url = web.serve("/ann.wav", TONE);
    for (Object voices :
        List.of(base64, List.of("data:audio/wav;base64," + base64, base64), buffer, url)) {
      Api.Reply reply = ann.post("/model", Map.of("title", "From JSON", "voices", voices));
      assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
      assertThat(reply.json().path("state").asText()).isEqualTo("trained");
    }

    ObjectNode packed = JsonNodeFactory.instance.objectNode().put("title", "Packed");
    packed.putArray("voices").add(TONE);
    packed.put("visibility", "unlist").putNull("texts");
    packed.put("cover_image", Recordings.gif());
    Api.Reply reply = ann.send(packed("POST", "/model", packed));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    assertThat(reply.json().path("visibility").asText()).isEqualTo("unlist");

    Api.Reply plain =
        ann.send(plain("POST", "/model", "title=Plain&tags=a%2Cb&voices=" + encoded(url)));
    assertThat(plain.status()).as("%s", plain.json()).isEqualTo(201);
    assertThat(texts(plain.json().path("tags"))).containsExactly("a", "b");
  }

  @Test
  void aFailedCloneIsAnErrorAndLeavesNothing() {
    long files = server.services.count("blob");
    Api.Reply noise =
        send(new Form().with("title", "x").withFile("voices", "x.wav", "noise".getBytes(UTF_8)));
    assertError(noise, 400, "voices");
    assertError(
        send(
            new Form()
                .with("title", "x")
                .withFile("voices", "x.wav", TONE)
                .withFile("cover_image", "x", TONE)),
        400,
        "cover_image");
    assertError(
        ann.post("/model", Map.of("title", "x", "voices", "http://10.0.0.1/a.wav")), 400, "voices");
    assertError(
        ann.post(
            "/model",
            Map.of(
                "title",
                "x",
                "voices",
                web.serve("/a.wav", TONE),
                "cover_image",
                "ftp://a.example/b")),
        400,
        "cover_image");
    assertThat(server.services.count("blob")).isEqualTo(files);
    assertNothingLeftInTheWorkFolder();
    assertThat(ann.get("/model?self=true").json().path("total").asInt()).isZero();
    Form many = new Form().with("title", "x");
    for (int i = 0; i < 22; i++) {
      many.withFile("voices", "x.wav", TONE);
    }
    assertThat(send(many).status()).isEqualTo(400);
    assertNothingLeftInTheWorkFolder();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'voices': 'http://a.example/a.wav'} | title | missing",
        "{'title': 'x'} | voices | missing",
        "{'title': 'x'; 'voices': 'http://a.example/a.wav'; 'visibility': 'secret'} | visibility | literal_error",
        "{'title': 'x'; 'voices': 'http://a.example/a.wav'; 'type': 'svc'} | type | literal_error",
        "{'title': 3; 'voices': 'http://a.example/a.wav'} | title | string_type"
      })
  void whatBreaksTheSchemaIsToldAsABareArray(String body, String field, String type) {
    Api.Reply reply = ann.post("/model", body.replace('\'', '"').replace(';', ','));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(422);
    assertThat(reply.json().isArray()).isTrue();
    assertThat(reply.json().get(0).path("loc").toString()).contains(field);
    assertThat(reply.json().get(0).path("type").asText()).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    "page_size=101",
    "page_size=0",
    "page_number=0",
    "page_size=x",
    "sort_by=title",
    "self=maybe"
  })
  void refusesQueriesOutOfRange(String query) {
    assertThat(ann.get("/model?" + query).status()).isEqualTo(422);
  }

  @Test
  void aRepeatedRequestMakesOneVoice() {
    Form form = new Form().with("title", "Once").withFile("voices", "a.wav", TONE);
    String first = id(repeated(form).json());
    assertThat(id(repeated(form).json())).isEqualTo(first);
    Form other =
        new Form()
            .with("title", "Once")
            .withFile("voices", "a.wav", Recordings.tone(300, 1, 16_000));
    assertThat(repeated(other).status()).isEqualTo(400);
    assertThat(ann.get("/model?self=true").json().path("total").asInt()).isEqualTo(1);
  }

  private Api.Reply repeated(Form form) {
    return ann.send(form.in(ann.request("/model"), "POST").header("idempotency-key", "k1"));
  }

  @Test
  void aVoiceThatTakesTooLongIsShownAsItStands() throws IOException {
    server.close();
    server = TestServer.startTiny(folder, 4, Duration.ofMillis(1));
    Api caller = server.client("ann");
    Api.Reply reply =
        caller.send(
            new Form()
                .with("title", "Slow")
                .withFile("voices", "a.wav", Recordings.tone(220, 20, 44_100))
                .in(caller.request("/model"), "POST"));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    assertThat(reply.json().path("state").asText()).isEqualTo("training");
    assertStrict(reply.json());
  }

  @Test
  void listsWithAndWithoutAKeyByEveryFilter() {
    String open = made("Ann open", "public", "calm,low");
    made("Ann hidden", "private", "calm");
    JsonNode all = nobody.get("/model?page_size=100&sort_by=created_at").json();
    assertThat(all.path("items").findValuesAsText("title"))
        .contains("Ann open")
        .doesNotContain("Ann hidden");
    assertThat(all.path("items").get(0).path("_id").asText()).isEqualTo(open);
    all.path("items").forEach(FishModelTest::assertStrict);
    assertThat(all.path("total").asInt()).isEqualTo(all.path("items").size());
    assertThat(all.path("has_more").asBoolean(true)).isFalse();
    assertThat(all.path("max_offset").asInt()).isEqualTo(1000);
    assertThat(all.path("accessible_upper_bound").asInt()).isEqualTo(all.path("total").asInt());
    assertThat(all.path("window_limited").isBoolean()).isTrue();
    assertThat(all.path("total_is_exact").asBoolean()).isTrue();

    assertThat(titles("/model?self=true")).containsExactlyInAnyOrder("Ann open", "Ann hidden");
    assertThat(titles("/model?self=true&tag=calm&tag=low")).containsExactly("Ann open");
    assertThat(titles("/model?self=true&tag%5B%5D=calm&tag%5B%5D=low")).containsExactly("Ann open");
    assertThat(titles("/model?title=OPEN%20ann")).containsExactly("Ann open");
    assertThat(titles("/model?self=true&language=fr&language=en")).hasSize(2);
    assertThat(titles("/model?self=true&title_language=ja")).isEmpty();
    String owner = ann.get("/model/" + open).json().path("author").path("_id").asText();
    assertThat(titles("/model?author_id=" + owner)).contains("Ann open");
    assertThat(titles("/model?self=true&page_size=1&page_number=2&sort_by=score")).hasSize(1);
    assertThat(ann.get("/model?page_size=100&page_number=11").json().path("items")).isEmpty();

    assertError(nobody.get("/model?self=true"), 401, "Missing");
    assertError(server.clientWithKey("wrong").get("/model"), 401, "Invalid Token");
  }

  @Test
  void showsVoicesWithoutAKeyUnlessTheyArePrivate() {
    String open = made("Open", "public", "");
    String unlisted = made("Unlisted", "unlist", "");
    String closed = made("Closed", "private", "");
    assertThat(nobody.get("/model/" + open).status()).isEqualTo(200);
    assertThat(nobody.get("/model/" + unlisted).status()).isEqualTo(200);
    assertError(nobody.get("/model/" + closed), 404, "Model not found");
    assertThat(ann.get("/model/" + closed).json().has("report")).isTrue();
    assertThat(nobody.get("/model/" + open).json().has("report")).isFalse();
    assertError(server.client("bob").get("/model/" + closed), 404, "Model not found");

    JsonNode familiar = nobody.get("/model/" + FAMILIAR).json();
    assertThat(id(familiar)).as("the id that was asked for").isEqualTo(FAMILIAR);
    assertThat(familiar.path("title").asText())
        .isEqualTo(nobody.get("/model/" + Services.PRESET_ID).json().path("title").asText());
  }

  @Test
  void changesAVoiceInEveryEncodingAndAnswersWithNothing() {
    String id = made("Before", "private", "a");
    assertEmpty(ann.send(plain("PATCH", "/model/" + id, "title=Plain+form&tags=x&tags=y")));
    assertThat(texts(voice(id).path("tags"))).containsExactly("x", "y");
    assertThat(voice(id).path("title").asText()).isEqualTo("Plain form");

    assertEmpty(
        ann.send(
            new Form()
                .with("tags", "p,q")
                .withFile("cover_image", "c.gif", Recordings.gif())
                .in(ann.request("/model/" + id), "PATCH")));
    assertThat(texts(voice(id).path("tags"))).containsExactly("p", "q");
    assertThat(nobody.get(voice(id).path("cover_image").asText()).http().body())
        .isEqualTo(Recordings.gif());

    assertEmpty(
        ann.patch(
            "/model/" + id, "{\"description\":\"New.\",\"title\":null,\"visibility\":\"public\"}"));
    assertThat(voice(id).path("description").asText()).isEqualTo("New.");
    assertThat(voice(id).path("visibility").asText()).isEqualTo("public");

    ObjectNode packed = JsonNodeFactory.instance.objectNode().put("title", "Packed");
    packed.put("cover_image", web.serve("/c.gif", Recordings.gif()));
    assertEmpty(ann.send(packed("PATCH", "/model/" + id, packed)));
    assertThat(voice(id).path("title").asText()).isEqualTo("Packed");

    assertEmpty(
        ann.send(ann.request("/model/" + id).method("PATCH", HttpRequest.BodyPublishers.noBody())));
    assertError(ann.patch("/model/" + id, "{\"title\":\" \"}"), 400, "title");
    assertThat(ann.patch("/model/" + id, "{\"visibility\":\"secret\"}").status()).isEqualTo(422);
    assertError(usual("bob").patch("/model/" + id, "{\"title\":\"Mine\"}"), 403, "another");
    assertError(ann.patch("/model/" + "f".repeat(32), "{}"), 404, "Model not found");
    assertError(nobody.patch("/model/" + id, "{}"), 401, "Missing");
    Api speaker = server.client("ann", EnumSet.of(Scope.SPEAK), null);
    assertError(speaker.patch("/model/" + id, "{}"), 403, "scope");

    assertEmpty(ann.delete("/model/" + id));
    assertError(ann.get("/model/" + id), 404, "Model not found");
  }

  @Test
  void theWalletIsWhatTheKeyCanSpend() {
    Api poor = server.client("poor", settings -> settings.withCreditLimit(1_000L));
    assertThat(poor.post("/fish/tts", Map.of("text", "Hello.")).status()).isEqualTo(200);
    JsonNode credit = poor.get("/wallet/self/api-credit?check_free_credit=true").json();
    assertThat(credit.path("credit").isTextual()).isTrue();
    assertThat(credit.path("credit").asText()).isEqualTo("994");
    assertThat(credit.path("cumulative_top_up").asText()).isEqualTo("1000");
    assertThat(credit.path("has_free_credit").asBoolean()).isTrue();
    assertThat(credit.path("has_phone_sha256").isBoolean()).isTrue();
    JsonNode box = poor.get("/wallet/self/package").json();
    assertThat(box.path("total").asInt()).isEqualTo(1000);
    assertThat(box.path("balance").asInt()).isEqualTo(994);
    String owner = credit.path("user_id").asText();
    assertThat(poor.get("/wallet/" + owner + "/package").status()).isEqualTo(200);
    for (JsonNode each : List.of(credit, box, ann.get("/wallet/self/package").json())) {
      for (String field : List.of("_id", "user_id", "created_at", "updated_at")) {
        assertThat(each.path(field).isTextual()).as("%s of %s", field, each).isTrue();
      }
    }
    assertThat(box.path("finished_at").isTextual()).isTrue();
    JsonNode unlimited = ann.get("/wallet/self/api-credit").json();
    assertThat(unlimited.path("credit").asText()).isEqualTo("1000000000");
    assertThat(unlimited.has("has_free_credit")).isTrue();
    assertThat(unlimited.path("has_free_credit").isNull()).isTrue();
    assertError(ann.get("/wallet/" + owner + "/api-credit"), 403, "another account");
    assertError(nobody.get("/wallet/self/api-credit"), 401, "Missing");
  }

  @Test
  void keepsReferencesByNamesAsFishSpeechDoes() {
    Api.Reply added = add("my voice-1", "application/json");
    assertThat(added.status()).as("%s", added.json()).isEqualTo(200);
    assertThat(added.json().path("success").asBoolean()).isTrue();
    assertThat(added.json().path("reference_id").asText()).isEqualTo("my voice-1");
    Api.Reply again = add("my voice-1", "application/json");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("success").asBoolean(true)).isFalse();
    assertThat(add("a/b", "application/json").status()).isEqualTo(400);

    Api.Reply list = ann.get("/v1/references/list");
    assertThat(list.header("content-type")).isEqualTo("application/msgpack");
    JsonNode unpacked = MessagePackTree.read(list.http().body());
    assertThat(texts(unpacked.path("reference_ids"))).containsExactly("my voice-1");
    assertThat(unpacked.path("success").asBoolean()).isTrue();
    assertThat(texts(ann.get("/v1/references/list?format=json").json().path("reference_ids")))
        .containsExactly("my voice-1");
    assertThat(
            texts(
                server
                    .client("bob")
                    .get("/v1/references/list?format=json")
                    .json()
                    .path("reference_ids")))
        .isEmpty();

    assertThat(ann.post("/fish/tts", Map.of("text", "Hi.", "reference_id", "my voice-1")).status())
        .isEqualTo(200);
    Api.Reply renamed =
        ann.send(
            ann.postRequest(
                    "/v1/references/update",
                    "{\"old_reference_id\":\"my voice-1\",\"new_reference_id\":\"other\"}")
                .header("accept", "application/json"));
    assertThat(renamed.status()).as("%s", renamed.json()).isEqualTo(200);
    assertThat(renamed.json().path("new_reference_id").asText()).isEqualTo("other");
    assertThat(ann.get("/model/other").json().path("title").asText()).isEqualTo("other");

    Api.Reply missing = deleteReference("{\"reference_id\":\"my voice-1\"}");
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.json().path("message").asText()).contains("my voice-1");
    assertThat(deleteReference("{\"reference_id\":\"other\"}").status()).isEqualTo(200);
    assertThat(ann.get("/model?self=true").json().path("total").asInt()).isZero();
    assertNothingLeftInTheWorkFolder();
    assertError(nobody.get("/v1/references/list"), 401, "Missing");
  }

  private void assertNothingLeftInTheWorkFolder() {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(server.services.workFiles()).isEmpty());
  }

  private Api.Reply add(String id, String accept) {
    Form form =
        new Form().with("id", id).with("text", "Hello there.").withFile("audio", "a.wav", TONE);
    return ann.send(form.in(ann.request("/v1/references/add"), "POST").header("accept", accept));
  }

  private Api.Reply deleteReference(String body) {
    return ann.send(
        ann.request("/v1/references/delete?format=json")
            .header("content-type", "application/json")
            .method("DELETE", HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Returns a client that may do everything with its own things. */
  private Api usual(String owner) {
    return server.client(owner, EnumSet.of(Scope.SPEAK, Scope.CLONE, Scope.MANAGE), null);
  }

  private String made(String title, String visibility, String tags) {
    Api.Reply reply =
        send(
            new Form()
                .with("title", title)
                .with("visibility", visibility)
                .with("tags", tags)
                .withFile("voices", "a.wav", TONE));
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
    return id(reply.json());
  }

  private Api.Reply send(Form form) {
    return ann.send(form.in(ann.request("/model"), "POST"));
  }

  private HttpRequest.Builder plain(String method, String path, String body) {
    return ann.request(path)
        .header("content-type", "application/x-www-form-urlencoded")
        .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder packed(String method, String path, JsonNode body) {
    return ann.request(path)
        .header("content-type", "application/msgpack")
        .method(method, HttpRequest.BodyPublishers.ofByteArray(MessagePackTree.write(body)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private JsonNode voice(String id) {
    return ann.get("/model/" + id).json();
  }

  private static String id(JsonNode voice) {
    return voice.path("_id").asText();
  }

  private List<String> titles(String path) {
    return ann.get(path).json().path("items").findValuesAsText("title").stream()
        .filter(title -> title.startsWith("Ann"))
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static void assertEmpty(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(200);
    assertThat(reply.http().body()).isEmpty();
  }

  private static void assertError(Api.Reply reply, int status, String words) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(status);
    assertThat(reply.json().properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder("status", "message");
    assertThat(reply.json().path("status").asInt()).isEqualTo(status);
    assertThat(reply.json().path("message").asText()).contains(words);
  }

  /** Everything the strictest client refuses an entity without. */
  private static void assertStrict(JsonNode voice) {
    for (String text :
        List.of(
            "_id",
            "type",
            "title",
            "description",
            "cover_image",
            "train_mode",
            "state",
            "visibility")) {
      assertThat(voice.path(text).isTextual()).as("%s of %s", text, voice).isTrue();
    }
    assertThat(voice.path("train_mode").asText()).isEqualTo("fast");
    for (String number : List.of("like_count", "mark_count", "shared_count", "task_count")) {
      assertThat(voice.path(number).isInt()).as("%s of %s", number, voice).isTrue();
    }
    assertThat(voice.path("lock_visibility").isBoolean()).isTrue();
    assertThat(voice.path("dmca_taken_down").isBoolean()).isTrue();
    assertThat(voice.path("tags").isArray() && voice.path("languages").isArray()).isTrue();
    assertThat(voice.path("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    for (String text : List.of("_id", "nickname", "avatar")) {
      assertThat(voice.path("author").path(text).isTextual()).as("author's %s", text).isTrue();
    }
    for (JsonNode sample : voice.path("samples")) {
      for (String text : List.of("title", "text", "task_id", "audio")) {
        assertThat(sample.path(text).isTextual()).as("a sample's %s", text).isTrue();
      }
    }
  }
}
