/** Paths for those who run the server: alive, ready, and figures for Prometheus. */
@NullMarked
package dev.mynah.server.http.ops;

import org.jspecify.annotations.NullMarked;
