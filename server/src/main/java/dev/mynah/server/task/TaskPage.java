package dev.mynah.server.task;

import java.util.List;

/**
 * A part of a list of tasks.
 *
 * @param items those of this part
 * @param total how many there are in all
 */
public record TaskPage(List<Task> items, long total) {
  public TaskPage {
    items = List.copyOf(items);
  }
}
