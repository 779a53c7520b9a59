package dev.mynah.server.speech;

import java.time.Duration;

/**
 * Limits of speaking.
 *
 * @param workers texts spoken at a time
 * @param maxWaiting callers who may wait for a worker; more are refused for now
 * @param maxQueued orders to be done later that may be unfinished; more are refused for now
 * @param maxTextCharacters longest text
 * @param maxInlineBytes largest recording that may be sent along with a text
 * @param keepSpeech how long stored speech can be fetched
 * @param defaultVoiceId who speaks when nobody is named: the id or alias of a preset
 * @param maxAttempts how often work is begun on an order to be done later before it is given up
 * @param price credits for a byte of text in UTF-8
 */
public record SpeechSettings(
    int workers,
    int maxWaiting,
    int maxQueued,
    int maxTextCharacters,
    long maxInlineBytes,
    Duration keepSpeech,
    String defaultVoiceId,
    int maxAttempts,
    long price) {
  public SpeechSettings {
    if (workers < 1 || maxWaiting < 0 || maxQueued < 1 || maxTextCharacters < 1) {
      throw new IllegalArgumentException("limits of speaking must be at least 1");
    }
    if (maxInlineBytes < 1 || maxAttempts < 1 || price < 0 || !keepSpeech.isPositive()) {
      throw new IllegalArgumentException("limits of speaking must be positive");
    }
  }

  /** Limits that suit a machine of this many cores. */
  public static SpeechSettings forCores(int cores, String defaultVoiceId) {
    return new SpeechSettings(
        Math.max(1, cores),
        64,
        1000,
        100_000,
        20_000_000,
        Duration.ofDays(7),
        defaultVoiceId,
        5,
        1);
  }
}
