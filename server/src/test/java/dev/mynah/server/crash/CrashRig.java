package dev.mynah.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.DatabaseSettings;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Recordings;
import dev.mynah.server.testing.WebPeer;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A data folder, a database, servers over them, callers, and a receiver that fails now and then.
 */
final class CrashRig implements AutoCloseable {
  private static final Duration REST = Duration.ofMinutes(2);
  private static final int CALLERS = 6;
  private static final int FAILING_CALLBACK = 7; // each such one is answered with an error
  private static final int RECORDINGS = 40;
  private static final int SHOWN = 30; // violations

  final Load load;
  final WebPeer web = new WebPeer();
  final @Nullable CrashPostgres postgres;
  private final Path data;
  private final Path log;
  private final DatabaseSettings database;
  private final List<Integer> ports = new ArrayList<>();
  private final List<@Nullable ServerProcess> servers = new ArrayList<>();

  /**
   * @param folder empty
   * @param nodes how many servers there will be
   */
  CrashRig(DatabaseKind kind, Path folder, int nodes) throws Exception {
    data = folder.resolve("data");
    log = folder.resolve("server.log");
    postgres = kind == DatabaseKind.POSTGRES ? new CrashPostgres(folder.resolve("pg")) : null;
    database = DatabaseSettings.of(postgres == null ? null : postgres.url(), data);
    web.answerCallbacks(count -> count % FAILING_CALLBACK == 0 ? 500 : 200);
    for (int i = 0; i < RECORDINGS; i++) {
      String unused =
          web.serve("/recording-" + i + ".wav", Recordings.tone(110 + 3 * i, 0.7, 16_000));
    }
    for (int i = 0; i < nodes; i++) {
      ports.add(freePort());
      servers.add(null);
    }
    load =
        new Load(
            ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList(),
            keys(),
            web);
  }

  /** Makes two keys: one with credit for a while, one without a limit. */
  private List<String> keys() {
    try (Database opened = Database.open(database)) {
      TokenService tokens =
          new TokenService(opened, IdSource.random(), new SecureRandom(), Clock.systemUTC());
      KeySettings rich = KeySettings.of("rich", EnumSet.allOf(Scope.class));
      KeySettings thrifty = rich.withName("thrifty").withCreditLimit(20_000L);
      return List.of(
          tokens.issue(new NewToken(KeyKind.SERVICE, null, rich)).key(),
          tokens.issue(new NewToken(KeyKind.SERVICE, null, thrifty)).key());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /**
   * Waits until so many more orders were accepted, or for a while if they aren't.
   *
   * @param longest how long at most
   */
  void awaitOrders(int more, Duration longest) throws InterruptedException {
    int enough = load.promises().size() + more;
    long deadline = System.nanoTime() + longest.toNanos();
    while (load.promises().size() < enough && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Starts the callers. */
  void startLoad(long seed) {
    load.start(CALLERS, seed);
  }

  /** Starts a node; it may take a while to listen. */
  ServerProcess startNode(int node) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", data.toString());
    settings.put("port", Integer.toString(ports.get(node)));
    settings.put("public-url", "http://127.0.0.1:" + ports.getFirst()); // the same for all nodes
    settings.put("fetch-allow", "127.0.0.0/8");
    settings.put("callback-delay", "50ms");
    settings.put("stop-grace", "5s");
    settings.put("recognizer", "none"); // nobody speaks in these recordings
    settings.put("clone-workers", "2");
    settings.put("synthesis-workers", "2");
    settings.put("queue-poll", "100ms");
    settings.put("takeover", "2s");
    settings.put("clone-price", "10");
    if (postgres != null) {
      settings.put("database-url", postgres.url());
    }
    ServerProcess started = ServerProcess.start(settings, log);
    servers.set(node, started);
    return started;
  }

  /** Looks at what must hold at any moment; for when no server runs. */
  List<String> violationsNow() {
    try (Database opened = Database.open(database)) {
      return new Invariants(opened, data).violationsAtAnyMoment();
    }
  }

  /** Lets the callers end, waits until all work is done, stops the servers and looks at it all. */
  void settleAndCheck(String what) throws Exception {
    load.end();
    for (ServerProcess server : servers) {
      if (server != null && server.isAlive()) {
        server.awaitReady();
      }
    }
    awaitRest();
    for (ServerProcess server : servers) {
      if (server != null && server.isAlive()) {
        server.stop();
      }
    }
    try (Database opened = Database.open(database)) {
      List<String> violations = new Invariants(opened, data).violations(load, web);
      assertThat(violations.stream().limit(SHOWN).toList())
          .as("%d violations after %s; %s", violations.size(), what, load.summary())
          .isEmpty();
    }
    assertThat(load.promises()).as("orders that were accepted").isNotEmpty();
    assertThat(web.callbacks()).as("callbacks that came").isNotEmpty();
  }

  private void awaitRest() {
    try (Database opened = Database.open(database)) {
      Invariants rows = new Invariants(opened, data);
      Awaitility.await("rest")
          .atMost(REST)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () ->
                  rows.rows(
                          "select count(*) from (select id from task where finished_at is null"
                              + " union all select task_instance from queue_clone"
                              + " union all select task_instance from queue_speech"
                              + " union all select task_instance from queue_callback) busy")
                      .getFirst(),
              "0"::equals);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      // The look at the rows that follows says what has not come to rest.
    }
  }

  /** Returns a number that a query counts. */
  long count(String sql) {
    try (Database opened = Database.open(database)) {
      return Long.parseLong(new Invariants(opened, data).rows(sql).getFirst());
    }
  }

  /** Returns a line of figures. */
  String summary() {
    return load.summary()
        + "; "
        + web.callbacks().size()
        + " callbacks came; "
        + count("select count(*) from task where attempts > 1")
        + " tasks were begun again; "
        + count("select count(*) from task where state = 'FAILED'")
        + " tasks failed";
  }

  @Override
  public void close() throws IOException {
    load.close();
    for (ServerProcess server : servers) {
      if (server != null) {
        server.close();
      }
    }
    web.close();
    if (postgres != null) {
      postgres.close();
    }
  }
}
