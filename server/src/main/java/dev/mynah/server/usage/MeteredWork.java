package dev.mynah.server.usage;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.Price;
import dev.mynah.server.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work that is counted though there is no task of it, as nothing of it stays: a stream, a text that
 * was recognised.
 *
 * @param id what it is known by, at most 36 characters; no two have the same
 * @param traceId UUID of the request
 * @param type what was asked for
 * @param price how much was done, and what it costs
 * @param error why it failed, or null if it succeeded; failures cost nothing
 * @param elapsed how long it took
 * @param endedAt when it ended
 */
public record MeteredWork(
    String id,
    String traceId,
    TaskType type,
    Price price,
    @Nullable ErrorCode error,
    Duration elapsed,
    Instant endedAt) {}
