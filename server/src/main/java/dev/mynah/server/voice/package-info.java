/** Voices: the catalogue of what may be spoken with, and the making of new ones by cloning. */
@NullMarked
package dev.mynah.server.voice;

import org.jspecify.annotations.NullMarked;
