package dev.mynah.server.usage;

import dev.mynah.server.failure.MynahException;
import dev.mynah.server.task.TaskType;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to look at.
 *
 * @param ownerId of this owner only, or null for all
 * @param tokenIds of these keys only; empty for all
 * @param types of these types only; empty for all
 * @param traceId of this request only, or null for all
 * @param from not before this, or null
 * @param to before this, or null
 * @param outcomes only what ended so
 * @param oldestFirst the oldest on the first page, not the newest
 * @param limit entries on a page, 1 to {@link #MAX_LIMIT}
 * @param offset entries to pass over, 0 or more
 */
public record UsageQuery(
    @Nullable String ownerId,
    Set<String> tokenIds,
    Set<TaskType> types,
    @Nullable String traceId,
    @Nullable Instant from,
    @Nullable Instant to,
    UsageOutcomes outcomes,
    boolean oldestFirst,
    int limit,
    int offset) {
  public static final int MAX_LIMIT = 1000;
  public static final int DEFAULT_LIMIT = 100;

  /**
   * @throws MynahException with INVALID_REQUEST if a number is out of range
   */
  public UsageQuery {
    tokenIds = Set.copyOf(tokenIds);
    types = Set.copyOf(types);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw MynahException.invalid("limit", "limit must be from 1 to " + MAX_LIMIT + ".");
    }
    if (offset < 0) {
      throw MynahException.invalid("offset", "offset must not be negative.");
    }
  }

  /** Everybody's, from the first day on. */
  public static UsageQuery all() {
    return new UsageQuery(
        null, Set.of(), Set.of(), null, null, null, UsageOutcomes.ANY, false, DEFAULT_LIMIT, 0);
  }

  /** Returns the same for one owner; null for all. */
  public UsageQuery ofOwner(@Nullable String other) {
    return new UsageQuery(
        other, tokenIds, types, traceId, from, to, outcomes, oldestFirst, limit, offset);
  }

  /** Returns the same for one key; null for all. */
  public UsageQuery ofToken(@Nullable String other) {
    return new UsageQuery(
        ownerId,
        other == null ? Set.of() : Set.of(other),
        types,
        traceId,
        from,
        to,
        outcomes,
        oldestFirst,
        limit,
        offset);
  }

  /** Returns the same for some keys; empty for all. */
  public UsageQuery ofTokens(Set<String> other) {
    return new UsageQuery(
        ownerId, other, types, traceId, from, to, outcomes, oldestFirst, limit, offset);
  }

  /** Returns the same for some types; empty for all. */
  public UsageQuery ofTypes(Set<TaskType> other) {
    return new UsageQuery(
        ownerId, tokenIds, other, traceId, from, to, outcomes, oldestFirst, limit, offset);
  }

  /** Returns the same for one request; null for all. */
  public UsageQuery ofTrace(@Nullable String other) {
    return new UsageQuery(
        ownerId, tokenIds, types, other, from, to, outcomes, oldestFirst, limit, offset);
  }

  /** Returns the same for another time; null for no bound. */
  public UsageQuery within(@Nullable Instant otherFrom, @Nullable Instant otherTo) {
    return new UsageQuery(
        ownerId,
        tokenIds,
        types,
        traceId,
        otherFrom,
        otherTo,
        outcomes,
        oldestFirst,
        limit,
        offset);
  }

  /** Returns the same for failures only, or for everything. */
  public UsageQuery failed(boolean other) {
    return new UsageQuery(
        ownerId,
        tokenIds,
        types,
        traceId,
        from,
        to,
        other ? UsageOutcomes.FAILURES : UsageOutcomes.ANY,
        oldestFirst,
        limit,
        offset);
  }

  /** Returns the same for some outcomes. */
  public UsageQuery withOutcomes(UsageOutcomes other) {
    return new UsageQuery(
        ownerId, tokenIds, types, traceId, from, to, other, oldestFirst, limit, offset);
  }

  /** Returns the same in another order. */
  public UsageQuery oldestFirst(boolean other) {
    return new UsageQuery(
        ownerId, tokenIds, types, traceId, from, to, outcomes, other, limit, offset);
  }

  /** Returns the same for another page. */
  public UsageQuery page(int otherLimit, int otherOffset) {
    return new UsageQuery(
        ownerId,
        tokenIds,
        types,
        traceId,
        from,
        to,
        outcomes,
        oldestFirst,
        otherLimit,
        otherOffset);
  }
}
