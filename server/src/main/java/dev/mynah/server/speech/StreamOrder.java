package dev.mynah.server.speech;

import dev.mynah.server.task.TaskType;

/**
 * The envelope of speech that is streamed.
 *
 * @param type what is asked for, and where
 * @param traceId UUID of the request
 */
public record StreamOrder(TaskType type, String traceId) {}
