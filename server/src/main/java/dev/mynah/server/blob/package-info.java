/** Stored files: recordings, speech and covers, and the signed links that serve them. */
@NullMarked
package dev.mynah.server.blob;

import org.jspecify.annotations.NullMarked;
