package dev.mynah.server.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BodyMemoryTest {
  private static final int MIB = 1 << 20;

  @Test
  void takesExactlyWhatThereIsAndNotAByteMore() {
    BodyMemory memory = new BodyMemory(4 * MIB);
    BodyMemory.Share share = memory.share();

    share.grow(2 * MIB + BodyMemory.FREE_BYTES);
    assertThat(memory.kept()).isEqualTo(4 * MIB);
    assertThatThrownBy(() -> share.grow(2 * MIB + BodyMemory.FREE_BYTES + 1))
        .isInstanceOfSatisfying(
            MynahException.class,
            full -> {
              assertThat(full.code()).isEqualTo(ErrorCode.OVERLOADED);
              assertThat(full.retryAfter()).contains(Duration.ofSeconds(5));
            });
    assertThat(memory.kept()).as("a refusal takes nothing").isEqualTo(4 * MIB);

    share.close();
    share.close();
    assertThat(memory.kept()).isZero();
  }

  @Test
  void smallBodiesAlwaysFindRoom() {
    BodyMemory memory = new BodyMemory(MIB);
    memory.share().grow(MIB / 2 + BodyMemory.FREE_BYTES);

    BodyMemory.Share small = memory.share();
    small.grow(BodyMemory.FREE_BYTES);
    assertThat(memory.kept()).isEqualTo(MIB);
    assertThatThrownBy(() -> small.grow(BodyMemory.FREE_BYTES + 1))
        .isInstanceOf(MynahException.class);
  }

  @Test
  void aBodyCountsAsItGrows() {
    BodyMemory memory = new BodyMemory(100 * MIB);
    BodyMemory.Share share = memory.share();

    share.grow(MIB);
    long first = memory.kept();
    share.grow(2 * MIB);
    share.grow(2 * MIB);

    assertThat(first).isEqualTo(2L * (MIB - BodyMemory.FREE_BYTES));
    assertThat(memory.kept()).isEqualTo(2L * (2 * MIB - BodyMemory.FREE_BYTES));
  }

  @Test
  void theBudgetIsHalfTheHeapLessTheParsingOfTheLargestBody() {
    assertThat(BodyMemory.of(512L * MIB, 32L * MIB).most()).isEqualTo((256L - 160) * MIB);
    assertThat(BodyMemory.of(8192L * MIB, 32L * MIB).most()).isEqualTo((4096L - 160) * MIB);
  }

  @Test
  void theLargestBodyFitsIntoTheSmallestBudget() {
    BodyMemory memory = BodyMemory.of(64L * MIB, 32L * MIB);

    memory.share().grow(32L * MIB);

    assertThat(memory.kept()).isLessThanOrEqualTo(memory.most());
  }

  @Test
  void largeBodiesAreParsedOneAfterTheOther() throws Exception {
    BodyMemory memory = new BodyMemory(100 * MIB);
    AtomicInteger parsing = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch small = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Runnable large =
          () -> {
            BodyMemory.Share share = memory.share();
            share.grow(2 * MIB);
            boolean reached =
                share.parsed(
                    () -> {
                      most.accumulateAndGet(parsing.incrementAndGet(), Math::max);
                      boolean waited = await(small);
                      parsing.decrementAndGet();
                      return waited;
                    });
            assertThat(reached).isTrue();
          };
      Future<?> first = threads.submit(large);
      Future<?> second = threads.submit(large);
      BodyMemory.Share share = memory.share();
      share.grow(100);
      // A small body is parsed while a large one is: it would never end otherwise.
      String parsed = share.parsed(() -> "small");
      small.countDown();
      assertThat(parsed).isEqualTo("small");
      first.get(10, TimeUnit.SECONDS);
      second.get(10, TimeUnit.SECONDS);
    }
    assertThat(most).hasValue(1);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
