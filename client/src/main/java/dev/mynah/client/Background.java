package dev.mynah.client;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Makes calls on threads of the client, to be waited for, or cancelled, by their futures. */
final class Background implements AutoCloseable {
  private final Executor executor;
  private final Set<Work<?>> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Background(Executor executor) {
    this.executor = executor;
  }

  /** A call on its thread; interrupted, it ends on the wire, too. */
  private final class Work<T> extends FutureTask<T> {
    private final Result<T> result = new Result<>(this);

    Work(Supplier<T> call) {
      super(call::get);
    }

    @Override
    protected void set(T value) {
      super.set(value);
      result.complete(value);
    }

    @Override
    protected void setException(Throwable failure) {
      super.setException(failure);
      result.completeExceptionally(failure);
    }

    @Override
    protected void done() {
      running.remove(this);
    }
  }

  /** Cancelling it cancels the call. */
  private static final class Result<T> extends CompletableFuture<T> {
    private final FutureTask<T> work;

    Result(FutureTask<T> work) {
      this.work = work;
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      if (cancelled) {
        work.cancel(true);
      }
      return cancelled;
    }

    /** Futures made of this one are plain ones: cancelling those cancels no call. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
      return new CompletableFuture<>();
    }
  }

  /** Returns the future of a call. */
  <T> CompletableFuture<T> call(Supplier<T> call) {
    Work<T> work = new Work<>(call);
    running.add(work);
    try {
      run(work);
    } catch (RejectedExecutionException e) {
      running.remove(work);
      work.result.completeExceptionally(new CancelledException("The client is closed.", e));
    }
    return work.result;
  }

  /**
   * Runs this apart from the caller.
   *
   * @throws RejectedExecutionException if the client is closed
   */
  void run(Runnable work) {
    if (closed) {
      throw new RejectedExecutionException("closed");
    }
    executor.execute(work);
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(running).forEach(work -> work.result.cancel(true));
  }
}
