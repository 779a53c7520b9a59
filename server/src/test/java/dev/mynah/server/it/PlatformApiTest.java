package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.audit.Actor;
import dev.mynah.server.audit.AuditEvent;
import dev.mynah.server.audit.AuditQuery;
import dev.mynah.server.audit.Subject;
import dev.mynah.server.http.wire.WireIds;
import dev.mynah.server.testing.Services;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys, applications and usage from outside: section 1.11 of the contract. */
final class PlatformApiTest {
  private static final String ROOT = "/api/v1";
  private static final Set<Scope> ACCOUNT = EnumSet.of(Scope.SPEAK, Scope.CLONE, Scope.MANAGE);
  private static final String UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String FISH = "caf99abc-ddcf-4714-b2a5-862d9b469509";

  @TempDir private Path folder;
  private TestServer server;
  private Api ann;
  private Api bob;
  private Api admin;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.start(folder);
    ann = server.client("ann", ACCOUNT, null);
    bob = server.client("bob", ACCOUNT, null);
    admin = server.client("root");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aPlatformTokenLooksAfterKeysAndNothingElse() {
    Api.Reply made = ann.post(ROOT + "/platform-tokens/", Map.of());

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("token").asText()).matches("platform-v1-[0-9a-f]{64}");
    assertThat(made.json().path("id").asText()).matches(UUID);
    assertThat(made.json().path("user_id").asText()).matches(UUID);
    assertThat(fields(made.json()))
        .contains("expiration", "used_at", "created_at", "updated_at", "scopes");
    Api platform = server.clientWithKey(made.json().path("token").asText());
    assertThat(platform.get(ROOT + "/credentials/").status()).isEqualTo(200);
    for (Api.Reply refused :
        List.of(
            platform.post("/fish/tts", Map.of("text", "Hello")),
            platform.post("/fish/voices", Map.of("voice_url", "https://example.com/a.wav")),
            platform.post("/fish/tasks", Map.of("ids", List.of(), "action", "retrieve_batch")),
            platform.get("/fish/model"))) {
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.code()).isEqualTo("token_mismatched");
    }
  }

  @Test
  void aKeyWithoutManageIsRefusedHere() {
    Api speaker = server.client("ann", EnumSet.of(Scope.SPEAK, Scope.CLONE), null);
    for (String path :
        List.of("/platform-tokens/", "/credentials/", "/applications/", "/usage/apis/")) {
      Api.Reply refused = speaker.get(ROOT + path);
      assertThat(refused.status()).as(path).isEqualTo(401);
      assertThat(refused.code()).as(path).isEqualTo("token_mismatched");
      assertThat(refused.message()).as(path).startsWith("token and api does not match.");
      assertThat(refused.json().path("trace_id").asText()).as(path).matches(UUID);
    }
    assertThat(server.clientWithKey(null).get(ROOT + "/credentials/").code())
        .isEqualTo("invalid_token");
    assertThat(server.clientWithKey("nonsense").get(ROOT + "/credentials/").status())
        .isEqualTo(401);
  }

  @Test
  void listsPlatformTokensMaskedAndRevokesThem() {
    String token = platformToken(ann).key();
    JsonNode list = ann.get(ROOT + "/platform-tokens/?user_id=me&limit=5").json();

    assertThat(list.path("count").asInt()).isEqualTo(1);
    assertThat(list.path("items")).isEqualTo(list.path("results"));
    assertThat(list.toString()).doesNotContain(token);
    assertThat(token).startsWith(list.at("/items/0/token").asText().replace("...", ""));
    String id = list.at("/items/0/id").asText();
    assertThat(bob.delete(ROOT + "/platform-tokens/" + id + "/").status()).isEqualTo(404);
    assertThat(ann.delete(ROOT + "/platform-tokens/" + id + "/").json().path("deleted").asBoolean())
        .isTrue();
    assertThat(ann.delete(ROOT + "/platform-tokens/" + id + "/").status()).isEqualTo(404);
    assertThat(server.clientWithKey(token).get(ROOT + "/credentials/").status()).isEqualTo(401);
  }

  @Test
  void tellsWhoAPlatformTokenStandsFor() {
    JsonNode subject = platformToken(ann).get(ROOT + "/platform-tokens/me/").json();
    assertThat(subject.path("id").asText()).isEqualTo(user(ann));
    assertThat(subject.path("permissions")).hasSize(1);
    assertThat(subject.at("/permissions/0").asText()).isEqualTo("manage");
  }

  @Test
  void makesACredentialThatSpeaksAndShowsItOnce() {
    Api platform = platformToken(ann);
    Instant end = Instant.parse("2039-01-02T03:04:05Z");
    Api.Reply made =
        platform.post(
            ROOT + "/credentials/",
            Map.of(
                "application_id",
                user(ann),
                "name",
                "Zeitung",
                "limited_amount",
                100.0,
                "expired_at",
                end.toString()));

    assertThat(made.status()).isEqualTo(201);
    JsonNode credential = made.json();
    String key = credential.path("token").asText();
    assertThat(credential.path("type").asText()).isEqualTo("Token");
    assertThat(credential.path("name").asText()).isEqualTo("Zeitung");
    assertThat(credential.path("limited_amount").asLong()).isEqualTo(100);
    assertThat(credential.path("used_amount").asLong()).isZero();
    assertThat(credential.path("expired_at").asText()).isEqualTo(end.toString());
    assertThat(texts(credential.path("scopes"))).containsExactly("speak", "clone");
    assertThat(credential.path("username").isNull()).isTrue();
    assertThat(server.clientWithKey(key).post("/fish/tts", Map.of("text", "Hello")).status())
        .isEqualTo(200);
    JsonNode shown = platform.get(ROOT + "/credentials/" + credential.path("id").asText()).json();
    assertThat(shown.toString()).doesNotContain(key);
    assertThat(shown.path("used_amount").asLong()).isEqualTo(5);
    assertThat(shown.path("remaining_amount").asLong()).isEqualTo(95);
    assertThat(platform.get(ROOT + "/credentials/").json().toString()).doesNotContain(key);
  }

  @Test
  void aCredentialIsRotatedChangedAndRevoked() {
    Api platform = platformToken(ann);
    JsonNode made = credential(platform, user(ann), Map.of()).json();
    String path = ROOT + "/credentials/" + made.path("id").asText();

    Api.Reply rotated = platform.post(path + "/rotate/", "");

    assertThat(rotated.status()).isEqualTo(200);
    assertThat(rotated.json().path("id")).isEqualTo(made.path("id"));
    Api old = server.clientWithKey(made.path("token").asText());
    Api fresh = server.clientWithKey(rotated.json().path("token").asText());
    assertThat(old.get("/fish/model").status()).isEqualTo(401);
    assertThat(fresh.get("/fish/model").status()).isEqualTo(200);
    JsonNode changed =
        platform
            .patch(path, "{\"name\":\"other\",\"limited_amount\":7,\"scopes\":[\"speak\"]}")
            .json();
    assertThat(changed.path("name").asText()).isEqualTo("other");
    assertThat(changed.path("limited_amount").asLong()).isEqualTo(7);
    assertThat(texts(changed.path("scopes"))).containsExactly("speak");
    JsonNode freed = platform.patch(path, "{\"limited_amount\":null}").json();
    assertThat(freed.path("limited_amount").isNull()).isTrue();
    assertThat(freed.path("name").asText()).isEqualTo("other");
    assertThat(platform.delete(path + "/").json().path("deleted").asBoolean()).isTrue();
    assertThat(fresh.get("/fish/model").status()).isEqualTo(401);
    assertThat(platform.get(path).status()).isEqualTo(404);
    assertThat(platform.delete(path + "/").status()).isEqualTo(404);
    assertThat(platform.post(path + "/rotate/", "").status()).isEqualTo(404);
  }

  @Test
  void foreignAndMissingCredentialsAreTheSame404() {
    String id = credential(ann, user(ann), Map.of()).json().path("id").asText();
    String missing = "00000000-0000-4000-8000-000000000000";
    for (String path : List.of("/credentials/%s", "/credentials/%s/rotate/")) {
      Api.Reply foreign = reply(bob, path, id);
      Api.Reply none = reply(bob, path, missing);
      assertThat(foreign.status()).isEqualTo(404);
      assertThat(foreign.code()).isEqualTo("not_found");
      assertThat(foreign.json().path("error")).isEqualTo(none.json().path("error"));
    }
    assertThat(bob.delete(ROOT + "/credentials/" + id).status()).isEqualTo(404);
    assertThat(credential(bob, user(ann), Map.of()).status()).isEqualTo(404);
    assertThat(bob.get(ROOT + "/applications/" + user(ann)).status()).isEqualTo(404);
    assertThat(bob.get(ROOT + "/applications/" + missing).status()).isEqualTo(404);
    assertThat(ann.get(ROOT + "/credentials/" + id.replace("-", "")).status()).isEqualTo(200);
  }

  private static Api.Reply reply(Api client, String path, String id) {
    String filled = ROOT + path.formatted(id);
    return path.endsWith("rotate/") ? client.post(filled, "") : client.get(filled);
  }

  @Test
  void noKeyGetsMoreThanItsMakerHas() {
    Api manager = server.client("ann", EnumSet.of(Scope.MANAGE), null);
    assertThat(refusal(credential(manager, user(ann), Map.of("scopes", List.of("speak")))))
        .isEqualTo("403 permission_denied");
    assertThat(refusal(manager.post(ROOT + "/platform-tokens/", "")))
        .isEqualTo("403 permission_denied");
    assertThat(refusal(credential(ann, user(ann), Map.of("scopes", List.of("admin")))))
        .isEqualTo("403 permission_denied");
    assertThat(
            refusal(credential(platformToken(ann), user(ann), Map.of("scopes", List.of("admin")))))
        .isEqualTo("403 permission_denied");
    // A key that can do more is not made known to one that can do less.
    String strong = credential(ann, user(ann), Map.of()).json().path("id").asText();
    assertThat(refusal(manager.post(ROOT + "/credentials/" + strong + "/rotate/", "")))
        .isEqualTo("403 permission_denied");
    // Nor does a key whose own time or credit is limited hand out more of either.
    Api shortLived = server.client("ann", ACCOUNT, Instant.now().plus(Duration.ofHours(1)));
    assertThat(
            refusal(
                credential(shortLived, user(ann), Map.of("expired_at", "2039-01-01T00:00:00Z"))))
        .isEqualTo("403 permission_denied");
    assertThat(credential(shortLived, user(ann), Map.of()).json().path("expired_at").asText())
        .isNotEmpty();
    Api limited =
        server.clientWithKey(
            credential(
                    ann,
                    user(ann),
                    Map.of("limited_amount", 10, "scopes", List.of("speak", "clone", "manage")))
                .json()
                .path("token")
                .asText());
    assertThat(refusal(credential(limited, user(ann), Map.of())))
        .isEqualTo("403 permission_denied");
    assertThat(refusal(limited.post(ROOT + "/platform-tokens/", "")))
        .isEqualTo("403 permission_denied");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"limited_amount\":-1}|limited_amount",
        "{\"limited_amount\":1.5}|limited_amount",
        "{\"limited_amount\":\"many\"}|limited_amount",
        "{\"expired_at\":\"tomorrow\"}|expired_at",
        "{\"expired_at\":\"2001-01-01T00:00:00Z\"}|expired_at",
        "{\"host\":\"example.com\"}|host",
        "{\"type\":\"Identity\"}|type",
        "{\"for_user_id\":\"x\"}|for_user_id",
        "{\"allowed_api_ids\":[\"x\"]}|allowed_api_ids",
        "{\"scopes\":[]}|scopes",
        "{\"scopes\":[\"everything\"]}|scopes",
        "{\"name\":5}|name",
      })
  void namesTheFieldOfABadCredential(String fields, String field) {
    String body = fields.replaceFirst("\\{", "{\"application_id\":\"" + user(ann) + "\",");
    Api.Reply refused = ann.post(ROOT + "/credentials/", body);
    assertThat(refusal(refused)).isEqualTo("400 bad_request");
    assertThat(refused.message()).startsWith(field + " ");
  }

  @Test
  void anApplicationIsAnOwnersUse() {
    spend(ann, "Hello");
    JsonNode list = ann.get(ROOT + "/applications/?user_id=me&service_id=" + FISH).json();

    assertThat(list.path("count").asInt()).isEqualTo(1);
    JsonNode application = list.at("/results/0");
    assertThat(list.at("/items/0")).isEqualTo(application);
    assertThat(fields(application))
        .contains(
            "id",
            "user_id",
            "service_id",
            "type",
            "scope",
            "remaining_amount",
            "used_amount",
            "paid",
            "disabled",
            "allow_consume_global",
            "expired_at",
            "credentials",
            "packages",
            "service",
            "tags",
            "metadata",
            "created_at",
            "updated_at");
    assertThat(application.path("used_amount").asLong()).isEqualTo(5);
    assertThat(application.path("remaining_amount").isNull()).isTrue();
    assertThat(application.at("/service/alias").asText()).isEqualTo("fish");
    String id = application.path("id").asText();
    assertThat(ann.get(ROOT + "/applications/" + id + "/").json()).isEqualTo(application);
    Api.Reply made = ann.post(ROOT + "/applications/", Map.of("service_id", FISH));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("id").asText()).isEqualTo(id);
    assertThat(ann.get(ROOT + "/applications/?user_id=me&type=Period").json().path("count").asInt())
        .isZero();
    assertThat(refusal(ann.post(ROOT + "/applications/", "{}"))).isEqualTo("400 bad_request");
    assertThat(refusal(ann.post(ROOT + "/applications/", Map.of("service_id", "suno"))))
        .isEqualTo("404 not_found");
  }

  @Test
  void onlyAdministratorsSeeOthers() {
    spend(bob, "Hi");
    assertThat(refusal(ann.get(ROOT + "/applications/"))).isEqualTo("403 permission_denied");
    for (String path : List.of("/applications/", "/credentials/", "/usage/apis/")) {
      assertThat(refusal(ann.get(ROOT + path + "?user_id=" + user(bob))))
          .as(path)
          .isEqualTo("403 permission_denied");
      JsonNode seen = admin.get(ROOT + path + "?user_id=" + user(bob)).json();
      assertThat(seen.path("count").asInt()).as(path).isEqualTo(1);
      assertThat(seen.at("/items/0/user_id").asText()).as(path).isEqualTo(user(bob));
    }
    assertThat(admin.get(ROOT + "/applications/").json().path("count").asInt()).isEqualTo(3);
    JsonNode granted = credential(admin, user(bob), Map.of("limited_amount", 3)).json();
    assertThat(granted.path("user_id").asText()).isEqualTo(user(bob));
  }

  @Test
  void usageIsFilteredPagedAndOrdered() {
    spend(ann, "Hello");
    spend(ann, "Hello you");
    Api.Reply failed = ann.post("/fish/tts", Map.of("text", "x", "reference_id", "0".repeat(32)));
    assertThat(failed.status()).isGreaterThanOrEqualTo(400);

    JsonNode all = ann.get(ROOT + "/usage/apis/?user_id=me").json();

    assertThat(all.path("count").asInt()).isEqualTo(2);
    JsonNode newest = all.at("/items/0");
    assertThat(newest.path("deducted_amount").asLong()).isEqualTo(9);
    assertThat(newest.path("status_code").asInt()).isEqualTo(200);
    assertThat(newest.at("/api/path").asText()).isEqualTo("/fish/tts");
    assertThat(newest.path("remaining_amount").isNull()).isTrue();
    assertThat(newest.path("elapsed").isNumber()).isTrue();
    JsonNode oldest = ann.get(ROOT + "/usage/apis?ordering=created_at&limit=1").json();
    assertThat(oldest.path("count").asInt()).isEqualTo(2);
    assertThat(oldest.path("items")).hasSize(1);
    assertThat(oldest.at("/items/0")).isEqualTo(all.at("/items/1"));
    assertThat(ann.get(ROOT + "/usage/apis/?limit=1&offset=1").json().at("/items/0"))
        .isEqualTo(all.at("/items/1"));
    assertThat(ann.get(ROOT + "/usage/apis/" + newest.path("id").asText()).json())
        .isEqualTo(newest);
    assertThat(bob.get(ROOT + "/usage/apis/" + newest.path("id").asText()).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "api_id=77adcb84-d59f-5ef9-b8a0-8b35eb42a71d,1",
    "api_id=82dcabe9-b1a3-541f-80f1-decb183b920c,0",
    "api_id=82dcabe9-b1a3-541f-80f1-decb183b920c&api_id=77adcb84-d59f-5ef9-b8a0-8b35eb42a71d,1",
    "api_id=unknown,0",
    "status_code=200,1",
    "status_code=500,0",
    "status_code=404&status_code=200,1",
    "status_code=299,0",
    "created_at_from=2020-01-01,1",
    "created_at_from=2039-01-01T00:00:00%2B01:00,0",
    "created_at_to=2020-01-01T00:00:00Z,0",
    "created_at_to=2039-01-01T00:00:00.5,1",
    "service_id=caf99abc-ddcf-4714-b2a5-862d9b469509,1",
    "service_id=other,0",
    "application_id=00000000-0000-4000-8000-000000000000,0",
    "credential_id=00000000-0000-4000-8000-000000000000,0",
    "trace_id=nothing,0",
    "perspective=both&unknown=1,1",
  })
  void usageIsFound(String query, int count) {
    spend(ann, "Hello");
    Api.Reply reply = ann.get(ROOT + "/usage/apis/?" + query);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("count").asInt()).isEqualTo(count);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=-1",
        "limit=many",
        "offset=-1",
        "offset=99999999999",
        "ordering=amount",
        "created_at_from=yesterday",
        "created_at_to=2020-13-01",
      })
  void aBadQueryIsNamed(String query) {
    Api.Reply refused = ann.get(ROOT + "/usage/apis/?" + query);
    assertThat(refusal(refused)).isEqualTo("400 bad_request");
    assertThat(refused.message()).startsWith(query.substring(0, query.indexOf('=')));
  }

  @Test
  void usageIsSummedUpAndExported() {
    spend(ann, "Hello");
    spend(ann, "Hello");
    JsonNode sums = ann.get(ROOT + "/usage/apis/aggregate/?user_id=me").json();
    assertThat(sums.path("total").asLong()).isEqualTo(10);
    assertThat(sums.at("/results/0/amount").asLong()).isEqualTo(10);
    assertThat(sums.at("/items/0/date").asText()).matches("\\d{4}-\\d\\d-\\d\\d");
    String api = sums.at("/results/0/api_id").asText();
    assertThat(sums.path("api_map").path(api).path("path").asText()).isEqualTo("/fish/tts");
    JsonNode codes = ann.get(ROOT + "/usage/apis/status-codes/").json();
    assertThat(codes.path("results")).hasSize(1);
    assertThat(codes.at("/results/0").asInt()).isEqualTo(200);

    Api.Reply export = ann.get(ROOT + "/usage/apis/export/");

    assertThat(export.header("content-type")).startsWith("text/csv");
    assertThat(export.header("content-disposition")).contains("usage.csv");
    String[] lines = new String(export.http().body(), StandardCharsets.UTF_8).split("\r\n", -1);
    assertThat(lines).hasSize(4); // names, two rows, the end of the last
    assertThat(lines[0]).startsWith("id,created_at,user_id,");
    assertThat(lines[1]).contains(",/fish/tts,200,,5,5,,");
    assertThat(lines[3]).isEmpty();
    assertThat(
            new String(bob.get(ROOT + "/usage/apis/export").http().body(), StandardCharsets.UTF_8))
        .hasLineCount(1);
  }

  @Test
  void theCatalogueIsOpen() {
    Api nobody = server.clientWithKey(null);
    JsonNode models = nobody.get(ROOT + "/models/").json();
    assertThat(models.path("items").findValuesAsText("id")).contains("s1", "s2-pro");
    assertThat(nobody.get(ROOT + "/config/").json().at("/limits/max_file_bytes").asLong())
        .isPositive();
    assertThat(nobody.get(ROOT + "/services/").json().at("/items/0/alias").asText())
        .isEqualTo("fish");
    assertThat(nobody.get(ROOT + "/services/fish/").json().path("id").asText()).isEqualTo(FISH);
    assertThat(nobody.get(ROOT + "/services/suno").status()).isEqualTo(404);
    assertThat(nobody.get(ROOT + "/apis/?path=/fish/tts").json().path("count").asInt())
        .isEqualTo(1);
  }

  @Test
  void unknownPathsAndMethodsAreTold() {
    assertThat(refusal(ann.get(ROOT + "/orders/"))).isEqualTo("404 no_api");
    assertThat(refusal(ann.get(ROOT))).isEqualTo("404 no_api");
    assertThat(refusal(ann.delete(ROOT + "/credentials/"))).isEqualTo("400 api_not_implemented");
    assertThat(refusal(ann.post(ROOT + "/credentials/", "[]"))).isEqualTo("400 bad_request");
    assertThat(refusal(ann.post(ROOT + "/credentials/", "{}"))).isEqualTo("400 bad_request");
  }

  @Test
  void aRepeatedRequestMakesOneCredential() {
    String path = ROOT + "/credentials/";
    Map<String, String> order = Map.of("application_id", user(ann), "name", "Zeitung");
    assertThat(refusal(ann.postOnce("a", path, Map.of("application_id", user(bob)))))
        .isEqualTo("404 not_found"); // what is refused leaves its key free

    Api.Reply made = ann.postOnce("a", path, order);
    Api.Reply again = ann.postOnce("a", ROOT + "/credentials", order);

    assertThat(made.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json().path("id")).isEqualTo(made.json().path("id"));
    String secret = made.json().path("token").asText();
    String masked = again.json().path("token").asText();
    assertThat(masked).endsWith("...").isNotEqualTo(secret);
    assertThat(secret).startsWith(masked.replace("...", ""));
    assertThat(ann.get(path).json().path("count").asInt()).isEqualTo(2); // the caller's own, and it
    Api.Reply other = ann.postOnce("a", path, Map.of("application_id", user(ann)));
    assertThat(refusal(other)).isEqualTo("400 bad_request");
    assertThat(other.message()).isEqualTo("Idempotency-Key was used for another request.");
    assertThat(refusal(ann.postOnce("a", ROOT + "/platform-tokens/", order)))
        .isEqualTo("400 bad_request");
    assertThat(refusal(ann.postOnce(" ", path, order))).isEqualTo("400 bad_request");
    Api.Reply bobs = bob.postOnce("a", path, Map.of("application_id", user(bob)));
    assertThat(bobs.status()).isEqualTo(201);
    ann.delete(path + made.json().path("id").asText());
    assertThat(refusal(ann.postOnce("a", path, order))).isEqualTo("404 not_found");
    assertThat(ann.get(path).json().path("count").asInt()).isEqualTo(1);
  }

  @Test
  void sameRequestsAtOnceMakeOneCredential() throws Exception {
    Map<String, String> order = Map.of("application_id", user(ann));
    Set<String> ids = new HashSet<>();
    int secrets = 0;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Api.Reply>> calls = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        calls.add(callers.submit(() -> ann.postOnce("a", ROOT + "/credentials/", order)));
      }
      for (Future<Api.Reply> call : calls) {
        Api.Reply reply = call.get(60, TimeUnit.SECONDS);
        assertThat(reply.status()).as("%s", reply.json()).isEqualTo(201);
        ids.add(reply.json().path("id").asText());
        secrets += reply.json().path("token").asText().endsWith("...") ? 0 : 1;
      }
    }
    assertThat(ids).hasSize(1);
    assertThat(secrets).isEqualTo(1);
    Subject made = Subject.token(WireIds.ours(ids.iterator().next()));
    assertThat(server.services.audit.list(AuditQuery.of(made))).hasSize(1);
  }

  @Test
  void aRepeatedRequestMakesOnePlatformTokenAndNamesOneApplication() {
    String path = ROOT + "/platform-tokens/";
    JsonNode made = ann.postOnce("a", path, Map.of()).json();
    JsonNode again = ann.postOnce("a", path, Map.of()).json();
    assertThat(made.path("token").asText()).matches("platform-v1-[0-9a-f]{64}");
    assertThat(again.path("id")).isEqualTo(made.path("id"));
    assertThat(again.path("token").asText()).endsWith("...");
    assertThat(ann.get(path).json().path("count").asInt()).isEqualTo(1);

    Map<String, String> order = Map.of("service_id", FISH);
    Api.Reply application = ann.postOnce("b", ROOT + "/applications/", order);
    assertThat(application.status()).isEqualTo(201);
    assertThat(ann.postOnce("b", ROOT + "/applications/", order).json().path("id"))
        .isEqualTo(application.json().path("id"));
    Map<String, String> other = Map.of("service_id", FISH, "scope", "Global");
    assertThat(refusal(ann.postOnce("b", ROOT + "/applications/", other)))
        .isEqualTo("400 bad_request");
  }

  @Test
  void theKeysOfAdministratorsAreLeftAlone() {
    Api boss = server.client("ann"); // a key of the same owner that may do everything
    String token = boss.post(ROOT + "/platform-tokens/", "").json().path("id").asText();
    String path = ROOT + "/credentials/" + ownId(boss);

    for (Api caller : List.of(ann, platformToken(ann))) {
      assertThat(refusal(caller.patch(path, "{\"scopes\":[\"speak\"]}")))
          .isEqualTo("403 permission_denied");
      assertThat(refusal(caller.delete(path))).isEqualTo("403 permission_denied");
      assertThat(refusal(caller.post(path + "/rotate/", ""))).isEqualTo("403 permission_denied");
      assertThat(refusal(caller.delete(ROOT + "/platform-tokens/" + token)))
          .isEqualTo("403 permission_denied");
    }
    assertThat(boss.get(path).json().path("scopes")).hasSize(4);
    assertThat(boss.delete(ROOT + "/platform-tokens/" + token).status()).isEqualTo(200);
    assertThat(boss.delete(path).status()).isEqualTo(200);
    assertThat(boss.get(path).status()).isEqualTo(401);
  }

  @Test
  void aKeyWithLimitedRequestsInFlightHandsOutNoMoreOfThem() {
    Api narrow = server.client("ann", KeySettings.of("narrow", ACCOUNT).withConcurrency(2));
    String path = ROOT + "/credentials/" + ownId(narrow);

    assertThat(refusal(credential(narrow, user(ann), Map.of()))).isEqualTo("403 permission_denied");
    assertThat(refusal(narrow.post(ROOT + "/platform-tokens/", "")))
        .isEqualTo("403 permission_denied");
    for (String wish : List.of("0", "3", "null")) {
      assertThat(refusal(narrow.patch(path, "{\"concurrency\":" + wish + "}")))
          .isEqualTo("403 permission_denied");
    }
    TokenSummary key = server.services.tokens.find(WireIds.ours(ownId(narrow))).orElseThrow();
    assertThat(key.concurrency()).isEqualTo(2);
    assertThat(admin.patch(path, "{\"concurrency\":null}").status()).isEqualTo(200);
    key = server.services.tokens.find(key.id()).orElseThrow();
    assertThat(key.concurrency()).isNull();
  }

  @Test
  void everyChangeOfAKeyIsWrittenDownWithWhoMadeIt() {
    Api platform = platformToken(ann);
    String platformId = ann.get(ROOT + "/platform-tokens/").json().at("/items/0/id").asText();
    JsonNode made = credential(platform, user(ann), Map.of("name", "TopSecretName")).json();
    String path = ROOT + "/credentials/" + made.path("id").asText();
    platform.patch(path, "{\"name\":\"other\",\"limited_amount\":5}");
    JsonNode rotated = platform.post(path + "/rotate/", "{\"grace_seconds\":60}").json();
    platform.delete(path);
    ann.delete(ROOT + "/platform-tokens/" + platformId);

    List<AuditEvent> events = eventsOf(made.path("id").asText());
    assertThat(events)
        .extracting(AuditEvent::action)
        .containsExactlyInAnyOrder("token.create", "token.update", "token.rotate", "token.revoke");
    assertThat(events)
        .extracting(AuditEvent::actor)
        .containsOnly(new Actor(WireIds.ours(user(ann)), WireIds.ours(platformId)));
    assertThat(events.toString())
        .doesNotContain(
            "TopSecretName", made.path("token").asText(), rotated.path("token").asText())
        .contains("\"credit_limit\":\"5\"", "\"grace_seconds\":60");
    assertThat(eventsOf(platformId))
        .extracting(AuditEvent::actor)
        .hasSize(2)
        .containsOnly(new Actor(WireIds.ours(user(ann)), WireIds.ours(ownId(ann))));
  }

  private List<AuditEvent> eventsOf(String tokenId) {
    return server.services.audit.list(AuditQuery.of(Subject.token(WireIds.ours(tokenId))));
  }

  /** Returns the id of the very key a client shows. */
  private String ownId(Api client) {
    return WireIds.shown(server.services.tokens.authenticate(client.key()).tokenId());
  }

  private static Api.Reply credential(Api maker, String application, Map<String, ?> fields) {
    Map<String, Object> body = new HashMap<>(fields);
    body.put("application_id", application);
    return maker.post(ROOT + "/credentials/", body);
  }

  private Api platformToken(Api maker) {
    JsonNode made = maker.post(ROOT + "/platform-tokens/", Map.of()).json();
    return server.clientWithKey(made.path("token").asText());
  }

  private static String user(Api client) {
    return client.get(ROOT + "/platform-tokens/me").json().path("id").asText();
  }

  private static void spend(Api client, String text) {
    Api.Reply spoken =
        client.post("/fish/tts", Map.of("text", text, "reference_id", Services.PRESET_ID));
    assertThat(spoken.status()).isEqualTo(200);
  }

  private static String refusal(Api.Reply reply) {
    return reply.status() + " " + reply.code();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(node -> texts.add(node.asText()));
    return texts;
  }

  private static List<String> fields(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
