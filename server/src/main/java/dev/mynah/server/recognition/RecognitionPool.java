package dev.mynah.server.recognition;

import dev.mynah.engine.spi.CancelSignal;
import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.Pace;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The few threads that recognise, with a bounded queue before them. Apart from those that speak, so
 * that an hour of recording keeps no listener waiting.
 */
final class RecognitionPool {
  private static final Duration FIRST_GUESS = Duration.ofSeconds(5); // of what a recording takes
  private static final Duration IDLE = Duration.ofMinutes(1); // after which a thread ends

  private final int workers;
  private final Pace pace = new Pace(FIRST_GUESS);
  private final ThreadPoolExecutor threads;
  private volatile boolean breakingOff;

  RecognitionPool(int workers, int maxWaiting) {
    this.workers = workers;
    BlockingQueue<Runnable> queue =
        maxWaiting == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(maxWaiting);
    threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            IDLE.toSeconds(),
            TimeUnit.SECONDS,
            queue,
            Thread.ofPlatform().name("mynah-recognition-", 1).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Adds work.
   *
   * @throws MynahException with OVERLOADED when the queue is full, UNAVAILABLE when the server
   *     stops
   */
  <T> Future<T> submit(Callable<T> work) {
    try {
      return threads.submit(
          () -> {
            long start = System.nanoTime();
            try {
              return work.call();
            } finally {
              pace.took(Duration.ofNanos(System.nanoTime() - start));
            }
          });
    } catch (RejectedExecutionException full) {
      if (threads.isShutdown()) {
        throw MynahException.of(
            ErrorCode.UNAVAILABLE, "The server is stopping; try again in a moment.", full);
      }
      throw MynahException.overloaded(
          "All recognition workers are busy and the queue is full; try again later.",
          pace.waitBehind(threads.getQueue().size() + workers, workers));
    }
  }

  /** Turns true when the server's grace is over and work should break off. */
  CancelSignal stopping() {
    return () -> breakingOff;
  }

  /**
   * Takes no new work and lets what is there finish, then tells the rest to break off.
   *
   * @param grace how long the work may go on
   */
  void stop(Duration grace) {
    threads.shutdown();
    try {
      boolean unused = threads.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    breakingOff = true;
  }
}
