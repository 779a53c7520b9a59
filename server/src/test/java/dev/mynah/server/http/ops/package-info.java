/** Proofs of the operators' paths. */
@NullMarked
package dev.mynah.server.http.ops;

import org.jspecify.annotations.NullMarked;
