package dev.mynah.server.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.task.WorkQueue;
import dev.mynah.server.testing.Services;
import dev.mynah.server.webhook.CallbackOutbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookCommandsTest {
  private static final String URL = "https://hooks.example.com/mynah?secret=hush-hush";

  @TempDir Path home;

  @Test
  void listsCallbacksByState() throws IOException {
    Task dead = ended();
    give("state = 'DEAD', attempts = 3, last_at = 1000, last_status = 500, last_answer = 'no'");
    Task waiting = ended();

    Run all = run("webhooks", "list");
    assertThat(all.status()).as(all.err()).isZero();
    assertThat(all.out())
        .contains(dead.id(), waiting.id(), "dead", "pending", "https://hooks.example.com:443")
        .doesNotContain("hush-hush");
    JsonNode listed = run("webhooks", "list", "--state", "dead", "--json").json();
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).get("task_id").asText()).isEqualTo(dead.id());
    assertThat(listed.get(0).get("url").asText()).isEqualTo(URL);
    assertThat(listed.get(0).get("tries").asInt()).isEqualTo(3);
    assertThat(listed.get(0).get("last_try").get("status").asInt()).isEqualTo(500);
    assertThat(listed.get(0).get("last_try").get("answer").asText()).isEqualTo("no");
    assertThat(listed.get(0).get("next_try_at").isNull()).isTrue();
    assertThat(run("webhooks", "list", "--state", "lost").status()).isEqualTo(2);
  }

  @Test
  void putsTheDeadBackIntoTheQueue() throws IOException {
    List<Task> unused = List.of(ended(), ended(), ended());
    give("state = 'DEAD'");
    String one = run("webhooks", "list", "--json").json().get(1).get("id").asText();

    Run replayed = run("webhooks", "replay", one);
    assertThat(replayed.status()).as(replayed.err()).isZero();
    JsonNode pending = run("webhooks", "list", "--state", "pending", "--json").json();
    assertThat(pending).hasSize(1);
    assertThat(pending.get(0).get("id").asText()).isEqualTo(one);
    assertThat(run("webhooks", "replay", "--all-dead", "--json").json().get("replayed").asInt())
        .isEqualTo(2);
    assertThat(run("webhooks", "list", "--state", "dead", "--json").json()).isEmpty();

    Run unknown = run("webhooks", "replay", "f".repeat(32));
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.err()).contains("There is no callback with this id");
    assertThat(run("webhooks", "replay").status()).isEqualTo(2);
    assertThat(run("webhooks", "replay", one, "--all-dead").status()).isEqualTo(2);
  }

  @Test
  void showsAndReplacesTheSecretOfAKey() throws IOException {
    JsonNode key = run("token", "create", "--name", "shop", "--json").json();
    String id = key.get("id").asText();

    String shown = run("webhooks", "secret", "show", id).out().strip();
    assertThat(shown).startsWith("whsec_");
    assertThat(run("webhooks", "secret", "show", id).out().strip()).isEqualTo(shown);
    JsonNode rotated =
        run("webhooks", "secret", "rotate", id, "--grace", "7d", "--json").json().get("secrets");
    assertThat(rotated).hasSize(2);
    assertThat(rotated.get(1).get("secret").asText()).isEqualTo(shown);
    assertThat(rotated.get(0).get("retires_at").isNull()).isTrue();
    assertThat(rotated.get(1).get("retires_at").isNull()).isFalse();
    Run now = run("webhooks", "secret", "rotate", id, "--grace", "0s");
    assertThat(now.out().strip().lines()).hasSize(1);

    Run wrong = run("webhooks", "secret", "rotate", id, "--grace", "soon");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("--grace must be a time with its unit");
    assertThat(run("webhooks", "secret", "show", "nobody").err()).contains("no key with this id");
  }

  /** Ends a task that wants a callback, as a server would whose queue stands still. */
  private Task ended() {
    try (Database database = open()) {
      Clock clock = Clock.systemUTC();
      IdSource ids = IdSource.random();
      WorkQueue queue = new WorkQueue(database, WorkQueue.Kind.CALLBACK, 1, "test", clock);
      TaskService tasks =
          new TaskService(
              database,
              List.of(new CallbackOutbox(queue, Duration.ofDays(1), ids, clock)),
              new IdempotencyKeys(Duration.ofDays(1), clock),
              ids,
              clock);
      TaskOrder order =
          new TaskOrder(
              TaskType.AUDIOS,
              JsonNodeFactory.instance.objectNode(),
              ids.uuid(),
              new Delivery(URL, true));
      return database.write(
          transaction ->
              tasks.recordFinished(
                  transaction,
                  order,
                  Services.caller("ann"),
                  clock.instant(),
                  new TaskResult.TaskFailure(ErrorCode.INTERNAL, "A test.", null)));
    }
  }

  private void give(String columns) {
    try (Database database = open()) {
      database.writing(
          transaction -> transaction.handle().execute("update webhook_delivery set " + columns));
    }
  }

  private Database open() {
    return Database.open(DatabaseSettings.inFolder(home.resolve("data")));
  }

  private Run run(String... arguments) {
    return Run.of(home, Map.of(), arguments);
  }
}
