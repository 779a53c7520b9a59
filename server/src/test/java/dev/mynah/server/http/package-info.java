/** Proofs of the web server's limits, errors and stop. */
@NullMarked
package dev.mynah.server.http;

import org.jspecify.annotations.NullMarked;
