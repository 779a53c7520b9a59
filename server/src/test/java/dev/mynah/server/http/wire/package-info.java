/** Proofs of body reading and field checks. */
@NullMarked
package dev.mynah.server.http.wire;

import org.jspecify.annotations.NullMarked;
