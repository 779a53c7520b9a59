/** Proofs of file serving. */
@NullMarked
package dev.mynah.server.http.media;

import org.jspecify.annotations.NullMarked;
