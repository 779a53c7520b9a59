package dev.mynah.server.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.server.audit.AuditEvent;
import dev.mynah.server.audit.AuditLog;
import dev.mynah.server.audit.AuditQuery;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.usage.UsageLedger;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on keys and their use, beside a server that has the data folder open. */
class KeyCommandsTest {
  private final Path home;
  private final Database database;
  private final TokenService server;

  KeyCommandsTest(@TempDir Path home) {
    this.home = home;
    this.database = DatabaseKind.SQLITE.open(home.resolve("data"));
    this.server =
        new TokenService(database, IdSource.random(), new SecureRandom(), Clock.systemUTC());
  }

  private String id = "";
  private String secret = "";

  @BeforeEach
  void makeAKey() throws IOException {
    JsonNode made =
        run("token", "create", "--name", "kiosk", "--credit", "100", "--concurrency", "3", "--json")
            .json();
    id = made.get("id").asText();
    secret = made.get("key").asText();
    assertThat(server.authenticate(secret).tokenId()).isEqualTo(id);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void showsAKeyAndWhatItHasLeft() throws IOException {
    JsonNode shown = run("token", "show", id, "--json").json();
    assertThat(shown.get("credit_limit").asLong()).isEqualTo(100);
    assertThat(shown.get("credit_left").asLong()).isEqualTo(100);
    assertThat(shown.get("concurrency").asInt()).isEqualTo(3);
    assertThat(shown.get("expires_at").isNull()).isTrue();
    assertThat(run("token", "show", id).out())
        .contains("kiosk", "speak,clone,manage", "works", "never")
        .doesNotContain(secret);
    assertThat(run("token", "list").out()).contains("CREDIT").contains("kiosk");
    Run unknown = run("token", "show", "f".repeat(32));
    assertThat(unknown.status()).isEqualTo(ExitCode.FAILED);
    assertThat(unknown.err()).contains("mynah token list");
  }

  @Test
  void changesWhatIsNamedAndNothingElse() throws IOException {
    JsonNode changed =
        run("token", "update", id, "--scopes", "speak", "--expires", "12h", "--json").json();
    assertThat(changed.get("scopes")).hasSize(1);
    assertThat(changed.get("expires_at").asText()).startsWith("20");
    assertThat(changed.get("credit_limit").asLong()).isEqualTo(100);
    JsonNode back =
        run(
                "token",
                "update",
                id,
                "--name",
                "lobby",
                "--expires",
                "never",
                "--credit",
                "unlimited",
                "--concurrency",
                "default",
                "--json")
            .json();
    assertThat(back.get("name").asText()).isEqualTo("lobby");
    for (String nothing : List.of("expires_at", "credit_limit", "credit_left", "concurrency")) {
      assertThat(back.get(nothing).isNull()).as(nothing).isTrue();
    }
    assertThat(back.get("scopes")).hasSize(1);
    for (String[] wrong :
        List.of(
            new String[] {"--expires", "soon"},
            new String[] {"--credit", "-5"},
            new String[] {"--concurrency", "many"},
            new String[] {"--scopes", "everything"})) {
      assertThat(run("token", "update", id, wrong[0], wrong[1]).status())
          .as(wrong[0])
          .isEqualTo(ExitCode.USAGE);
    }
  }

  @Test
  void rotatesWithAndWithoutGrace() {
    String second = run("token", "rotate", id, "--grace", "1h").out().strip();
    assertThat(server.authenticate(second).tokenId()).isEqualTo(id);
    assertThat(server.authenticate(secret).tokenId()).isEqualTo(id);
    String third = run("token", "rotate", id).out().strip();
    TokenService later =
        new TokenService(database, IdSource.random(), new SecureRandom(), Clock.systemUTC());
    assertThat(later.authenticate(third).tokenId()).isEqualTo(id);
    for (String old : List.of(secret, second)) {
      assertThat(refusal(later, old)).isEqualTo(ErrorCode.TOKEN_INVALID);
    }
    assertThat(run("token", "rotate", id, "--grace", "soon").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("token", "rotate", "f".repeat(32)).status()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void addsCreditToAKeyThatHasALimit() throws IOException {
    assertThat(run("token", "credit", id, "50", "--json").json().get("credit_left").asLong())
        .isEqualTo(150);
    Run nothing = run("token", "credit", id, "0");
    assertThat(nothing.status()).isEqualTo(ExitCode.FAILED);
    assertThat(nothing.err()).contains("amount must be from 1");
  }

  @Test
  void everyChangeIsInTheAuditLogWithoutNameOrSecret() {
    run("token", "update", id, "--name", "lobby", "--credit", "200");
    run("token", "credit", id, "50");
    run("token", "rotate", id, "--grace", "1h");
    run("token", "revoke", id);
    List<AuditEvent> events =
        new AuditLog(database, IdSource.random(), Clock.systemUTC()).list(AuditQuery.newest(10));
    assertThat(events)
        .extracting(AuditEvent::action)
        .containsExactly(
            "token.revoke", "token.rotate", "token.credit", "token.update", "token.create");
    assertThat(events).allSatisfy(event -> assertThat(event.subject().id()).isEqualTo(id));
    assertThat(events.toString()).contains("250", "3600").doesNotContain("kiosk", "lobby", secret);
  }

  @Test
  void showsUsageByTaskAndByDay() throws IOException {
    work(TaskType.FISH_TTS, 40, new TaskResult.VoiceMade("a".repeat(32)));
    work(TaskType.FISH_TTS, 50, new TaskResult.TaskFailure(ErrorCode.OVERLOADED, "Later.", null));
    work(TaskType.VOICES, 1, new TaskResult.VoiceMade("a".repeat(32)));

    JsonNode all = run("usage", "--json").json();
    assertThat(all.get("total").asInt()).isEqualTo(3);
    JsonNode first = all.get("entries").get(2);
    assertThat(first.get("credits").asLong()).isEqualTo(40);
    assertThat(first.get("credit_left").asLong()).isEqualTo(60);
    assertThat(first.get("key").asText()).isEqualTo(id);
    assertThat(first.get("error").isNull()).isTrue();
    assertThat(run("usage", "--failed", "--json").json().get("entries").get(0).get("error"))
        .isEqualTo(JsonNodeFactory.instance.textNode("overloaded"));
    Run table = run("usage", "--key", id, "--type", "fish_tts", "--limit", "1");
    assertThat(table.out()).contains("ENDED", "fish_tts").doesNotContain("voices");
    assertThat(table.err()).contains("1 more");

    String today = LocalDate.now(ZoneOffset.UTC).toString();
    JsonNode days = run("usage", "--by-day", "--from", today, "--json").json();
    assertThat(days).hasSize(2);
    assertThat(days.get(0).get("type").asText()).isEqualTo("fish_tts");
    assertThat(days.get(0).get("succeeded").asInt()).isEqualTo(1);
    assertThat(days.get(0).get("failed").asInt()).isEqualTo(1);
    assertThat(days.get(0).get("credits").asInt()).isEqualTo(40);
    assertThat(run("usage", "--by-day").out()).contains("SUCCEEDED", today);
    assertThat(run("usage", "--to", today, "--json").json().get("total").asInt()).isZero();
    assertThat(run("usage", "--owner", "nobody", "--json").json().get("total").asInt()).isZero();
    assertThat(run("usage", "--from", "yesterday").status()).isEqualTo(ExitCode.USAGE);
    assertThat(run("usage", "--type", "songs").status()).isEqualTo(ExitCode.USAGE);
  }

  private void work(TaskType type, long credits, TaskResult result) {
    IdSource ids = IdSource.random();
    TaskService tasks =
        new TaskService(
            database,
            List.of(new UsageLedger(server, ids)),
            new IdempotencyKeys(Duration.ofDays(1), Clock.systemUTC()),
            ids,
            Clock.systemUTC());
    TaskOrder order =
        new TaskOrder(type, JsonNodeFactory.instance.objectNode(), ids.uuid(), Delivery.WAIT)
            .withPrice(Price.of(credits, 1));
    database.write(
        tx ->
            tasks.recordFinished(
                tx, order, server.authenticate(secret), Clock.systemUTC().instant(), result));
  }

  private static ErrorCode refusal(TokenService tokens, String key) {
    try {
      throw new AssertionError("let in " + tokens.authenticate(key));
    } catch (MynahException e) {
      return e.code();
    }
  }

  private Run run(String... arguments) {
    return Run.of(home, Map.of(), arguments);
  }
}
