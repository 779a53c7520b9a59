package dev.mynah.server.recognition;

import dev.mynah.server.task.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of a recording.
 *
 * @param type what is asked for, and where
 * @param traceId UUID of the request
 * @param field wire name of the field the recording came in, for messages
 * @param language BCP 47 tag or English name of the language it is in, as the caller says, or null
 * @param wordTimes whether words get times of their own
 * @param minSeconds shortest recording that is taken
 */
public record RecognitionOrder(
    TaskType type,
    String traceId,
    String field,
    @Nullable String language,
    boolean wordTimes,
    double minSeconds) {}
