package dev.mynah.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes what is pulled from a source, item by item, and pulls only what was asked for. Every
 * subscription opens a source of its own when its first item is asked for, and has a thread of its
 * own, on which its subscriber is called, one call after another.
 */
final class PullPublisher<T> implements Flow.Publisher<T> {
  /** Where items come from. Closing it, from any thread, ends the wait for an item. */
  interface Source<T> extends Closeable {
    /** Returns the next item, or null at the end. */
    @Nullable T next() throws IOException;

    @Override
    void close();
  }

  private final Wire wire;
  private final Callable<Source<T>> opening;

  PullPublisher(Wire wire, Callable<Source<T>> opening) {
    this.wire = wire;
    this.opening = opening;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    Pull<T> pull = new Pull<>(subscriber, opening);
    Closeable ending = pull::abort;
    wire.transport().register(ending);
    try {
      wire.background()
          .run(
              () -> {
                try {
                  pull.run();
                } finally {
                  wire.transport().forget(ending);
                }
              });
    } catch (RejectedExecutionException e) {
      wire.transport().forget(ending);
      subscriber.onSubscribe(pull);
      subscriber.onError(new CancelledException("The client is closed.", e));
    }
  }

  /** One subscription. */
  private static final class Pull<T> implements Flow.Subscription, Runnable {
    private final Flow.Subscriber<? super T> subscriber;
    private final Callable<Source<T>> opening;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long wanted; // guarded by lock
    private boolean cancelled; // guarded by lock
    private @Nullable Thread opener; // guarded by lock: set while the source is being opened
    private @Nullable Source<T> source; // guarded by lock
    private @Nullable RuntimeException misuse; // guarded by lock: ends the subscription

    Pull(Flow.Subscriber<? super T> subscriber, Callable<Source<T>> opening) {
      this.subscriber = subscriber;
      this.opening = opening;
    }

    @Override
    public void request(long count) {
      lock.lock();
      try {
        if (count <= 0) {
          misuse = new IllegalArgumentException("request(" + count + ") asks for nothing");
        } else {
          wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void cancel() {
      Source<T> toClose;
      lock.lock();
      try {
        cancelled = true;
        toClose = source;
        if (opener != null && !opener.equals(Thread.currentThread())) {
          opener.interrupt();
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (toClose != null) {
        toClose.close();
      }
    }

    /** Ends it because the client is closed, which the subscriber is told. */
    void abort() {
      Source<T> toClose;
      lock.lock();
      try {
        misuse = new CancelledException("The client was closed.", null);
        toClose = source;
        if (opener != null) {
          opener.interrupt();
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      if (toClose != null) {
        toClose.close();
      }
    }

    @Override
    public void run() {
      try {
        subscriber.onSubscribe(this);
        pull();
      } catch (Exception e) {
        if (!isCancelled()) {
          subscriber.onError(e);
        }
      } finally {
        close();
      }
    }

    private void pull() throws Exception {
      if (!awaitDemand()) {
        return;
      }
      Source<T> items = open();
      while (!isCancelled()) {
        T item = items.next();
        if (item == null) {
          subscriber.onComplete();
          return;
        }
        subscriber.onNext(item);
        if (!awaitDemand()) {
          return;
        }
      }
    }

    /** Takes one of what was asked for, waiting for it; returns whether there is one. */
    private boolean awaitDemand() throws InterruptedException {
      lock.lock();
      try {
        while (wanted == 0 && !cancelled && misuse == null) {
          changed.await();
        }
        if (misuse != null && !cancelled) {
          throw misuse;
        }
        if (wanted != Long.MAX_VALUE) {
          wanted--;
        }
        return !cancelled;
      } finally {
        lock.unlock();
      }
    }

    private Source<T> open() throws Exception {
      begin(Thread.currentThread());
      Source<T> opened;
      try {
        opened = opening.call();
      } finally {
        begin(null);
      }
      lock.lock();
      try {
        source = opened;
        return opened;
      } finally {
        lock.unlock();
      }
    }

    private void begin(@Nullable Thread thread) {
      lock.lock();
      try {
        opener = thread;
        if (thread != null && cancelled) {
          thread.interrupt();
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean isCancelled() {
      lock.lock();
      try {
        return cancelled;
      } finally {
        lock.unlock();
      }
    }

    private void close() {
      Source<T> opened;
      lock.lock();
      try {
        opened = source;
      } finally {
        lock.unlock();
      }
      if (opened != null) {
        opened.close();
      }
    }
  }
}
