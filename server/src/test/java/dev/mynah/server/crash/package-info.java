/**
 * Servers in processes of their own that are killed, frozen and cut off under load, and what must
 * hold afterwards.
 */
@NullMarked
package dev.mynah.server.crash;

import org.jspecify.annotations.NullMarked;
