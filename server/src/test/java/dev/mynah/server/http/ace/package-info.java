/** Proofs of how /fish requests are read and told apart. */
@NullMarked
package dev.mynah.server.http.ace;

import org.jspecify.annotations.NullMarked;
