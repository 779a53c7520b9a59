/** Voices from a description in words: candidates to listen to, and to speak with for a while. */
@NullMarked
package dev.mynah.server.design;

import org.jspecify.annotations.NullMarked;
