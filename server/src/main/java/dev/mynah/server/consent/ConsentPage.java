package dev.mynah.server.consent;

import java.util.List;

/**
 * A part of the list of an account's consents.
 *
 * @param items the newest first
 * @param hasMore whether there are more after them
 */
public record ConsentPage(List<Consent> items, boolean hasMore) {
  public ConsentPage {
    items = List.copyOf(items);
  }
}
