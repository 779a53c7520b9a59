package dev.mynah.server.webhook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of a callback.
 *
 * @param number 1 for the first, on through every replay
 * @param startedAt when it was made; in whole seconds, what {@code webhook-timestamp} said
 * @param took how long the receiver had us wait
 * @param signature what {@code webhook-signature} said, null if nothing was sent
 * @param status HTTP status of the answer, null if none came
 * @param error kind of failure to reach the receiver, null if it answered
 * @param answer start of the answer's body, at most 1 KiB, without control characters; null if it
 *     had none
 */
public record WebhookTry(
    int number,
    Instant startedAt,
    Duration took,
    @Nullable String signature,
    @Nullable Integer status,
    @Nullable String error,
    @Nullable String answer) {}
