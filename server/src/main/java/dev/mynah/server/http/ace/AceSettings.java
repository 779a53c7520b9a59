package dev.mynah.server.http.ace;

import java.time.Duration;

/**
 * How this dialect behaves.
 *
 * @param waitLimit how long an answer is waited for before 504; the work goes on
 * @param maxTextChars longest text spoken at once, in UTF-16 units
 */
public record AceSettings(Duration waitLimit, int maxTextChars) {
  /** Ten minutes, and about an hour and a half of speech. */
  public static final AceSettings DEFAULT = new AceSettings(Duration.ofMinutes(10), 100_000);
}
