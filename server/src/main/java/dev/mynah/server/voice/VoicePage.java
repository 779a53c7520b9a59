package dev.mynah.server.voice;

import java.util.List;

/**
 * A part of a list of voices.
 *
 * @param total how many there are in all
 * @param items those of this page
 * @param hasMore whether a further page has any
 */
public record VoicePage(long total, List<Voice> items, boolean hasMore) {
  public VoicePage {
    items = List.copyOf(items);
  }
}
