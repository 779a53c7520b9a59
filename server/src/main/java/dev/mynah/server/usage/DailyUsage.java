package dev.mynah.server.usage;

import dev.mynah.server.task.TaskType;
import java.time.LocalDate;

/**
 * What tasks of one type came to on one day.
 *
 * @param day the day, in UTC, on which they ended
 * @param type what was asked for
 * @param succeeded tasks that succeeded
 * @param failed tasks that failed
 * @param units how much was done: bytes of text in UTF-8, or voices; failures don't count
 * @param amount credits charged
 */
public record DailyUsage(
    LocalDate day, TaskType type, long succeeded, long failed, long units, long amount) {}
