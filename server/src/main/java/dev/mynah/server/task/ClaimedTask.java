package dev.mynah.server.task;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A task whose work is about to be done.
 *
 * @param task as it is now, running
 * @param work what was put down for the worker
 * @param attempts how often work on it has begun, this time included; more than 1 after a crash
 */
public record ClaimedTask(Task task, JsonNode work, int attempts) {}
