/** Serves stored files to whoever has a signed link, and pictures for voices without one. */
@NullMarked
package dev.mynah.server.http.media;

import org.jspecify.annotations.NullMarked;
