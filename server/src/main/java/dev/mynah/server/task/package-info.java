/** Work a caller asked for: its record, its outcome, and the durable queues that carry it. */
@NullMarked
package dev.mynah.server.task;

import org.jspecify.annotations.NullMarked;
