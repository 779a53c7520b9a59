package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The envelope of a piece of work, the same whatever the work is.
 *
 * @param type what is asked for, and where
 * @param request the body as it was sent, shown again when the task is asked for
 * @param traceId UUID of the request, shown in its answer, its task and its callback
 * @param delivery how the caller wants to hear of the outcome
 */
public record TaskOrder(TaskType type, JsonNode request, String traceId, Delivery delivery) {}
