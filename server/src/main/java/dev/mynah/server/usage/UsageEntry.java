package dev.mynah.server.usage;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one task came to. It is never changed, and outlives the task.
 *
 * @param id 32 hex digits
 * @param taskId the task, of which there may be nothing left
 * @param traceId the request that asked for it
 * @param tokenId the key it was asked for with
 * @param ownerId whom the key belongs to
 * @param type what was asked for
 * @param units how much: bytes of text in UTF-8, or voices
 * @param amount credits charged, 0 if it failed
 * @param remaining credits the key had left after it, or null if it had no limit
 * @param error why it failed, or null if it succeeded
 * @param elapsed from when work on it first began to its end
 * @param createdAt when it ended
 */
public record UsageEntry(
    String id,
    String taskId,
    String traceId,
    String tokenId,
    String ownerId,
    TaskType type,
    long units,
    long amount,
    @Nullable Long remaining,
    @Nullable ErrorCode error,
    Duration elapsed,
    Instant createdAt) {}
