package dev.mynah.server.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressBoardTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Progress FETCHING = Progress.of(WorkStep.FETCHING, 0, 1);
  private static final Progress DECODING = Progress.of(WorkStep.DECODING, 0, 1);
  private static final Progress SAMPLE = Progress.of(WorkStep.SAMPLE);

  private final ProgressBoard board = new ProgressBoard();

  @Test
  void aWatcherFromTheStartSeesEveryStepHoweverShort() throws InterruptedException {
    try (ProgressBoard.Watch watch = board.watch("a")) {
      assertThat(watch.next(AT_ONCE)).isEmpty();
      assertThat(watch.underWay()).isFalse();
      board.begin("a");
      ProgressListener work = board.listener("a");
      work.at(FETCHING);
      work.at(FETCHING.withBytes(10, 100));
      work.at(DECODING);
      work.at(SAMPLE);
      board.end("a");
      assertThat(watch.next(LONG)).containsExactly(FETCHING.withBytes(10, 100), DECODING, SAMPLE);
      assertThat(watch.underWay()).isFalse();
      assertThat(watch.next(AT_ONCE)).isEmpty();
    }
  }

  @Test
  void aWatcherWhoComesLateBeginsWithWhatIsBeingDone() throws InterruptedException {
    board.begin("a");
    ProgressListener work = board.listener("a");
    work.at(FETCHING);
    work.at(DECODING);
    try (ProgressBoard.Watch watch = board.watch("a")) {
      assertThat(watch.underWay()).isTrue();
      assertThat(watch.next(AT_ONCE)).containsExactly(DECODING);
      assertThat(watch.next(AT_ONCE)).isEmpty();
      work.at(SAMPLE);
      assertThat(watch.next(AT_ONCE)).containsExactly(SAMPLE);
    }
  }

  @Test
  void aStepThatGoesOnIsToldAgainAsFarAsItHasCome() throws InterruptedException {
    board.begin("a");
    ProgressListener work = board.listener("a");
    try (ProgressBoard.Watch watch = board.watch("a")) {
      for (long bytes : List.of(0L, 40L, 80L)) {
        work.at(FETCHING.withBytes(bytes, 80));
        assertThat(watch.next(AT_ONCE)).containsExactly(FETCHING.withBytes(bytes, 80));
      }
      work.at(FETCHING.withBytes(80, 80));
      assertThat(watch.next(AT_ONCE)).as("nothing new").isEmpty();
      Progress second = Progress.of(WorkStep.FETCHING, 1, 2);
      work.at(second);
      assertThat(watch.next(AT_ONCE)).as("another recording").containsExactly(second);
    }
  }

  @Test
  void anotherAttemptIsToldFromItsStart() throws InterruptedException {
    try (ProgressBoard.Watch watch = board.watch("a")) {
      board.begin("a");
      board.listener("a").at(FETCHING);
      board.listener("a").at(DECODING);
      assertThat(watch.next(AT_ONCE)).containsExactly(FETCHING, DECODING);
      board.end("a");
      assertThat(watch.next(LONG)).as("the end wakes, and is no step").isEmpty();
      board.begin("a");
      board.listener("a").at(FETCHING);
      assertThat(watch.next(AT_ONCE)).containsExactly(FETCHING);
      board.end("a");
    }
  }

  @Test
  void everyWatcherSeesForItself() throws InterruptedException {
    board.begin("a");
    try (ProgressBoard.Watch one = board.watch("a");
        ProgressBoard.Watch other = board.watch("a")) {
      board.listener("a").at(FETCHING);
      assertThat(one.next(AT_ONCE)).containsExactly(FETCHING);
      board.listener("a").at(DECODING);
      assertThat(one.next(AT_ONCE)).containsExactly(DECODING);
      assertThat(other.next(AT_ONCE)).containsExactly(FETCHING, DECODING);
    }
  }

  @Test
  void aWaitingWatcherIsWokenByAStepAndByTheServersEnd() throws Exception {
    board.begin("a");
    try (ProgressBoard.Watch watch = board.watch("a")) {
      CompletableFuture<List<Progress>> step = later(watch);
      board.listener("a").at(SAMPLE);
      assertThat(step.get(10, TimeUnit.SECONDS)).containsExactly(SAMPLE);
      CompletableFuture<List<Progress>> nothing = later(watch);
      board.close();
      assertThat(nothing.get(10, TimeUnit.SECONDS)).isEmpty();
    }
  }

  private static CompletableFuture<List<Progress>> later(ProgressBoard.Watch watch) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return watch.next(LONG);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void keepsNothingOfWhatNobodyWorksOnOrWatches() throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      String id = "task " + i;
      board.begin(id);
      board.listener(id).at(FETCHING);
      try (ProgressBoard.Watch watch = board.watch(id)) {
        assertThat(watch.next(AT_ONCE)).containsExactly(FETCHING);
        board.end(id);
      }
    }
    assertThat(board.size()).isZero();
    board.listener("task 1").at(DECODING);
    board.end("task 1");
    assertThat(board.size()).isZero();
  }

  @Test
  void isBoundedHoweverManyStepsAreReported() throws InterruptedException {
    board.begin("a");
    try (ProgressBoard.Watch watch = board.watch("a")) {
      for (int i = 0; i < 1000; i++) {
        board.listener("a").at(Progress.of(WorkStep.FETCHING, i, 1000));
      }
      assertThat(watch.next(AT_ONCE)).hasSize(64);
    }
  }
}
