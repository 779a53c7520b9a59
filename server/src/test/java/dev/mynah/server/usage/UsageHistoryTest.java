package dev.mynah.server.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mynah.server.db.Database;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Delivery;
import dev.mynah.server.task.IdempotencyKeys;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.TaskOrder;
import dev.mynah.server.task.TaskResult;
import dev.mynah.server.task.TaskService;
import dev.mynah.server.task.TaskType;
import dev.mynah.server.testing.CountedIds;
import dev.mynah.server.testing.DatabaseKind;
import dev.mynah.server.testing.Services;
import dev.mynah.server.testing.SetClock;
import dev.mynah.server.token.Principal;
import dev.mynah.server.token.TokenService;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class UsageHistoryTest {
  private static final Principal ANN = Services.caller("ann");
  private static final Principal BOB = Services.caller("bob");
  private static final TaskResult MADE = new TaskResult.VoiceMade("a".repeat(32));
  private static final TaskResult FAILED =
      new TaskResult.TaskFailure(ErrorCode.UNUSABLE_REFERENCE, "Too short.", null);
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 5, 4);

  private final Database database;
  private final SetClock clock = new SetClock(); // 03:02:01 on the first day
  private final TaskService tasks;
  private final UsageHistory history;

  UsageHistoryTest(DatabaseKind kind, @TempDir Path folder) {
    CountedIds ids = new CountedIds();
    this.database = kind.open(folder);
    TokenService tokens = new TokenService(database, ids, new SecureRandom(), clock);
    this.tasks =
        new TaskService(
            database,
            List.of(new UsageLedger(tokens, ids)),
            new IdempotencyKeys(Duration.ofDays(1), clock),
            ids,
            clock);
    this.history = new UsageHistory(database);
  }

  /** Two days of Ann's, one entry of Bob's. */
  @BeforeEach
  void work() {
    record(ANN, TaskType.FISH_TTS, 10, MADE);
    record(ANN, TaskType.FISH_TTS, 5, MADE);
    record(ANN, TaskType.FISH_TTS, 7, FAILED);
    record(ANN, TaskType.VOICES, 1, MADE);
    clock.advance(Duration.ofHours(21)); // to 00:02:01 of the next day
    record(ANN, TaskType.FISH_TTS, 3, MADE);
    record(BOB, TaskType.AUDIOS, 100, MADE);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void pagesRunFromTheNewestToTheOldestWithoutGapOrRepeat() {
    List<String> seen = new ArrayList<>();
    for (int offset = 0; offset < 8; offset += 2) {
      UsagePage page = history.page(UsageQuery.all().page(2, offset));
      assertThat(page.total()).isEqualTo(6);
      page.entries().forEach(entry -> seen.add(entry.id()));
    }
    assertThat(seen).hasSize(6).doesNotHaveDuplicates();
    assertThat(history.page(UsageQuery.all()).entries())
        .extracting(UsageEntry::id)
        .containsExactlyElementsOf(seen);
    assertThat(history.page(UsageQuery.all()).entries())
        .extracting(UsageEntry::createdAt)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
  }

  @Test
  void everyFilterNarrowsByItself() {
    UsageQuery all = UsageQuery.all();
    Instant midnight = Instant.parse("2026-05-05T00:00:00Z");
    assertThat(history.page(all.ofOwner("bob")).total()).isEqualTo(1);
    assertThat(history.page(all.ofToken(ANN.tokenId())).total()).isEqualTo(5);
    assertThat(history.page(all.ofTypes(Set.of(TaskType.VOICES, TaskType.AUDIOS))).total())
        .isEqualTo(2);
    assertThat(history.page(all.within(midnight, null)).total()).isEqualTo(2);
    assertThat(history.page(all.within(null, midnight)).total()).isEqualTo(4);
    assertThat(history.page(all.failed(true)).entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.error()).isEqualTo(ErrorCode.UNUSABLE_REFERENCE);
              assertThat(entry.units()).isEqualTo(7);
              assertThat(entry.amount()).isZero();
            });
    assertThat(history.page(all.ofOwner("carol"))).isEqualTo(new UsagePage(List.of(), 0));
  }

  @Test
  void sumsUpByDayInUtcAndType() {
    assertThat(history.byDay(UsageQuery.all().ofOwner("ann").page(1, 0)))
        .containsExactly(
            new DailyUsage(FIRST_DAY.plusDays(1), TaskType.FISH_TTS, 1, 0, 3, 3),
            new DailyUsage(FIRST_DAY, TaskType.FISH_TTS, 2, 1, 15, 15),
            new DailyUsage(FIRST_DAY, TaskType.VOICES, 1, 0, 1, 1));
  }

  @Test
  void sharesAreTheSameEntriesByKeyAndOutcome() {
    String key = ANN.tokenId();
    assertThat(history.shares(UsageQuery.all().ofOwner("ann")))
        .containsExactlyInAnyOrder(
            new UsageShare(FIRST_DAY, key, TaskType.FISH_TTS, null, 2, 15, 15),
            new UsageShare(
                FIRST_DAY, key, TaskType.FISH_TTS, ErrorCode.UNUSABLE_REFERENCE, 1, 0, 0),
            new UsageShare(FIRST_DAY, key, TaskType.VOICES, null, 1, 1, 1),
            new UsageShare(FIRST_DAY.plusDays(1), key, TaskType.FISH_TTS, null, 1, 3, 3));
    assertThat(history.shares(UsageQuery.all()))
        .extracting(UsageShare::day)
        .as("the oldest first")
        .isSorted();
  }

  @Test
  void theLastUseOfAKeyIsItsNewestEntry() {
    Instant end = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    assertThat(history.lastUse(List.of(ANN.tokenId(), BOB.tokenId(), "unused")))
        .isEqualTo(Map.of(ANN.tokenId(), end, BOB.tokenId(), end));
  }

  @Test
  void anEntryIsFoundByItsId() {
    UsageEntry newest = history.page(UsageQuery.all()).entries().getFirst();
    assertThat(history.find(newest.id())).contains(newest);
    assertThat(history.find("nothing")).isEmpty();
  }

  @Test
  void refusesPagesNobodyCanRead() {
    for (int limit : List.of(0, -1, UsageQuery.MAX_LIMIT + 1)) {
      assertThatThrownBy(() -> UsageQuery.all().page(limit, 0))
          .isInstanceOfSatisfying(
              MynahException.class, e -> assertThat(e.field()).contains("limit"));
    }
    assertThatThrownBy(() -> UsageQuery.all().page(1, -1))
        .isInstanceOfSatisfying(
            MynahException.class, e -> assertThat(e.field()).contains("offset"));
  }

  private void record(Principal caller, TaskType type, long credits, TaskResult result) {
    TaskOrder order =
        new TaskOrder(
                type,
                JsonNodeFactory.instance.objectNode(),
                "0b5dbd5c-0000-4000-8000-000000000001",
                Delivery.WAIT)
            .withPrice(Price.of(credits, 1));
    database.write(tx -> tasks.recordFinished(tx, order, caller, clock.instant(), result));
  }
}
