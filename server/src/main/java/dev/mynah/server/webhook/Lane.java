package dev.mynah.server.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The callbacks from one owner to one receiver. They share one queue entry and wait together while
 * the receiver is down, so that it costs one probe, however many wait. Owners have lanes of their
 * own: nobody's receiver holds up another's, even at the same address.
 *
 * @param ownerId whose callbacks they are
 * @param receiver scheme, host and port they go to
 * @param entryId the queue entry that stands for them, null while no callback waits
 * @param wakesAt when that entry comes up, if it was put off; past or null otherwise
 * @param failures how often in a row the receiver was found down
 * @param closedUntil nothing is sent before; past while the receiver isn't known to be down
 */
record Lane(
    String ownerId,
    String receiver,
    @Nullable String entryId,
    @Nullable Instant wakesAt,
    int failures,
    Instant closedUntil) {}
