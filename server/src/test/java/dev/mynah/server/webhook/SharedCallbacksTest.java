package dev.mynah.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.db.Database;
import dev.mynah.server.task.Task;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.webhook.Receiver.Answer;
import dev.mynah.server.webhook.Receiver.Call;
import dev.mynah.server.webhook.WebhookDelivery.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several servers on one PostgreSQL. */
@Timeout(180)
class SharedCallbacksTest {
  private static final int NODES = 3;
  private static final int PER_RECEIVER = 4;
  private static final RetryPolicy QUICK =
      new RetryPolicy(
          Duration.ofHours(1),
          Duration.ofMillis(20),
          Duration.ofMillis(100),
          Duration.ofHours(1),
          0.2);

  private final List<Database> databases = new ArrayList<>();
  private final List<CallbackNode> nodes = new ArrayList<>();
  private final Receiver receiver = new Receiver();

  SharedCallbacksTest(@TempDir Path folder) throws IOException {
    for (int i = 0; i < NODES; i++) {
      Database database = DatabaseKind.POSTGRES.open(folder);
      databases.add(database);
      nodes.add(new CallbackNode(database, "node-" + i, QUICK).start());
    }
  }

  @AfterEach
  void close() {
    nodes.forEach(CallbackNode::close);
    databases.forEach(Database::close);
    receiver.close();
  }

  /** Tasks end on all nodes at once while lanes fall asleep, wake and retire: nothing is lost. */
  @Test
  void everyCallbackArrivesOnceThoughAllNodesPutThemDown() throws Exception {
    receiver.answer(call -> Answer.of(call.number() % 17 == 0 ? 500 : 200));
    List<String> expected = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Task>>> ending = new ArrayList<>();
      for (CallbackNode node : nodes) {
        for (int i = 0; i < 4; i++) {
          String url = receiver.url("/hook/" + i);
          ending.add(
              threads.submit(
                  () -> {
                    List<Task> ended = new ArrayList<>();
                    for (int n = 0; n < 15; n++) {
                      ended.add(node.finish(url));
                    }
                    return ended;
                  }));
        }
      }
      for (Future<List<Task>> ended : ending) {
        ended.get().forEach(task -> expected.add(task.id()));
      }
    }
    CallbackNode any = nodes.getFirst();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> any.webhooks.count(State.DELIVERED) == expected.size());
    Map<String, Long> taken =
        receiver.calls().stream()
            .filter(call -> call.number() % 17 != 0)
            .map(Call::body)
            .collect(Collectors.groupingBy(body -> body, Collectors.counting()));
    assertThat(taken.keySet())
        .containsExactlyInAnyOrderElementsOf(
            expected.stream().map(id -> "{\"task\":\"" + id + "\"}").toList());
    assertThat(taken.values()).as("no node died, so none came twice").containsOnly(1L);
    assertThat(receiver.mostAtOnce()).isLessThanOrEqualTo(PER_RECEIVER);
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> any.queue.size() == 0);
  }
}
