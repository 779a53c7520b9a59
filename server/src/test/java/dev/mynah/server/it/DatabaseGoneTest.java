package dev.mynah.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mynah.server.testing.WebPeer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away under a running server with load, and comes back. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DatabaseGoneTest {
  private static final int CLIENTS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  @Test
  void aDatabaseGoneForASecondIsToldAndNothingIsLost() throws Exception {
    survivesWithoutDatabase(Duration.ofSeconds(1));
  }

  @Test
  @Tag("long")
  void aDatabaseGoneForTenSecondsIsToldAndNothingIsLost() throws Exception {
    survivesWithoutDatabase(Duration.ofSeconds(10));
  }

  private void survivesWithoutDatabase(Duration gone) throws Exception {
    int port = freePort();
    EmbeddedPostgres postgres = postgres(port);
    try (WebPeer web = new WebPeer();
        ToneServer server =
            ToneServer.start(
                folder.resolve("data"),
                Map.of(
                    "database-url", postgres.getJdbcUrl("postgres", "postgres"),
                    "database-timeout", "1s",
                    "log-level", "error"));
        Load load = new Load(server, web.url("/hook"))) {
      await().atMost(PATIENCE).until(() -> load.succeeded.size() > 10);

      postgres.close();
      await().atMost(PATIENCE).until(() -> load.unavailable.size() > CLIENTS);
      assertThat(server.client.get("/readyz").status()).isEqualTo(503);
      assertThat(server.client.get("/healthz").status()).isEqualTo(200);
      await().pollDelay(gone).atMost(gone.plus(PATIENCE)).until(() -> true);
      postgres = postgres(port);

      await().atMost(PATIENCE).until(() -> server.client.get("/readyz").status() == 200);
      int before = load.succeeded.size();
      await().atMost(PATIENCE).until(() -> load.succeeded.size() > before + 10);
      load.stop();
      assertThat(load.surprises).isEmpty();
      assertEveryAcceptedTaskHasOneOutcome(server, load, web);
    } finally {
      postgres.close();
    }
  }

  private EmbeddedPostgres postgres(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(folder.resolve("postgres"))
        .setCleanDataDirectory(false)
        .setPGStartupWait(PATIENCE)
        .start();
  }

  private static void assertEveryAcceptedTaskHasOneOutcome(
      ToneServer server, Load load, WebPeer web) {
    for (String task : load.accepted) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                Api.Reply reply = server.client.post("/fish/tasks", Map.of("id", task));
                assertThat(reply.json().has("finished_at")).as("%s", reply.json()).isTrue();
              });
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              List<String> bodies = web.callbacks().stream().map(WebPeer.Callback::body).toList();
              assertThat(load.accepted)
                  .allSatisfy(task -> assertThat(bodies).anyMatch(body -> body.contains(task)));
            });
  }

  /** SQLite: another process writes for longer than callers wait. */
  @Test
  void aFileLockedByAnotherProcessIsToldAndNothingIsLost() throws Exception {
    Path data = folder.resolve("data");
    try (ToneServer server = ToneServer.start(data, Map.of("database-timeout", "700ms"));
        WebPeer web = new WebPeer()) {
      Map<String, Object> later =
          Map.of("text", "words ".repeat(100), "callback_url", web.url("/hook"));
      String accepted = server.client.post("/fish/tts", later).json().path("task_id").asText();
      Process locker = locker(data.resolve("mynah.db"));
      try {
        Api.Reply refused = server.client.post("/fish/tts", Map.of("text", "now"));
        assertUnavailable(refused);
        assertUnavailable(server.client.post("/fish/tts", later));
        assertThat(server.client.get("/fish/model/" + ToneServer.VOICE).status())
            .as("reading goes on")
            .isEqualTo(200);
        Api.Reply ready = server.client.get("/readyz");
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().path("checks").path("database").asText()).isNotEqualTo("ok");
      } finally {
        locker.getOutputStream().close(); // lets go of the lock
        assertThat(locker.waitFor(20, TimeUnit.SECONDS)).isTrue();
      }
      await().atMost(PATIENCE).until(() -> server.client.get("/readyz").status() == 200);
      assertThat(server.client.post("/fish/tts", Map.of("text", "now")).status()).isEqualTo(200);
      assertThat(finished(server, accepted).at("/response/success").asBoolean()).isTrue();
      await().atMost(PATIENCE).until(() -> !web.callbacks().isEmpty());
    }
  }

  private static JsonNode finished(ToneServer server, String task) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> server.client.post("/fish/tasks", Map.of("id", task)).json(),
            json -> json.has("finished_at"));
  }

  private static void assertUnavailable(Api.Reply reply) {
    assertThat(reply.status()).as("%s", reply.json()).isEqualTo(503);
    assertThat(reply.code()).isEqualTo("api_error");
    assertThat(Integer.parseInt(reply.header("retry-after"))).isBetween(1, 60);
  }

  private static Process locker(Path database) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Locker.class.getName(),
                database.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    assertThat(out.readLine()).isEqualTo("locked");
    return process;
  }

  /** Takes the write lock of an SQLite file until its input ends. */
  static final class Locker {
    private Locker() {}

    public static void main(String[] arguments) throws SQLException, IOException {
      String url = "jdbc:sqlite:" + arguments[0] + "?busy_timeout=20000";
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("begin immediate");
        System.out.println("locked");
        System.out.flush();
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        statement.execute("rollback");
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Clients that go on asking, whatever they are told, and write down what that was. */
  private static final class Load implements AutoCloseable {
    final Set<String> accepted = ConcurrentHashMap.newKeySet();
    final List<String> succeeded = new CopyOnWriteArrayList<>();
    final List<String> unavailable = new CopyOnWriteArrayList<>();
    final List<String> surprises = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    Load(ToneServer server, String hook) {
      for (int i = 0; i < CLIENTS; i++) {
        boolean later = i % 2 == 0;
        Future<?> unused = threads.submit(() -> ask(server.client, later ? hook : ""));
      }
    }

    private void ask(Api client, String hook) {
      Map<String, Object> order = new HashMap<>(Map.of("text", "a few words"));
      if (!hook.isEmpty()) {
        order.put("callback_url", hook);
      }
      while (!stopped.get()) {
        note(client.post("/fish/tts", order), !hook.isEmpty());
        if (client.get("/fish/model/" + ToneServer.VOICE).status() >= 500) {
          await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        }
      }
    }

    private void note(Api.Reply reply, boolean later) {
      if (reply.status() == 200) {
        succeeded.add(reply.json().path("trace_id").asText());
        if (later) {
          accepted.add(reply.json().path("task_id").asText());
        }
      } else if (reply.status() == 503
          && reply.code().equals("api_error")
          && !reply.header("retry-after").isEmpty()) {
        unavailable.add(reply.message());
      } else if (reply.status() != 429) {
        surprises.add(reply.status() + " " + reply.json());
      }
    }

    void stop() throws InterruptedException {
      stopped.set(true);
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      stopped.set(true);
      threads.shutdownNow();
    }
  }
}
