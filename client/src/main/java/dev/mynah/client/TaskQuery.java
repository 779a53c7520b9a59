package dev.mynah.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list, the newest first.
 *
 * @param type such as {@code fish_tts} or {@code fish_model_create}, or null for all
 * @param from asked for at this time or later, or null
 * @param to asked for at this time or before, or null
 * @param pageSize how many to ask for at a time, 1 to 100; it changes nothing else
 */
public record TaskQuery(
    @Nullable String type, @Nullable Instant from, @Nullable Instant to, int pageSize) {
  private static final int PAGE = 50;
  private static final double MILLIS_A_SECOND = 1000;

  /** Checks the size. */
  public TaskQuery {
    Check.within("limit", pageSize, 1, 100);
  }

  /** All tasks of the key's owner. */
  public static TaskQuery all() {
    return new TaskQuery(null, null, null, PAGE);
  }

  /** Only those of this type. */
  public TaskQuery withType(String other) {
    return new TaskQuery(other, from, to, pageSize);
  }

  /** Only those asked for between these times. */
  public TaskQuery within(Instant first, Instant last) {
    return new TaskQuery(type, first, last, pageSize);
  }

  /** So many at a time. */
  public TaskQuery withPageSize(int size) {
    return new TaskQuery(type, from, to, size);
  }

  /** Returns this as a body, for a page counted from 1. */
  ObjectNode wire(int page) {
    ObjectNode body = Json.object().put("action", "retrieve_batch");
    body.put("limit", pageSize).put("offset", (page - 1) * pageSize);
    if (type != null) {
      body.put("type", type);
    }
    if (from != null) {
      body.put("created_at_min", from.toEpochMilli() / MILLIS_A_SECOND);
    }
    if (to != null) {
      body.put("created_at_max", to.toEpochMilli() / MILLIS_A_SECOND);
    }
    return body;
  }
}
