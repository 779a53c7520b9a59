package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.standardwebhooks.Webhook;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageQuery;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the console's pages ask of keys, usage, tasks and callbacks, over a real socket. */
@TestInstance(Lifecycle.PER_CLASS)
final class ManageApiTest {
  private static final String ROOT = "/console/api";
  private static final Set<Scope> ACCOUNT = EnumSet.of(Scope.SPEAK, Scope.CLONE, Scope.MANAGE);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String HOSTILE = "' or 1=1 --\u0000<script>\uD800";

  private TestServer server;
  private WebPeer peer;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(folder);
    peer = new WebPeer();
  }

  @AfterAll
  void stop() {
    peer.close();
    server.close();
  }

  @Test
  void keysAreListedWithTheirLimitsAndLastUse() {
    Api ann =
        server.client(
            "keys-ann",
            KeySettings.of("a program", ACCOUNT)
                .withCreditLimit(100L)
                .withConcurrency(3)
                .withExpiresAt(Instant.now().plusSeconds(3600)));
    server.client("keys-ann", Set.of(Scope.SPEAK), Instant.now().minusSeconds(5));

    JsonNode unused = key(ann.get(ROOT + "/keys").json(), "a program");
    assertThat(unused.path("last_used_at").isNull()).isTrue();
    assertThat(ann.post("/fish/tts", Map.of("text", "Hello")).status()).isEqualTo(200);
    Api.Reply reply = ann.get(ROOT + "/keys");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("total").asInt()).isEqualTo(2);
    assertThat(reply.json().path("owner").asText()).isEqualTo(WireIds.shown(owner("keys-ann")));
    JsonNode key = key(reply.json(), "a program");
    assertThat(key.path("current").asBoolean()).isTrue();
    assertThat(key.path("state").asText()).isEqualTo("working");
    assertThat(key.path("kind").asText()).isEqualTo("service");
    assertThat(texts(key.path("scopes"))).containsExactly("speak", "clone", "manage");
    assertThat(key.path("concurrency").asInt()).isEqualTo(3);
    assertThat(key.path("credit").toString())
        .isEqualTo("{\"limit\":100,\"used\":5,\"reserved\":0,\"left\":95}");
    assertThat(Instant.parse(key.path("last_used_at").asText()))
        .isAfter(Instant.now().minusSeconds(60));
    assertThat(key(reply.json(), "keys-ann").path("state").asText()).isEqualTo("expired");
    assertThat(key(reply.json(), "keys-ann").path("current").asBoolean()).isFalse();
    assertThat(reply.http().body()).asString().doesNotContain(ann.key());
  }

  @Test
  void revokedKeysAreShownWhenAskedFor() {
    Api ann = server.client("revoked-ann", ACCOUNT, null);
    server.client("revoked-ann", KeySettings.of("old", ACCOUNT));
    String id = key(ann.get(ROOT + "/keys").json(), "old").path("id").asText();
    assertThat(ann.delete("/api/v1/credentials/" + id).status()).isEqualTo(200);

    assertThat(ann.get(ROOT + "/keys").json().path("total").asInt()).isEqualTo(1);
    JsonNode all = ann.get(ROOT + "/keys?revoked=true").json();
    assertThat(all.path("total").asInt()).isEqualTo(2);
    assertThat(key(all, "old").path("state").asText()).isEqualTo("revoked");
    assertThat(key(all, "old").path("revoked_at").isTextual()).isTrue();
  }

  @Test
  void everybodysThingsAreForAdministrators() {
    Api ann = server.client("all-ann", ACCOUNT, null);
    Api admin = server.client("all-root");
    assertThat(ann.post("/fish/tts", Map.of("text", "Hello")).status()).isEqualTo(200);
    for (String path : List.of("/keys", "/usage", "/webhooks")) {
      Api.Reply refused = ann.get(ROOT + path + "?everybody=true");
      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("forbidden");
      assertThat(admin.get(ROOT + path + "?everybody=true").status()).as(path).isEqualTo(200);
    }
    String annsKey = WireIds.shown(tokenOf("all-ann").id());
    assertThat(ids(admin.get(ROOT + "/keys").json())).doesNotContain(annsKey);
    assertThat(ids(admin.get(ROOT + "/keys?everybody=true&limit=200").json())).contains(annsKey);
    assertThat(admin.get(ROOT + "/usage").json().path("keys").has(annsKey)).isFalse();
    JsonNode usage = admin.get(ROOT + "/usage?everybody=true").json();
    assertThat(usage.path("keys").path(annsKey).asText()).isEqualTo("all-ann");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /keys",
    "GET, /keys/x/signing-secret",
    "POST, /keys/x/signing-secret/rotate",
    "GET, /usage",
    "GET, /tasks",
    "GET, /tasks/x",
    "GET, /webhooks",
    "GET, /webhooks/x",
    "POST, /webhooks/x/replay"
  })
  void nobodyIsAnsweredWithoutAKey(String method, String path) {
    for (String key : new String[] {null, "wrong"}) {
      Api stranger = server.clientWithKey(key);
      Api.Reply refused =
          method.equals("GET") ? stranger.get(ROOT + path) : stranger.post(ROOT + path, "{}");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.code()).isEqualTo(key == null ? "token_missing" : "token_invalid");
    }
  }

  @Test
  void eachPathAsksForItsScope() {
    Api speaker = server.client("scopes", Set.of(Scope.SPEAK), null);
    Api manager = server.client("scopes", Set.of(Scope.MANAGE), null);
    assertThat(speaker.get(ROOT + "/tasks").status()).isEqualTo(200);
    assertThat(speaker.get(ROOT + "/webhooks").status()).isEqualTo(200);
    for (String path : List.of("/keys", "/usage", "/keys/x/signing-secret")) {
      Api.Reply refused = speaker.get(ROOT + path);
      assertThat(refused.status()).as(path).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("scope_missing");
    }
    assertThat(speaker.post(ROOT + "/webhooks/x/replay", "{}").status()).isEqualTo(403);
    assertThat(manager.get(ROOT + "/keys").status()).isEqualTo(200);
    assertThat(manager.get(ROOT + "/webhooks").status()).isEqualTo(200);
    assertThat(manager.get(ROOT + "/tasks").status()).as("requests hold texts").isEqualTo(403);
  }

  @Test
  void usageIsTheLedgersSums() {
    Api ann = server.client("usage-ann", ACCOUNT, null);
    Api other = server.client("usage-ann", KeySettings.of("other", ACCOUNT));
    assertThat(ann.post("/fish/tts", Map.of("text", "Grüße")).status()).isEqualTo(200);
    assertThat(ann.post("/fish/tts", Map.of("text", "Hello")).status()).isEqualTo(200);
    assertThat(ann.post("/fish/tts", Map.of("text", "Привет")).status()).isEqualTo(400);
    assertThat(other.post("/v1/tts", Map.of("text", "Hi", "format", "wav")).status())
        .isEqualTo(200);
    await().atMost(SOON).until(() -> entries("usage-ann").size() == 4);

    JsonNode usage = ann.get(ROOT + "/usage").json();

    String today = LocalDate.now(ZoneOffset.UTC).toString();
    assertThat(usage.path("to").asText()).isGreaterThanOrEqualTo(today);
    List<UsageEntry> entries = entries("usage-ann");
    assertThat(sum(usage, "requests")).isEqualTo(4);
    assertThat(sum(usage, "credits"))
        .isEqualTo(entries.stream().mapToLong(UsageEntry::amount).sum());
    assertThat(sum(usage, "units"))
        .isEqualTo(
            entries.stream().filter(e -> e.error() == null).mapToLong(UsageEntry::units).sum())
        .isEqualTo(14);
    assertThat(usage.path("rows"))
        .anySatisfy(
            row -> {
              assertThat(row.path("error").asText()).isEqualTo("unsupported_language");
              assertThat(row.path("requests").asInt()).isEqualTo(1);
              assertThat(row.path("units").asInt()).isZero();
            });
    assertThat(usage.path("apis").path("tts_stream").path("unit").asText()).isEqualTo("bytes");
    assertThat(usage.path("apis").path("fish_tts").path("path").asText()).isEqualTo("/fish/tts");
    assertThat(texts(usage.path("keys"))).containsExactlyInAnyOrder("usage-ann", "other");
    String otherId = key(ann.get(ROOT + "/keys").json(), "other").path("id").asText();
    assertThat(sum(ann.get(ROOT + "/usage?key=" + otherId).json(), "requests")).isEqualTo(1);
    assertThat(sum(ann.get(ROOT + "/usage?api=fish_tts").json(), "requests")).isEqualTo(3);
    assertThat(sum(ann.get(ROOT + "/usage?to=2020-01-31").json(), "requests")).isZero();
    assertThat(sum(server.client("usage-bob").get(ROOT + "/usage").json(), "requests")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usage?from=2026-02-02&to=2026-02-01",
        "/usage?from=2020-01-01&to=2026-01-01",
        "/usage?from=yesterday",
        "/usage?api=nothing",
        "/usage?everybody=perhaps",
        "/keys?limit=0",
        "/keys?offset=-1",
        "/tasks?state=dead",
        "/tasks?type=FISH_TTS",
        "/tasks?limit=abc",
        "/tasks?from=%01",
        "/webhooks?state=failed",
        "/webhooks?offset=99999999999999999999"
      })
  void whatMakesNoSenseIsRefusedWithItsName(String path) {
    Api.Reply refused = server.client("senseless").get(ROOT + path);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("invalid_request");
    String parameters = path.substring(path.indexOf('?') + 1);
    assertThat(parameters).contains(refused.message().split(" ", 2)[0] + "=");
  }

  @Test
  void tasksAreListedByStateTypeAndTimeInParts() {
    Api ann = server.client("tasks-ann", ACCOUNT, null);
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Map<String, ?> order = Map.of("text", "Number " + i, "async", true);
      made.addFirst(ann.post("/fish/tts", order).json().path("task_id").asText());
      ann.finishedTask(made.getFirst());
    }
    ann.post("/fish/tts", Map.of("text", "Привет"));

    JsonNode all = ann.get(ROOT + "/tasks?state=succeeded").json();
    assertThat(all.path("total").asInt()).isEqualTo(5);
    assertThat(ids(all)).isEqualTo(made);
    assertThat(all.path("items").path(0).path("summary").asText()).isEqualTo("Number 4");
    assertThat(all.path("items").path(0).path("unit").asText()).isEqualTo("bytes");
    JsonNode part = ann.get(ROOT + "/tasks?state=succeeded&limit=2&offset=1").json();
    assertThat(ids(part)).isEqualTo(made.subList(1, 3));
    assertThat(part.path("total").asInt()).isEqualTo(5);
    assertThat(ann.get(ROOT + "/tasks?state=running").json().path("total").asInt()).isZero();
    assertThat(ann.get(ROOT + "/tasks?type=voices").json().path("total").asInt()).isZero();
    assertThat(ann.get(ROOT + "/tasks?to=2020-01-01").json().path("total").asInt()).isZero();
    assertThat(server.client("tasks-bob").get(ROOT + "/tasks").json().path("total").asInt())
        .isZero();
  }

  @Test
  void aTaskIsShownWithItsRequestItsAnswerAndItsSpeech() {
    Api ann = server.client("task-ann", ACCOUNT, null);
    Map<String, ?> order = Map.of("text", "Hello there", "async", true);
    String id = ann.post("/fish/tts", order).json().path("task_id").asText();
    ann.finishedTask(id);

    JsonNode detail = ann.get(ROOT + "/tasks/" + id).json();

    assertThat(detail.path("task").path("state").asText()).isEqualTo("succeeded");
    assertThat(detail.path("attempts").asInt()).isEqualTo(1);
    assertThat(detail.path("request").path("text").asText()).isEqualTo("Hello there");
    assertThat(detail.path("answer").path("success").asBoolean()).isTrue();
    assertThat(detail.path("callbacks")).isEmpty();
    assertThat(detail.path("voice").isNull()).isTrue();
    assertThat(detail.path("speech").path("seconds").asDouble()).isPositive();
    Api.Reply audio = server.clientWithKey(null).get(detail.path("speech").path("url").asText());
    assertThat(audio.status()).isEqualTo(200);
    assertThat(audio.header("content-type")).isEqualTo("audio/mpeg");

    for (Api other : List.of(server.client("task-bob", ACCOUNT, null), server.client("root"))) {
      assertThat(other.get(ROOT + "/tasks/" + id).http().body())
          .as("as if there were none")
          .asString()
          .contains("There is no such task.");
    }
    assertThat(ann.post("/fish/tasks", Map.of("action", "delete", "id", id)).status())
        .isEqualTo(200);
    assertThat(ann.get(ROOT + "/tasks/" + id).status()).isEqualTo(404);
  }

  @Test
  void aTaskThatMadeAVoiceNamesItUntilItIsDeleted() throws Exception {
    Api ann = server.client("voice-ann", ACCOUNT, null);
    byte[] tone = Recordings.tone(150, 6, 24_000);
    String url = peer.serve("/voice.wav", tone);
    Map<String, ?> order = Map.of("voice_url", url, "title", "Ann's", "async", true);
    String id = ann.post("/fish/voices", order).json().path("task_id").asText();
    ann.finishedTask(id);

    JsonNode voice = ann.get(ROOT + "/tasks/" + id).json().path("voice");
    assertThat(voice.path("title").asText()).isEqualTo("Ann's");
    assertThat(ann.delete("/model/" + voice.path("id").asText()).status()).isEqualTo(200);
    JsonNode after = ann.get(ROOT + "/tasks/" + id).json();
    assertThat(after.path("voice").path("title").isNull()).isTrue();
    assertThat(after.path("answer").path("success").asBoolean()).isFalse();
  }

  @Test
  void aCallbackIsFollowedFromItsFirstRefusalToItsReplay() throws Exception {
    Api ann = server.client("hook-ann", ACCOUNT, null);
    Map<Integer, Integer> statuses = new HashMap<>(Map.of(1, 410));
    peer.answerCallbacks(number -> statuses.getOrDefault(number, 200));
    Map<String, ?> order = Map.of("text", "Hello", "callback_url", peer.url("/hook?token=secret"));
    String task = ann.post("/fish/tts", order).json().path("task_id").asText();
    await().atMost(SOON).until(() -> !ids(ann.get(ROOT + "/webhooks?state=dead").json()).isEmpty());

    JsonNode listed = ann.get(ROOT + "/webhooks?task_id=" + task).json().path("items").path(0);
    String id = listed.path("id").asText();
    assertThat(listed.path("host").asText()).startsWith("127.0.0.1:");
    assertThat(listed.path("url").asText()).endsWith("/hook?token=secret");
    assertThat(listed.path("tries").asInt()).isEqualTo(1);
    assertThat(listed.path("last_try").path("status").asInt()).isEqualTo(410);
    assertThat(listed.path("next_try_at").isNull()).isTrue();

    Api.Reply replayed = ann.post(ROOT + "/webhooks/" + id + "/replay", "{}");
    assertThat(replayed.status()).isEqualTo(202);
    JsonNode delivered =
        await()
            .atMost(SOON)
            .until(
                () -> ann.get(ROOT + "/webhooks/" + id).json(),
                seen -> seen.path("callback").path("state").asText().equals("delivered"));
    assertThat(delivered.path("tries")).hasSize(2);
    JsonNode last = delivered.path("tries").path(0);
    assertThat(last.path("number").asInt()).isEqualTo(2);
    assertThat(last.path("status").asInt()).isEqualTo(200);
    assertThat(delivered.path("body_state").asText()).isEqualTo("kept");
    assertThat(delivered.path("body").asText()).isEqualTo(peer.callbacks().getLast().body());
    JsonNode detail = ann.get(ROOT + "/tasks/" + task).json();
    assertThat(detail.path("callbacks").path(0).path("id").asText()).isEqualTo(id);
    verifies(ann, last.path("headers"), delivered.path("body").asText());
    othersSeeNothingOfIt(id);
  }

  /** What is shown is what receivers check: the official library takes it. */
  private void verifies(Api ann, JsonNode headers, String body) throws Exception {
    String key = ann.get(ROOT + "/keys").json().path("items").path(0).path("id").asText();
    JsonNode secrets = ann.get(ROOT + "/keys/" + key + "/signing-secret").json();
    Map<String, List<String>> sent = new HashMap<>();
    headers
        .properties()
        .forEach(each -> sent.put(each.getKey(), List.of(each.getValue().asText())));
    String secret = secrets.path("secrets").path(0).path("secret").asText();
    new Webhook(secret).verify(body, HttpHeaders.of(sent, (name, value) -> true));

    JsonNode rotated =
        ann.post(ROOT + "/keys/" + key + "/signing-secret/rotate", Map.of("grace_seconds", 60))
            .json()
            .path("secrets");
    assertThat(rotated).hasSize(2);
    assertThat(rotated.path(0).path("retires_at").isNull()).isTrue();
    assertThat(rotated.path(1).path("secret").asText()).isEqualTo(secret);
    assertThat(
            ann.post(ROOT + "/keys/" + key + "/signing-secret/rotate", Map.of("grace_seconds", -1))
                .status())
        .isEqualTo(400);
    Api bob = server.client("hook-bob", ACCOUNT, null);
    assertThat(bob.get(ROOT + "/keys/" + key + "/signing-secret").status()).isEqualTo(404);
    assertThat(server.client("root").get(ROOT + "/keys/" + key + "/signing-secret").status())
        .isEqualTo(200);
  }

  private void othersSeeNothingOfIt(String id) {
    Api bob = server.client("hook-bob", ACCOUNT, null);
    assertThat(bob.get(ROOT + "/webhooks").json().path("total").asInt()).isZero();
    assertThat(bob.get(ROOT + "/webhooks/" + id).status()).isEqualTo(404);
    assertThat(bob.post(ROOT + "/webhooks/" + id + "/replay", "{}").status()).isEqualTo(404);
    Api admin = server.client("hook-root");
    JsonNode seen = admin.get(ROOT + "/webhooks/" + id).json();
    assertThat(seen.path("tries")).hasSize(2);
    assertThat(seen.path("body").isNull()).isTrue();
    assertThat(seen.path("body_state").asText()).isEqualTo("withheld");
    assertThat(ids(admin.get(ROOT + "/webhooks?everybody=true&limit=200").json())).contains(id);
    Api manager = server.client("hook-ann", Set.of(Scope.MANAGE), null);
    assertThat(manager.get(ROOT + "/webhooks/" + id).json().path("body_state").asText())
        .as("a key that may not read tasks reads no bodies")
        .isEqualTo("withheld");
  }

  @Test
  void hostileIdsFindNothing() {
    Api admin = server.client("hostile");
    String odd = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);
    for (String path :
        List.of("/tasks/" + odd, "/webhooks/" + odd, "/keys/" + odd + "/signing-secret")) {
      assertThat(admin.get(ROOT + path).status()).as(path).isIn(400, 404);
    }
    assertThat(admin.get(ROOT + "/webhooks?task_id=" + odd).json().path("total").asInt()).isZero();
    assertThat(admin.get(ROOT + "/usage?key=" + odd).json().path("rows")).isEmpty();
  }

  private static String owner(String name) {
    return "%032x".formatted(name.hashCode() & 0xFFFFFFFFL);
  }

  private TokenSummary tokenOf(String name) {
    return server.services.tokens.list(owner(name)).getFirst();
  }

  private List<UsageEntry> entries(String name) {
    return server.services.usage.page(UsageQuery.all().ofOwner(owner(name))).entries();
  }

  private static JsonNode key(JsonNode keys, String name) {
    for (JsonNode key : keys.path("items")) {
      if (key.path("name").asText().equals(name)) {
        return key;
      }
    }
    throw new AssertionError("no key " + name + " in " + keys);
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("items").forEach(item -> ids.add(item.path("id").asText()));
    return ids;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static long sum(JsonNode usage, String name) {
    long sum = 0;
    for (JsonNode row : usage.path("rows")) {
      sum += row.path(name).asLong();
    }
    return sum;
  }
}
