/** Proofs of the management API. */
@NullMarked
package dev.mynah.server.http.platform;

import org.jspecify.annotations.NullMarked;
