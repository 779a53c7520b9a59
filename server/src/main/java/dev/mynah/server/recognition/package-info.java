/** Recordings become text: for callers of the server, and for voices whose texts are missing. */
@NullMarked
package dev.mynah.server.recognition;

import org.jspecify.annotations.NullMarked;
