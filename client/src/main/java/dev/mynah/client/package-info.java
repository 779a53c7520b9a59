/** Voices and speech from Java: a client of Mynah, Fish Audio and Ace Data Cloud. */
@NullMarked
package dev.mynah.client;

import org.jspecify.annotations.NullMarked;
