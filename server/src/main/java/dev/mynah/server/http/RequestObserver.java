package dev.mynah.server.http;

import java.time.Duration;

/** Hears of every request once it is answered. Called by many threads at once. */
@FunctionalInterface
public interface RequestObserver {
  void answered(Exchange exchange);

  /**
   * One request and its answer, free of anything a caller sent but the method.
   *
   * @param method HTTP method, or OTHER for one that HTTP doesn't define
   * @param route path as it was registered, e.g. {@code /fish/model/{id}}, or {@code unmatched}
   * @param status HTTP status of the answer
   * @param elapsed from the first byte understood to the last byte handed to the socket
   * @param traceId the id the answer carries
   */
  record Exchange(String method, String route, int status, Duration elapsed, String traceId) {}
}
