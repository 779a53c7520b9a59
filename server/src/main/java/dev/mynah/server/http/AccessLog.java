package dev.mynah.server.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a request: never a query, a body, a text or a key. */
public final class AccessLog implements RequestObserver {
  private static final Logger LOG = LoggerFactory.getLogger("dev.mynah.access");

  @Override
  public void answered(Exchange exchange) {
    LOG.info(
        "{} {} {} {} ms trace {}",
        exchange.method(),
        exchange.route(),
        exchange.status(),
        exchange.elapsed().toMillis(),
        exchange.traceId());
  }
}
