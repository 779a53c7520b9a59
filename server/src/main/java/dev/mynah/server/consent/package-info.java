/** Recordings in which somebody agrees that a voice is made of theirs. */
@NullMarked
package dev.mynah.server.consent;

import org.jspecify.annotations.NullMarked;
