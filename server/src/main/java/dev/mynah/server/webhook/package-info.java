/** Telling callers that their work is done: an outbox that survives restarts. */
@NullMarked
package dev.mynah.server.webhook;

import org.jspecify.annotations.NullMarked;
