package dev.mynah.server.webhook;

import java.util.List;

/**
 * A part of a list of callbacks.
 *
 * @param items those of this part
 * @param total how many there are in all
 */
public record WebhookPage(List<WebhookDelivery> items, long total) {
  public WebhookPage {
    items = List.copyOf(items);
  }
}
