package dev.mynah.server.usage;

import java.util.List;

/**
 * A page of entries.
 *
 * @param entries the newest first
 * @param total how many there are on all pages
 */
public record UsagePage(List<UsageEntry> entries, long total) {
  public UsagePage {
    entries = List.copyOf(entries);
  }
}
