package dev.mynah.server.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.db.Database;
import dev.mynah.server.db.IdSource;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.testing.DatabaseKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(DatabaseKind.class)
class ConcurrencyPermitsTest {
  private static final Duration LEASE = Duration.ofMillis(900);
  private static final int USUAL = 0; // no limit

  private final DatabaseKind kind;
  private final Database database;
  private final TokenService tokens;
  private final List<ConcurrencyPermits> servers = new ArrayList<>();

  ConcurrencyPermitsTest(DatabaseKind kind, @TempDir Path folder) {
    this.kind = kind;
    this.database = kind.open(folder);
    this.tokens =
        new TokenService(database, IdSource.random(), new SecureRandom(), Clock.systemUTC());
  }

  @AfterEach
  void close() {
    servers.forEach(ConcurrencyPermits::close);
    database.close();
  }

  private ConcurrencyPermits server(int usualLimit) {
    ConcurrencyPermits permits =
        new ConcurrencyPermits(database, tokens, usualLimit, IdSource.random(), LEASE);
    servers.add(permits);
    return permits;
  }

  @Test
  void aKeyHasAsManyRequestsInFlightAsItMayAndNoMore() {
    ConcurrencyPermits permits = server(USUAL);
    Principal caller = key(2);
    Permit one = permits.acquire(caller);
    assertThat(one.limited()).isTrue();
    assertThat(one.limit()).isEqualTo(2);
    assertThat(one.remaining()).isEqualTo(1);
    Permit two = permits.acquire(caller);
    assertThat(two.remaining()).isZero();
    assertThatThrownBy(() -> permits.acquire(caller))
        .isInstanceOfSatisfying(
            MynahException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
              assertThat(e.retryAfter()).contains(Duration.ofSeconds(1));
            });
    assertThat(permits.acquire(key(1)).remaining()).as("of another key").isZero();
    one.close();
    one.close(); // gives nothing back that it hasn't
    try (Permit three = permits.acquire(caller)) {
      assertThat(three.remaining()).isZero();
      assertThatThrownBy(() -> permits.acquire(caller)).isInstanceOf(MynahException.class);
    }
    two.close();
    try (Permit again = permits.acquire(caller)) {
      assertThat(again.remaining()).isEqualTo(1);
    }
  }

  @Test
  void theServersDefaultHoldsForKeysWithoutALimitOfTheirOwn() {
    ConcurrencyPermits permits = server(1);
    Principal usual = key(null);
    Principal any = key(0);
    try (Permit one = permits.acquire(usual)) {
      assertThat(one.limit()).isEqualTo(1);
      assertThatThrownBy(() -> permits.acquire(usual)).isInstanceOf(MynahException.class);
    }
    try (Permit one = permits.acquire(any);
        Permit two = permits.acquire(any)) {
      assertThat(one.limited()).isFalse();
      assertThat(two.limited()).isFalse();
    }
  }

  @Test
  void neverMoreThanTheLimitHoweverManyAsk() throws Exception {
    // On SQLite there is one server; on PostgreSQL two share the limit.
    List<ConcurrencyPermits> all =
        database.isSqlite() ? List.of(server(USUAL)) : List.of(server(USUAL), server(USUAL));
    Principal caller = key(3);
    AtomicInteger inFlight = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger let = new AtomicInteger();
    List<Future<?>> askers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(10)) {
      for (int i = 0; i < 10; i++) {
        ConcurrencyPermits permits = all.get(i % all.size());
        askers.add(
            pool.submit(
                () -> {
                  for (int round = 0; round < 30; round++) {
                    try (Permit permit = permits.acquire(caller)) {
                      most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
                      assertThat(permit.remaining()).isBetween(0, 2);
                      let.incrementAndGet();
                      Thread.onSpinWait();
                      inFlight.decrementAndGet();
                    } catch (MynahException busy) {
                      assertThat(busy.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    }
                  }
                }));
      }
      for (Future<?> asker : askers) {
        asker.get(60, TimeUnit.SECONDS);
      }
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(let.get()).isPositive();
    try (Permit permit = all.getFirst().acquire(caller)) {
      assertThat(permit.remaining()).as("everything was given back").isEqualTo(2);
    }
  }

  @Test
  void onlyServersThatShareADatabaseWriteLeases() {
    Principal limited = key(1);
    ConcurrencyPermits permits = server(USUAL);
    try (Permit one = permits.acquire(limited);
        Permit two = permits.acquire(key(0))) {
      assertThat(one.limited()).isTrue();
      assertThat(two.limited()).isFalse();
      assertThat(leases()).isEqualTo(kind == DatabaseKind.SQLITE ? 0 : 1);
    }
    assertThat(leases()).isZero();
    if (kind == DatabaseKind.POSTGRES) {
      aLiveServersRequestsCountForOthersAndADeadOnesLapse();
    }
  }

  private long leases() {
    return database.read(
        tx ->
            tx.handle().createQuery("select count(*) from request_lease").mapTo(Long.class).one());
  }

  private void aLiveServersRequestsCountForOthersAndADeadOnesLapse() {
    ConcurrencyPermits here = server(USUAL);
    ConcurrencyPermits there = server(USUAL);
    Principal caller = key(1);
    Permit held = there.acquire(caller);
    assertThat(held.remaining()).isZero();
    Awaitility.await("renewed again and again")
        .during(LEASE.multipliedBy(2))
        .atMost(LEASE.multipliedBy(10))
        .until(() -> refused(here, caller));
    there.close(); // as a kill does: nothing is given back, nothing renewed
    Awaitility.await("lapsed").atMost(Duration.ofSeconds(20)).until(() -> !refused(here, caller));
  }

  private static boolean refused(ConcurrencyPermits permits, Principal caller) {
    try (Permit permit = permits.acquire(caller)) {
      return !permit.limited();
    } catch (MynahException e) {
      return e.code() == ErrorCode.RATE_LIMITED;
    }
  }

  private Principal key(@Nullable Integer concurrency) {
    KeySettings settings = KeySettings.of("app", Set.of(Scope.SPEAK)).withConcurrency(concurrency);
    return tokens.authenticate(tokens.issue(new NewToken(KeyKind.SERVICE, null, settings)).key());
  }
}
