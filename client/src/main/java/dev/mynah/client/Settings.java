package dev.mynah.client;

import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a client was built with.
 *
 * @param service whom it talks to
 * @param baseUrl address without a slash at its end
 * @param apiKey empty for none
 */
record Settings(
    Service service,
    URI baseUrl,
    String apiKey,
    Timeouts timeouts,
    RetryPolicy retries,
    Clock clock,
    RandomGenerator random,
    Pauses pauses,
    String userAgent) {

  /** Returns the header that shows the key. */
  Optional<String> authorization() {
    return apiKey.isEmpty() ? Optional.empty() : Optional.of("Bearer " + apiKey);
  }

  /** Hides the key. */
  @Override
  public String toString() {
    return service.label() + " at " + baseUrl;
  }
}
