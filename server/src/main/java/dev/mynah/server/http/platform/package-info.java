/**
 * Ace Data Cloud's management API under {@code /api/v1}: keys, what they used, files to hand in.
 */
@NullMarked
package dev.mynah.server.http.platform;

import org.jspecify.annotations.NullMarked;
