package dev.mynah.client;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** A subscriber that keeps what comes and asks for nothing by itself. */
final class Collected<T> implements Flow.Subscriber<T> {
  final List<T> items = new CopyOnWriteArrayList<>();
  final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  final CompletableFuture<List<T>> end = new CompletableFuture<>();

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
  }

  @Override
  public void onNext(T item) {
    items.add(item);
  }

  @Override
  public void onError(Throwable failure) {
    end.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    end.complete(items);
  }

  /** Asks for so many more. */
  Collected<T> request(long count) {
    subscription.join().request(count);
    return this;
  }

  /** Asks for all, and returns all there were. */
  List<T> all() {
    request(Long.MAX_VALUE);
    return end.join();
  }
}
