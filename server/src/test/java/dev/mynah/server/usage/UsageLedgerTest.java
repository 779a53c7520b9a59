package dev.mynah.server.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.db.Transaction;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.Task;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.Books;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.SetClock;
import dev.mynah.server.token.KeyKind;
import dev.mynah.server.token.KeySettings;
import dev.mynah.server.token.NewToken;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.Scope;
import dev.mynah.server.token.TokenService;
import dev.mynah.server.token.TokenSummary;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class UsageLedgerTest {
  private static final TaskResult MADE = new TaskResult.VoiceMade("a".repeat(32));
  private static final TaskResult FAILED =
      new TaskResult.TaskFailure(ErrorCode.FETCH_REFUSED, "voice_url is refused.", "voice_url");
  private static final int THREADS = 12;
  private static final int ROUNDS = 40;

  private final Database database;
  private final SetClock clock = new SetClock();
  private final TokenService tokens;
  private final UsageLedger ledger;
  private final UsageHistory history;
  private final TaskService tasks;

  UsageLedgerTest(DatabaseKind kind, @TempDir Path folder) {
    IdSource ids = IdSource.random();
    this.database = kind.open(folder);
    this.tokens = new TokenService(database, ids, new SecureRandom(), clock);
    this.ledger = new UsageLedger(tokens, ids);
    this.history = new UsageHistory(database);
    this.tasks =
        new TaskService(
            database, List.of(ledger), new IdempotencyKeys(Duration.ofDays(1), clock), ids, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void thePriceIsSetAsideAtTheStartAndChargedAtTheEnd() {
    Principal caller = key(100L);
    Task task = created(caller, 30);
    assertThat(summary(caller).creditReserved()).isEqualTo(30);
    assertThat(summary(caller).creditLeft()).isEqualTo(70);
    assertThat(summary(caller).creditUsed()).isZero();
    clock.advance(Duration.ofMillis(250));
    finish(task, MADE);
    assertThat(summary(caller).creditReserved()).isZero();
    assertThat(summary(caller).creditUsed()).isEqualTo(30);
    UsageEntry entry = onlyEntry(caller);
    assertThat(entry.taskId()).isEqualTo(task.id());
    assertThat(entry.traceId()).isEqualTo(task.traceId());
    assertThat(entry.ownerId()).isEqualTo(caller.ownerId());
    assertThat(entry.units()).isEqualTo(30);
    assertThat(entry.amount()).isEqualTo(30);
    assertThat(entry.remaining()).isEqualTo(70);
    assertThat(entry.error()).isNull();
    Books.areBalanced(database);
  }

  @Test
  void failuresAreFreeAndListed() {
    Principal caller = key(100L);
    finish(created(caller, 60), FAILED);
    recorded(caller, 60, FAILED);
    assertThat(summary(caller).creditLeft()).isEqualTo(100);
    assertThat(history.page(UsageQuery.all().ofToken(caller.tokenId())).entries())
        .hasSize(2)
        .allSatisfy(
            entry -> {
              assertThat(entry.amount()).isZero();
              assertThat(entry.error()).isEqualTo(ErrorCode.FETCH_REFUSED);
              assertThat(entry.remaining()).isEqualTo(100);
            });
    Books.areBalanced(database);
  }

  @Test
  void workDoneWhileTheCallerWaitsIsChargedWithItsRecord() {
    Principal caller = key(100L);
    recorded(caller, 99, MADE);
    assertThat(onlyEntry(caller).remaining()).isEqualTo(1);
    recorded(caller, 1, MADE);
    assertThatThrownBy(() -> recorded(caller, 1, MADE)).satisfies(UsageLedgerTest::isUsedUp);
    assertThat(history.page(UsageQuery.all()).total()).isEqualTo(2);
    Books.areBalanced(database);
  }

  @Test
  void whatCannotBePaidForLeavesNothingBehind() {
    Principal caller = key(50L);
    Task first = created(caller, 50);
    assertThatThrownBy(() -> created(caller, 1)).satisfies(UsageLedgerTest::isUsedUp);
    assertThatThrownBy(() -> ledger.check(caller, 1)).satisfies(UsageLedgerTest::isUsedUp);
    assertThat(count("task")).isEqualTo(1);
    finish(first, FAILED);
    ledger.check(caller, 50);
    assertThat(created(caller, 50).credits()).isEqualTo(50);
    Books.areBalanced(database);
  }

  @Test
  void freeWorkIsLetThroughWithoutCredit() {
    Principal caller = key(0L);
    ledger.check(caller, 0);
    finish(created(caller, 0), MADE);
    assertThat(onlyEntry(caller).amount()).isZero();
    assertThatThrownBy(() -> created(caller, 1)).satisfies(UsageLedgerTest::isUsedUp);
  }

  @Test
  void aLimitSetLaterCountsFromTheFirstDay() {
    Principal caller = key(null);
    finish(created(caller, 500), MADE);
    Task open = created(caller, 20);
    assertThat(onlyEntry(caller).remaining()).isNull();
    tokens.update(caller.tokenId(), settings -> settings.withCreditLimit(525L));
    assertThat(summary(caller).creditLeft()).isEqualTo(5);
    assertThatThrownBy(() -> created(caller, 6)).satisfies(UsageLedgerTest::isUsedUp);
    finish(open, MADE);
    tokens.update(caller.tokenId(), settings -> settings.withCreditLimit(100L));
    assertThat(summary(caller).creditLeft()).as("lowered beneath what is used").isZero();
    clock.advance(Duration.ofSeconds(1));
    recorded(caller, 0, MADE);
    assertThat(history.page(UsageQuery.all()).entries().getFirst().remaining()).isZero();
  }

  @Test
  void addedCreditCanBeSpentAtOnce() {
    Principal caller = key(10L);
    assertThatThrownBy(() -> created(caller, 11)).satisfies(UsageLedgerTest::isUsedUp);
    assertThat(tokens.addCredit(caller.tokenId(), 1).creditLeft()).isEqualTo(11);
    assertThat(created(caller, 11).credits()).isEqualTo(11);
  }

  @Test
  void callersWithoutARowHaveNoLimit() {
    Principal command = Principal.operator();
    ledger.check(command, 1000);
    finish(created(command, 1000), MADE);
    assertThat(onlyEntry(command).amount()).isEqualTo(1000);
  }

  @Test
  void entriesOutliveTheirTasks() {
    Principal caller = key(100L);
    finish(created(caller, 30), MADE);
    clock.advance(Duration.ofDays(8));
    assertThat(tasks.deleteFinished(Duration.ofDays(7))).isEqualTo(1);
    assertThat(onlyEntry(caller).amount()).isEqualTo(30);
    assertThat(summary(caller).creditUsed()).isEqualTo(30);
  }

  /**
   * Many threads order, finish, fail, end the same task twice, and are cut off in the middle of
   * transactions, until the credit runs out. Then every sum must be right to the last credit.
   */
  @Test
  void theBooksBalanceHoweverManyWorkAtOnce() throws Exception {
    Principal tight = key(4_000L);
    Principal free = key(null);
    List<Future<Integer>> workers = new ArrayList<>();
    int refused = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      for (int i = 0; i < THREADS; i++) {
        Random random = new Random(i);
        workers.add(pool.submit(() -> hustle(random.nextInt(4) == 0 ? free : tight, random)));
      }
      for (Future<Integer> worker : workers) {
        refused += worker.get(120, TimeUnit.SECONDS);
      }
    }
    assertThat(refused).as("orders refused for want of credit").isPositive();
    Books.areBalanced(database);
    assertThat(summary(tight).creditReserved()).as("of tasks left open").isPositive();
    assertThat(summary(tight).creditLeft()).isLessThan(100);

    // What a crash left open is begun again and ends, once.
    for (String id : openTasks()) {
      assertThat(end(id, MADE)).isPresent();
      assertThat(end(id, FAILED)).isEmpty();
    }
    Books.areBalanced(database);
    assertThat(summary(tight).creditReserved()).isZero();
    assertThat(summary(tight).creditUsed()).isBetween(3_900L, 4_000L);
  }

  private int hustle(Principal caller, Random random) throws InterruptedException {
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      int credits = 1 + random.nextInt(100);
      try {
        switch (random.nextInt(6)) {
          case 0 -> recorded(caller, credits, MADE);
          case 1 -> recorded(caller, credits, FAILED);
          case 2 -> finish(created(caller, credits), FAILED);
          case 3 -> created(caller, credits); // left open, as by a crash
          case 4 -> cutOff(caller, credits);
          default -> finishTwice(created(caller, credits));
        }
      } catch (MynahException e) {
        isUsedUp(e);
        refused++;
      }
    }
    return refused;
  }

  /** Rolls back an order, then the end of one, as a crash before the commit does. */
  private void cutOff(Principal caller, int credits) {
    cutOff(tx -> tasks.create(tx, order(credits), caller, id -> work()));
    Task task = created(caller, credits);
    cutOff(tx -> tasks.finish(tx, task.id(), MADE));
  }

  private void cutOff(Consumer<Transaction> work) {
    try {
      database.writing(
          tx -> {
            work.accept(tx);
            throw new Cut();
          });
    } catch (Cut expected) {
      assertThat(expected).hasNoCause();
    }
  }

  private void finishTwice(Task task) throws InterruptedException {
    Thread other =
        Thread.ofVirtual().start(() -> database.write(tx -> tasks.finish(tx, task.id(), FAILED)));
    database.write(tx -> tasks.finish(tx, task.id(), MADE));
    other.join();
  }

  private static final class Cut extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private Principal key(@Nullable Long credit) {
    KeySettings settings =
        KeySettings.of("app", EnumSet.allOf(Scope.class)).withCreditLimit(credit);
    return tokens.authenticate(tokens.issue(new NewToken(KeyKind.SERVICE, null, settings)).key());
  }

  private TokenSummary summary(Principal caller) {
    return tokens.find(caller.tokenId()).orElseThrow();
  }

  private UsageEntry onlyEntry(Principal caller) {
    List<UsageEntry> entries = history.page(UsageQuery.all().ofToken(caller.tokenId())).entries();
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private Task created(Principal caller, long credits) {
    return database.write(tx -> tasks.create(tx, order(credits), caller, id -> work()));
  }

  private void finish(Task task, TaskResult result) {
    assertThat(end(task.id(), result)).isPresent();
  }

  private Optional<Task> end(String id, TaskResult result) {
    return database.write(tx -> tasks.finish(tx, id, result));
  }

  private void recorded(Principal caller, long credits, TaskResult result) {
    Task task =
        database.write(
            tx -> tasks.recordFinished(tx, order(credits), caller, clock.instant(), result));
    assertThat(task.credits()).isEqualTo(credits);
  }

  private static JsonNode work() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static TaskOrder order(long credits) {
    return new TaskOrder(
            TaskType.FISH_TTS, work(), IdSource.random().uuid(), new Delivery(null, true))
        .withPrice(Price.of(credits, 1));
  }

  private List<String> openTasks() {
    return database.read(
        tx ->
            tx.handle()
                .createQuery("select id from task where finished_at is null")
                .mapTo(String.class)
                .list());
  }

  private long count(String table) {
    return database.read(
        tx -> tx.handle().createQuery("select count(*) from " + table).mapTo(Long.class).one());
  }

  private static void isUsedUp(Throwable failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CREDIT_EXHAUSTED));
  }
}
