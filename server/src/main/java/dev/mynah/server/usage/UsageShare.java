package dev.mynah.server.usage;

import dev.mynah.server.failure.ErrorCode;
import dev.mynah.server.task.TaskType;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What one key came to on one day with work of one type that ended in one way.
 *
 * @param day the day, in UTC, on which it ended
 * @param tokenId the key
 * @param type what was asked for
 * @param error why it failed, or null if it succeeded
 * @param requests how many there were
 * @param units how much was done: bytes of text in UTF-8, voices, or seconds of recordings; 0 if it
 *     failed
 * @param amount credits charged
 */
public record UsageShare(
    LocalDate day,
    String tokenId,
    TaskType type,
    @Nullable ErrorCode error,
    long requests,
    long units,
    long amount) {}
