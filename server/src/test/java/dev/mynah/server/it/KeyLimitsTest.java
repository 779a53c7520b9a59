package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.testing.Books;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenSummary;
import dev.mynah.server.usage.UsageEntry;
import dev.mynah.server.usage.UsageQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What keys with limits are told, and what they are charged, over a real socket. */
@TestInstance(Lifecycle.PER_CLASS)
final class KeyLimitsTest {
  private static final Map<String, String> GREETING = Map.of("text", "Grüße"); // 7 bytes

  private TestServer server;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    server = TestServer.start(folder);
  }

  @AfterEach
  void booksBalance() {
    server.engine.release();
    Books.areBalanced(server.services.database);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aKeyWithOneRequestInFlightIsToldToWait() throws Exception {
    Api client = server.client("narrow", settings -> settings.withConcurrency(1));
    server.engine.hold();
    CompletableFuture<Api.Reply> first = client.postLater("/fish/tts", GREETING);
    await().atMost(Duration.ofSeconds(20)).until(() -> server.engine.speaking() == 1);
    for (String path : List.of("/fish/tts", "/fish/audios", "/fish/voices", "/fish/model")) {
      Api.Reply refused = client.post(path, Map.of());
      assertThat(refused.status()).as(path).isEqualTo(429);
      assertThat(refused.code()).isEqualTo("too_many_requests");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
      assertThat(refused.header("X-RateLimit-Limit")).isEqualTo("1");
      assertThat(refused.header("X-RateLimit-Remaining")).isEqualTo("0");
      assertThat(refused.header("X-RateLimit-Reset")).isEqualTo("1");
    }
    assertThat(client.get("/fish/model").status()).as("looking is free").isEqualTo(200);
    assertThat(client.post("/fish/tasks", Map.of("id", "x")).status()).isEqualTo(200);
    server.engine.release();
    Api.Reply answered = first.get(20, TimeUnit.SECONDS);
    assertThat(answered.status()).isEqualTo(200);
    assertThat(answered.header("X-RateLimit-Limit")).isEqualTo("1");
    assertThat(answered.header("X-RateLimit-Remaining")).isEqualTo("0");
    assertThat(client.post("/fish/tts", GREETING).status()).as("given back").isEqualTo(200);
  }

  @Test
  void aKeyWithoutALimitHearsOfNone() {
    Api.Reply reply = server.client("wide").post("/fish/tts", GREETING);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.http().headers().map())
        .doesNotContainKeys("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset");
  }

  @Test
  void theWrongScopeIsRefusedBeforeAnythingIsCounted() {
    Api client = server.client("listener", Set.of(Scope.SPEAK), null);
    Api.Reply refused = client.post("/fish/voices", Map.of());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.code()).isEqualTo("token_mismatched");
  }

  @Test
  void bytesOfTextAreChargedUntilTheCreditIsUsedUp() {
    Api client = server.client("poor", settings -> settings.withCreditLimit(20L));
    assertThat(client.post("/fish/tts", Map.of("text", "Привет")).status())
        .as("12 bytes nobody here speaks")
        .isEqualTo(400);
    assertThat(client.post("/fish/tts", GREETING).status()).isEqualTo(200);
    Api.Reply later = client.post("/fish/tts", Map.of("text", "Grüße", "async", true));
    assertThat(client.finishedTask(later.json().path("task_id").asText()).path("response"))
        .isNotEmpty();
    for (Map<String, ?> order : List.of(GREETING, Map.of("text", "Grüße", "async", true))) {
      Api.Reply refused = client.post("/fish/tts", order);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.code()).isEqualTo("used_up");
      assertThat(refused.message()).contains("credit");
    }
    assertThat(client.post("/fish/tts", Map.of("text", "Last 6")).status()).isEqualTo(200);

    TokenSummary key = key("poor");
    assertThat(key.creditUsed()).isEqualTo(20);
    assertThat(key.creditReserved()).isZero();
    List<UsageEntry> entries =
        server.services.usage.page(UsageQuery.all().ofToken(key.id())).entries();
    assertThat(entries).extracting(UsageEntry::amount).containsExactly(6L, 7L, 7L, 0L);
    assertThat(entries).extracting(UsageEntry::remaining).containsExactly(0L, 6L, 13L, 20L);
    assertThat(entries.getLast().error()).isEqualTo(ErrorCode.UNSUPPORTED_LANGUAGE);
  }

  /** Ten callers at once with credit for three: three are answered, whoever they are. */
  @Test
  void callersAtTheSameTimeCanNotOverspend() throws Exception {
    Api client = server.client("crowd", settings -> settings.withCreditLimit(21L));
    server.engine.hold();
    List<CompletableFuture<Api.Reply>> crowd =
        IntStream.range(0, 10).mapToObj(i -> client.postLater("/fish/tts", GREETING)).toList();
    await().atMost(Duration.ofSeconds(20)).until(() -> server.engine.speaking() == 2);
    server.engine.release();
    int answered = 0;
    for (CompletableFuture<Api.Reply> one : crowd) {
      Api.Reply reply = one.get(20, TimeUnit.SECONDS);
      assertThat(reply.status()).isIn(200, 403);
      answered += reply.status() == 200 ? 1 : 0;
    }
    assertThat(answered).isEqualTo(3);
    assertThat(key("crowd").creditUsed()).isEqualTo(21);
  }

  private TokenSummary key(String name) {
    return server.services.tokens.list().stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
