package dev.mynah.server.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class DatabaseTest {
  private final DatabaseKind kind;
  private final Path folder;
  private final Database database;

  DatabaseTest(DatabaseKind kind, @TempDir Path folder) {
    this.kind = kind;
    this.folder = folder;
    this.database = kind.open(folder);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void keepsWhatWasCommitted() {
    set(database, "colour", "green");
    try (Database reopened = kind.open(folder)) {
      assertThat(get(reopened, "colour")).containsExactly("green");
    }
  }

  @Test
  void refusesWhatANewerMynahWrote() {
    database.writing(
        transaction ->
            transaction
                .handle()
                .execute(
                    """
                    insert into "flyway_schema_history"
                      ("installed_rank", "version", "description", "type", "script", "checksum",
                       "installed_by", "execution_time", "success")
                    values (9999, '9999', 'of tomorrow', 'SQL', 'V9999__of_tomorrow.sql', 1, 'x', 1, ?)
                    """,
                    true));

    assertThatThrownBy(() -> kind.open(folder))
        .isInstanceOf(MynahException.class)
        .hasMessageContaining("another version of Mynah");
  }

  @Test
  void rollsBackWhatFailed() {
    List<String> ran = new ArrayList<>();
    assertThatThrownBy(
            () ->
                database.writing(
                    transaction -> {
                      insert(transaction, "colour", "green");
                      transaction.afterCommit(() -> ran.add("after commit"));
                      throw new IllegalStateException("half way");
                    }))
        .hasMessage("half way");
    assertThat(get(database, "colour")).isEmpty();
    assertThat(ran).isEmpty();
  }

  @Test
  void tellsOfACommitOnlyWhenOthersCanSeeIt() {
    List<String> seen = new ArrayList<>();
    database.writing(
        transaction -> {
          insert(transaction, "colour", "green");
          transaction.afterCommit(() -> seen.addAll(get(database, "colour")));
          assertThat(get(database, "colour")).isEmpty();
        });
    assertThat(seen).containsExactly("green");
  }

  @Test
  void refusesToWriteWhereOnlyReadingWasPromised() {
    assertThatThrownBy(
            () ->
                database.read(
                    transaction -> {
                      insert(transaction, "colour", "green");
                      return 0;
                    }))
        .hasMessageMatching("(?is).*(readonly|read-only).*");
  }

  @Test
  void saysUnavailableWhenTheDatabaseIsGoneAndNothingElseWhenTheMistakeIsOurs() {
    assertThatThrownBy(() -> set(database, "x".repeat(5), null))
        .as("a column that can't be null")
        .isNotInstanceOf(MynahException.class);
    List<Integer> tried = new ArrayList<>();
    assertThatThrownBy(
            () ->
                database.writing(
                    transaction -> {
                      tried.add(1);
                      insert(transaction, "colour", "green");
                      cutOff(transaction);
                      insert(transaction, "shape", "round");
                    }))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(tried).hasSize(1);
    assertThat(get(database, "colour")).as("rolled back").isEmpty();
    set(database, "colour", "blue");
    assertThat(get(database, "colour")).as("a new connection").containsExactly("blue");
  }

  @Test
  void aLostConnectionIsUnavailableAlsoToWorkThatWentOnAfterTheFirstSignOfIt() {
    assumeFalse(database.isSqlite(), "a connection that can be lost");
    assertThatThrownBy(
            () ->
                database.writing(
                    transaction -> {
                      assertThatThrownBy(() -> cutOff(transaction)).isNotNull();
                      insert(transaction, "colour", "green");
                    }))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private void cutOff(Transaction transaction) {
    if (database.isSqlite()) {
      transaction.handle().execute("PRAGMA max_page_count = 1"); // the smallest it can be: full
      transaction.handle().execute("create table big (bytes blob)");
      transaction.handle().execute("insert into big values (zeroblob(10000000))");
    } else {
      transaction.handle().execute("select pg_terminate_backend(pg_backend_pid())");
    }
  }

  @Test
  void nodesThatOpenTheSameNewDatabaseTogetherAllCanUseIt(@TempDir Path shared) throws Exception {
    assumeFalse(database.isSqlite(), "one server to an SQLite file");
    DatabaseSettings settings = kind.settings(shared);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<byte[]>> keys = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        keys.add(
            threads.submit(
                () -> {
                  try (Database node = Database.open(settings)) {
                    return new Secrets(node, new SecureRandom()).key("links");
                  }
                }));
      }
      byte[] first = keys.getFirst().get();
      for (Future<byte[]> key : keys) {
        assertThat(key.get()).as("a secret they share").isEqualTo(first);
      }
    }
  }

  @Test
  void aNodeThatStandsStillInATransactionLosesIt() {
    assumeFalse(database.isSqlite(), "one server to an SQLite file");
    assertThat(
            database.<String>write(
                transaction ->
                    transaction
                        .handle()
                        .createQuery("show idle_in_transaction_session_timeout")
                        .mapTo(String.class)
                        .one()))
        .isEqualTo("15s");
  }

  @Test
  void writersFromManyThreadsAllSucceed() throws Exception {
    set(database, "count", "0");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(threads.submit(this::increment));
      }
      for (Future<?> each : all) {
        assertThat(each.get()).isNull();
      }
    }
    assertThat(get(database, "count")).containsExactly("64");
  }

  private void increment() {
    database.writing(
        transaction ->
            transaction
                .handle()
                .execute(
                    "update setting set value = cast(cast(value as integer) + 1 as varchar(20))"
                        + " where name = 'count'"));
  }

  @Test
  void aSecretStaysTheSame() {
    Secrets secrets = new Secrets(database, new SecureRandom());
    byte[] key = secrets.key("links");
    assertThat(key).hasSize(32).isEqualTo(secrets.key("links"));
    assertThat(secrets.key("other")).isNotEqualTo(key);
  }

  @Test
  void oneFolderIsForOneServer() throws Exception {
    try (DataFolderLock first = DataFolderLock.acquire(folder)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> DataFolderLock.acquire(folder))
          .isInstanceOfSatisfying(
              MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
          .hasMessageContaining("Another server");
    }
    DataFolderLock.acquire(folder).close();
  }

  private static void set(Database database, String name, @Nullable String value) {
    database.writing(transaction -> insert(transaction, name, value));
  }

  private static void insert(Transaction transaction, String name, @Nullable String value) {
    transaction.handle().execute("insert into setting (name, value) values (?, ?)", name, value);
  }

  private static List<String> get(Database database, String name) {
    return database.read(
        transaction ->
            transaction
                .handle()
                .createQuery("select value from setting where name = :name")
                .bind("name", name)
                .mapTo(String.class)
                .list());
  }
}
