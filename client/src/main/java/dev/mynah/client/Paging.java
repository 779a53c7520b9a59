package dev.mynah.client;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Goes through a list page by page; each is asked for when it is needed. */
final class Paging<T> implements Iterator<T> {
  private final IntFunction<Page<T>> pages;
  private Iterator<T> items = Collections.emptyIterator();
  private int page;
  private boolean more = true;

  private Paging(IntFunction<Page<T>> pages) {
    this.pages = pages;
  }

  /**
   * Returns all items.
   *
   * @param pages by number, from 1
   */
  static <T> Stream<T> stream(IntFunction<Page<T>> pages) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Paging<>(pages), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  @Override
  public boolean hasNext() {
    while (!items.hasNext() && more) {
      page++;
      Page<T> next = pages.apply(page);
      items = next.items().iterator();
      more = next.hasMore() && items.hasNext();
    }
    return items.hasNext();
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return items.next();
  }
}
