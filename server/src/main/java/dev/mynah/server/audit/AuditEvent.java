package dev.mynah.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Something that was done.
 *
 * @param id 32 hex digits
 * @param at when, to the millisecond
 * @param actor who did it
 * @param action what, e.g. {@code voice.erase}
 * @param subject to what
 * @param detail an object of counts, names of states and ids; never a text or audio
 */
public record AuditEvent(
    String id, Instant at, Actor actor, String action, Subject subject, JsonNode detail) {}
