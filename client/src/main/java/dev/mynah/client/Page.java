package dev.mynah.client;

import java.util.List;

/**
 * A part of a list.
 *
 * @param items in it
 * @param total how many there are in all parts
 * @param hasMore whether there is a further part
 */
public record Page<T>(List<T> items, long total, boolean hasMore) {
  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
  }
}
